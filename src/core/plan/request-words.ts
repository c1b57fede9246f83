import { readForm } from './form/read-form.ts';
import type { CutText } from './plan.ts';

/** Longer ones hold what they are about. In UTF-16 code units. */
const MAX_CHARS = 4_000;

/** What a person said, with ids for the texts that stood in it: those are material, which a stranger may have written. Long words are cut, and say so. */
export function toRequestWords(text: string, texts: readonly CutText[]): string {
  const cut = texts.filter((it) => it.text !== '').toSorted((a, b) => b.text.length - a.text.length);
  const words = cut.reduce((rest, { id, text: own }) => rest.replaceAll(own, () => id), readForm(text).words).trim();
  return words.length <= MAX_CHARS ? words : `${words.slice(0, MAX_CHARS).toWellFormed()}…`;
}
