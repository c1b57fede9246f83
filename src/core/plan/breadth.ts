import { BROAD, BROAD_PHRASES, NARROW } from './data/breadths.ts';
import { IMPERATIVES } from './data/verbs.ts';
import { COUNT, parseCount } from './read/count.ts';
import { oneOf } from './read/pattern.ts';
import type { Step } from './step.ts';
import { isQuestion } from './work.ts';

const MAX_LOOKED_AT = 4_000;
/** An instruction of more words than this asks for more than one thing as a rule. */
const MANY_WORDS = 25;
/** A question of fewer words than this is one question. */
const SHORT_QUESTION_WORDS = 14;
const MANY_THINGS = 5;

const STARTS_BROAD = new RegExp(`(?:^|[.!?;:\\n]\\s*|\\b(?:and|then)\\s+)(?:${oneOf(BROAD)})(?![\\p{L}-])`, 'iu');
const SAYS_BROAD = new RegExp(`(?<![\\p{L}-])(?:${BROAD_PHRASES.join('|')})(?![\\p{L}-])`, 'iu');
const IS_NARROW = new RegExp(`^(?:${NARROW.join('|')})(?![\\p{L}-])`, 'iu');
const ORDER = new RegExp(
  `(?:^|[.!?;\\n]\\s*|,\\s*(?:and\\s+)?|\\band\\s+)(?:also\\s+|please\\s+)?${oneOf(IMPERATIVES)}(?![\\p{L}-])`,
  'giu',
);
const QUANTITY = new RegExp(
  `\\b(?:top|best|largest|biggest|leading|main|first)\\s+(${COUNT})(?![\\p{L}-])|\\bthe\\s+(${COUNT})\\s+(?:[\\p{L}]+est|most\\s+[\\p{L}]+|top|main|leading|best|worst)(?![\\p{L}-])`,
  'iu',
);

/**
 * Whether a request that no rule cut may be several pieces of work all the same, so that a planner is worth its price. Told by the instruction alone: how long the material is does not
 * matter.
 */
export function mayBeSplit({ masked, sources, texts, work }: Pick<Step, 'masked' | 'sources' | 'texts' | 'work'>): boolean {
  const words = masked.slice(0, MAX_LOOKED_AT);
  const count = words.match(/[\p{L}\p{N}\uFFFC]+/gu)?.length ?? 0;
  if (IS_NARROW.test(words.trimStart()) && count <= MANY_WORDS) return false;
  const orders = [...words.matchAll(ORDER)].length;
  const broad = STARTS_BROAD.test(words) || SAYS_BROAD.test(words);
  if (isQuestion(words) && count < SHORT_QUESTION_WORDS) return broad && sources.length > 1;
  // One text with one task is one call, whatever the task is called.
  if (sources.length + texts.length === 1 && orders <= 1 && count <= MANY_WORDS && !SAYS_BROAD.test(words)) {
    return work !== 'summarize' && work !== 'translate' && /^(?:audit|research|investigate)(?![\p{L}-])/iu.test(words.trimStart());
  }
  const quantity = QUANTITY.exec(words);
  const many = quantity !== null && parseCount(quantity[1] ?? quantity[2] ?? '') >= MANY_THINGS;
  return broad || many || orders >= 3 || sources.length > 1 || count > MANY_WORDS;
}
