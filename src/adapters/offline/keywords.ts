import { keyPhrases } from './key-phrases.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { perMaterial } from './per-material.ts';

/** Keywords given where the instruction names no number. */
const USUAL = 20;
const MOST = 100;

/** "the 10 most important keywords", "top 5". */
function wanted(instruction: string): number {
  const number = Number(/\b(\d{1,3})\b/.exec(instruction)?.[1] ?? USUAL);
  return Math.min(MOST, Math.max(1, number));
}

/** What a text repeats, with how often. Frequency only: what matters and is said once is not among it, and the lead says so. */
export const keywords: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ instruction, materials }, signal) {
    const most = wanted(instruction);
    const lists = await perMaterial(filled(materials), signal, async ({ text }) => {
      const phrases = await keyPhrases(text, most, signal);
      if (phrases.length === 0) return 'No word that says anything was found.';
      return phrases.map((phrase) => `- **${phrase.text}** (${phrase.times})`).join('\n');
    });
    return `Keywords by how often they occur (no model configured): words and phrases, without the commonest words of seven languages.\n\n${lists}`;
  },
};
