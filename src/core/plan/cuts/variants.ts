import { type Finder, type Part, PLAIN_CUT } from '../cut.ts';
import { ANGLES, CREATING, CREATIONS } from '../data/creations.ts';
import { tooManyLanes } from '../question.ts';
import { COUNT, parseCount } from '../read/count.ts';
import { parseList } from '../read/list.ts';
import { capitalize, singular } from '../read/noun.ts';
import { oneOf } from '../read/pattern.ts';
import type { Step } from '../step.ts';

const CREATION = oneOf(
  CREATIONS.flatMap((noun) => [`${noun}s`, noun.replace(/([^aeiou])y$/, '$1ies'), ...(noun === 'haiku' ? [noun] : [])]),
);
const ADJECTIVES = '((?:\\s+(?!(?:of|for|to|in|and|or|with|about|on)\\b)[\\p{L}-]+){0,3}?)';
const VERB = `${oneOf(CREATING)}(?:\\s+(?:me|us|up))?\\s+`;
const COUNTED = new RegExp(`(?:^|(?:^|[.!?:,;\\n]\\s*)(?:please\\s+)?${VERB})(${COUNT})${ADJECTIVES}\\s+(${CREATION})(?![\\p{L}-])`, 'diu');
/** "rewrite this in 3 ways", "in four different tones". */
const WAYS = new RegExp(`\\b(in\\s+)(${COUNT})${ADJECTIVES}\\s+(ways|styles|tones|versions|variants|variations)(?![\\p{L}-])`, 'diu');
const DIFFERENT = /^(?:different|distinct|unique|separate|various|alternative)$/i;
/** One text is wanted that holds them all, or they are told one by one ("2 letters: one to Bob and one to Ann"). */
const AS_ONE =
  /\b(?:as|in|into)\s+(?:an?|one|the)\s+(?:[\p{L}-]+\s+)?(?:list|table|article|thread|file)\b|\b(?:bulleted|numbered|bullet\s+points?)\b|\bone\b[^.\n]*\bone\b/iu;
const GOES_ON = /^\s*(?:$|[.,:;!?\n]|(?:for|about|on|of|to|that|in|from|with|as)\b)/i;
/** What is said of some of them, or of what is there: "3 posts must be short", "two posts we plan". */
const SAID_OF =
  /\s+(?:should|must|shall|can|could|may|might|will|would|needs?|ha(?:ve|s|d)|are|is|w(?:as|ere)|that|which|who|we|i|you|they|he|she|it)(?![\p{L}-])/u
    .source;
/** Other things that are wanted beside them, a number each: a lane of one thing can't be told apart from those ("5 ideas for a party, 3 ideas for a wedding"). */
const ANOTHER = new RegExp(
  `(?:[,;]|\\band\\b|\\bplus\\b|[.\\n])\\s*(?:and\\s+)?(?:${VERB})?(${COUNT})${ADJECTIVES}\\s+(?:${CREATION})(?![\\p{L}-]|${SAID_OF})`,
  'iu',
);
const MAX_INSTRUCTION_CHARS = 2_000;

interface Wish {
  readonly count: number;
  /** "Subject line" */
  readonly noun: string;
  readonly start: number;
  readonly end: number;
  /** "one short subject line" */
  readonly text: string;
}

function findWish({ masked, words }: Step): Wish | null {
  const head = masked.slice(0, MAX_INSTRUCTION_CHARS);
  const counted = COUNTED.exec(head);
  const match = counted ?? WAYS.exec(head);
  if (match === null) return null;
  const at = counted === null ? 2 : 1;
  const [from, to] = match.indices?.[at + 1] ?? [0, 0];
  const noun = (match[at + 2] ?? '').toLowerCase();
  const kept = words
    .slice(from, to)
    .split(/\s+/)
    .filter((word) => word !== '' && !DIFFERENT.test(word));
  const text = ['one', ...kept, singular(noun)].join(' ');
  const start = match.indices?.[at]?.[0] ?? match.index;
  const named = counted === null ? 'version' : singular(noun);
  return { count: parseCount(match[at] ?? ''), noun: capitalize(named), start, end: match.index + match[0].length, text };
}

/** Whether what follows the wish makes one text of it after all. */
function isOneText({ masked, words }: Step, { count, start, end }: Wish): boolean {
  const after = masked.slice(end, end + 300);
  const colon = /^[^.!?\n]{0,100}?[:：]\s/.exec(after)?.[0].length ?? 0;
  const listed = colon > 0 && parseList(words.slice(end + colon, end + 2_000)).items.length === count;
  const another = ANOTHER.exec(after)?.[1];
  if (another !== undefined && parseCount(another) > 1) return true;
  return listed || AS_ONE.test(after) || (start === 0 && !GOES_ON.test(after));
}

function toPart(index: number, { count, noun, start, end, text }: Wish): Part {
  const angle = ANGLES[index % ANGLES.length];
  const again = index < ANGLES.length ? '' : `, take ${Math.floor(index / ANGLES.length) + 1}`;
  return {
    title: `${noun} ${index + 1}`,
    edits: [{ start, end, text }],
    passage: '',
    aside: `This is number ${index + 1} of ${count}, and others write the rest at the same time: give only this one. Where the request leaves it open, make it unlike theirs: ${angle}${again}.`,
    sources: null,
  };
}

/** "write 5 subject lines for …": the same thing several times, each from an angle of its own. Not "a list of 5 …" or "5 facts", which are one text. */
export const findVariants: Finder = async (step, { maxLanes }) => {
  if (step.work === 'answer' || step.work === 'translate' || step.work === 'summarize') return null;
  const wish = findWish(step);
  if (wish === null || wish.count < 2 || isOneText(step, wish)) return null;
  if (wish.count > maxLanes) return tooManyLanes(wish.count, maxLanes);
  const parts = Array.from({ length: wish.count }, (_, index) => toPart(index, wish));
  return { ...PLAIN_CUT, one: 'variant', many: 'variants', rowName: 'Variant', parts, joined: [], distinct: true, creates: true };
};
