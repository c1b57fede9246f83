import { detectLanguage } from '#core/text/language.ts';
import { filled, refuseWithoutMaterial } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { toName } from './per-material.ts';

const NAMES = new Intl.DisplayNames('en', { type: 'language' });

async function nameLanguage(text: string): Promise<string> {
  const code = await detectLanguage(text);
  return code === null ? 'can not be told: too short or too mixed' : `${NAMES.of(code) ?? code} (${code})`;
}

/** Which language each text is written in, by its letters and their neighbours. */
export const language: OfflineWork = {
  refusal: refuseWithoutMaterial,

  async perform({ materials }, signal) {
    const lines: string[] = [];
    const texts = filled(materials);
    for (const { title, text } of texts) {
      const name = await nameLanguage(text);
      signal.throwIfAborted();
      lines.push(texts.length === 1 ? name : `- **${toName(title)}**: ${name}`);
    }
    return `Language by letter statistics (no model configured):${texts.length === 1 ? ' ' : '\n\n'}${lines.join('\n')}`;
  },
};
