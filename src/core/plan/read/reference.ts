import { MATERIAL_NOUNS } from '../data/nouns.ts';
import { IMPERATIVES } from '../data/verbs.ts';
import { COUNT, parseCount } from './count.ts';
import { oneOf } from './pattern.ts';

/** Where a text names the many things it is about: "each of these ten reports", "every city", "those files". */
export interface Reference {
  readonly start: number;
  readonly end: number;
  /** `each` singles them out; `these` only points at them. */
  readonly kind: 'each' | 'these';
  /** "each of …", "each of these …": what follows or was pointed at is a list. */
  readonly of: boolean;
  readonly pointed: boolean;
  /** Lower case, last word only: `reports`; empty when none is said. */
  readonly noun: string;
  /** How many are said to be there; null where no number is. */
  readonly count: number | null;
}

const POINTER = '(?:the\\s+following|these|those|all\\s+the|the|them|my|our|your)';
const EACH = new RegExp(
  `\\b(?:each|every)(?![\\p{L}-])(?:\\s+(?:single|one)\\b)?(\\s+of\\b)?(?:(\\s+${POINTER}\\b)(?:\\s+(${COUNT})\\b)?|\\s+(${COUNT})\\b(?!\\s*[,;–-]|\\s+(?:and|or)\\b))?`,
  'iuy',
);
const THESE = new RegExp(
  `\\b(?:(?:all|both)\\s+(?:of\\s+)?)?(?:these|those|the\\s+following|them|the|my|our|your)(?![\\p{L}-])(?:\\s+(${COUNT})\\b)?`,
  'iuy',
);
const STARTS = /\b(?:each|every|all|both|these|those|them|the|my|our|your)(?![\p{L}-])/giu;
const STOP = new RegExp(
  `^(?:${oneOf(IMPERATIVES)}|in|into|to|for|with|without|from|on|at|by|as|and|or|then|using|of|that|which|who|a|an|the|it|they|is|are|please|about|so|but|say|one|below|above|attached|here|listed)$`,
  'iu',
);
/** Where the list is said to be: "each vendor in this list", "the items below". */
const PLACE =
  /\s+(?:below|above|attached|here|listed|(?:in|from|on)\s+(?:this|the|my|our)\s+(?:following\s+)?(?:list|table|message|channel|thread)(?:\s+(?:below|above))?)(?![\p{L}-])/iuy;
const WORDS = /(?:\s+[\p{L}-]+){1,3}(?![\p{L}-])/uy;
const MATERIAL = new RegExp(`^${oneOf(MATERIAL_NOUNS)}(?:s|es)?$|^stories$`, 'iu');
const MATERIAL_PLURAL = new RegExp(`^${oneOf(MATERIAL_NOUNS)}s$|^stories$`, 'iu');

export const isMaterialNoun = (noun: string): boolean => MATERIAL.test(noun);

/** How many characters after `at` are the noun that goes with it, and its last word. `bare`: nothing but "each" stands before it. */
function nounAt(masked: string, at: number, bare: boolean): { readonly chars: number; readonly noun: string } {
  WORDS.lastIndex = at;
  const found = WORDS.exec(masked)?.[0] ?? '';
  const words = found.match(/\s+[\p{L}-]+/gu) ?? [];
  const follows = masked.charAt(at + (words[0] ?? '').length);
  // "each report", "every test:" begin with a noun that is a verb elsewhere.
  const isNoun = (word: string, index: number): boolean => index === 0 && bare && (isMaterialNoun(word) || /^[:：,.;!?\n]?$/.test(follows));
  const stop = words.findIndex((word, index) => STOP.test(word.trim()) && !isNoun(word.trim(), index));
  const before = stop === -1 ? words : words.slice(0, stop);
  const material = before.findIndex((word) => isMaterialNoun(word.trim()));
  const closed = stop !== -1 || /^\s*(?:[:：,.;!?\n(]|$)/.test(masked.slice(at + found.length, at + found.length + 10));
  const taken = material !== -1 ? before.slice(0, material + 1) : closed ? before : before.slice(0, 1);
  return { chars: taken.join('').length, noun: (taken.at(-1) ?? '').trim().toLowerCase() };
}

const toCount = (said: string | undefined): number | null => (said === undefined ? null : parseCount(said));

function placeAt(masked: string, at: number): number {
  PLACE.lastIndex = at;
  return PLACE.exec(masked)?.[0].length ?? 0;
}

function eachAt(masked: string, start: number): Reference | null {
  EACH.lastIndex = start;
  const match = EACH.exec(masked);
  if (match === null) return null;
  const [of, pointer] = [match[1] !== undefined, match[2] !== undefined];
  const end = start + match[0].length;
  const listFollows = of && !pointer;
  const { chars, noun } = listFollows ? { chars: 0, noun: '' } : nounAt(masked, end, !pointer);
  const place = placeAt(masked, end + chars);
  return { start, end: end + chars + place, kind: 'each', of, pointed: pointer || place > 0, noun, count: toCount(match[3] ?? match[4]) };
}

function theseAt(masked: string, start: number): Reference | null {
  THESE.lastIndex = start;
  const match = THESE.exec(masked);
  if (match === null) return null;
  const end = start + match[0].length;
  const pointer = /(?:these|those|following)/i.test(match[0]);
  const them = /\bthem\b/i.test(match[0]);
  const { chars, noun } = them ? { chars: 0, noun: '' } : nounAt(masked, end, false);
  // "the reports" are many; "the report" and "the cost" are not what a step is cut over.
  if (!pointer && !them && !MATERIAL_PLURAL.test(noun)) return null;
  if (them && !/^all/i.test(match[0])) return null;
  return {
    start,
    end: end + chars + placeAt(masked, end + chars),
    kind: 'these',
    of: false,
    pointed: pointer,
    noun,
    count: toCount(match[1]),
  };
}

/** All references of a masked text, in order, none inside another. */
export function findReferences(masked: string): Reference[] {
  const found: Reference[] = [];
  let from = 0;
  for (const match of masked.matchAll(STARTS)) {
    if (match.index < from) continue;
    const reference = /^e/i.test(match[0]) ? eachAt(masked, match.index) : theseAt(masked, match.index);
    if (reference === null) continue;
    found.push(reference);
    from = reference.end;
  }
  return found;
}
