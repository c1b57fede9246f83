import { RANGE_NOUNS } from '../data/ranges.ts';
import { isPlural, singular } from './noun.ts';
import { oneOf } from './pattern.ts';

/** Longest range that is written out; a longer one is no list. */
const MAX_RANGE = 1_000_000;
/** What numbers alone may be years: "1200-1400" is more likely a price. */
const FIRST_YEAR = 1_800;
const LAST_YEAR = 2_100;

const NOUN = oneOf(Object.keys(RANGE_NOUNS).flatMap((noun) => [noun, `${noun}s`]));
/** "2019 to 2024", "chapters 1-5", "the years from 2019 through 2024": the source of a pattern with three groups. */
export const RANGE = `(?:the\\s+)?(?:(${NOUN})\\s+)?(?:from\\s+|between\\s+)?(\\d{1,7})\\s*(?:-|–|—|\\s(?:to|through|until|till|and)\\s)\\s*(\\d{1,7})`;
const WHOLE = new RegExp(`^\\s*${RANGE.replace('|and)', ')')}\\s*$`, 'iu');

/** The items of a range, in order; null where the numbers do not run upwards or nothing says that they are a range. */
export function toRange(noun: string, from: string, to: string): readonly string[] | null {
  const word = singular(noun.toLowerCase());
  const [first, last] = [Number(from), Number(to)];
  const years = word === '' && first >= FIRST_YEAR && last <= LAST_YEAR;
  if (!(Object.hasOwn(RANGE_NOUNS, word) || years) || last <= first || last - first >= MAX_RANGE) return null;
  const said = isPlural(noun) ? singular(noun) : noun;
  const name = years || RANGE_NOUNS[word] ? '' : `${said} `;
  return Array.from({ length: last - first + 1 }, (_, index) => `${name}${first + index}`);
}

/** "chapters 1-5" as its items; null for a text that is no range and nothing else. `noun`: what the list is said to be of, empty for nothing. */
export function parseRange(text: string, noun = ''): readonly string[] | null {
  if (text.length > 100) return null;
  const match = WHOLE.exec(text);
  return match === null ? null : toRange(match[1] ?? noun, match[2] ?? '', match[3] ?? '');
}
