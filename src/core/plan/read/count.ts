import { MULTIPLES, NUMBER_WORDS } from '../data/numbers.ts';
import { oneOf } from './pattern.ts';

const WORD = oneOf(Object.keys(NUMBER_WORDS));
const MULTIPLE = oneOf(Object.keys(MULTIPLES));

/** A number as people write one: 15, fifteen, twenty-five, a dozen, two hundred, a couple of. For use inside a larger pattern. */
export const COUNT = `(?:\\d{1,9}|(?:(?:${WORD}(?:[\\s-]${WORD})?|half\\s+a|a)\\s+)?${MULTIPLE}(?:\\s+of)?|${WORD}(?:[\\s-]${WORD})?)`;

/** What `COUNT` matched, as a number. */
export function parseCount(text: string): number {
  let total = 0;
  let factor = 1;
  for (const word of text.toLowerCase().split(/[\s-]/)) {
    if (/^\d+$/.test(word)) return Number(word);
    if (word === 'half') factor = 0.5;
    if (Object.hasOwn(NUMBER_WORDS, word)) total += NUMBER_WORDS[word] ?? 0;
    if (Object.hasOwn(MULTIPLES, word)) total = (total === 0 ? 1 : total) * (MULTIPLES[word] ?? 1);
  }
  return Math.floor(total * factor);
}
