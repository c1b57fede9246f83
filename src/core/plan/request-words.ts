import { readForm } from './form/read-form.ts';
import type { CutText } from './plan.ts';

/** Longer ones hold what they are about. In UTF-16 code units. */
const MAX_CHARS = 4_000;
/** Shorter ones are names, and stand in other words. In UTF-16 code units. */
const MIN_CHARS = 20;

/**
 * What a person said, with ids for the texts that stood in it: those are material, which a stranger may have written.
 * Long words are cut, and say so.
 */
export function toRequestWords(text: string, texts: readonly CutText[]): string {
  const form = readForm(text);
  // The words of a plain order are those before its texts.
  const words = (form.plain ? form.words : withIds(form.words, texts)).trim();
  return words.length <= MAX_CHARS ? words : `${words.slice(0, MAX_CHARS).toWellFormed()}…`;
}

/** Only what is long enough to be a text. */
function withIds(text: string, texts: readonly CutText[]): string {
  const cut = texts.filter((it) => it.text.length >= MIN_CHARS).toSorted((a, b) => b.text.length - a.text.length);
  return cut.reduce((rest, { id, text: own }) => rest.replaceAll(own, () => id), text);
}
