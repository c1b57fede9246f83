import { DOUBTFUL, NEAR, numbersIn, toKey, toOverlap, toTrigrams } from './near.ts';
import { createUnion, type Union } from './union.ts';

/** Two texts by index, `a` before `b`, and how alike they are. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly likeness: number;
}

export interface Sameness {
  /** Joins those that are equal after normalising, or nearly so. */
  readonly union: Union;
  /** Pairs that may be the same and are not joined, the likeliest first. */
  readonly doubtful: readonly Pair[];
}

/** Longer texts are the same only when they are equal: a list's items are short. In characters of a key. */
const MAX_CHARS = 4_000;
/** Most others that one text is compared with, and that one trigram leads to: so that much alike texts, thousands of them, do not cost their square. */
const MAX_LOOKS = 512;
const MAX_LED = 256;
/** The same of whole answers, of which the beginning is compared, in characters of a key: what is nearly equal shares nearly all of its rarest trigrams, so the first that these lead to are enough. */
const ALIKE_CHARS = 600;
const ALIKE_LOOKS = 24;
/** Of more different texts only equal ones are joined: no list that a person asked for is so long. */
const MAX_COMPARED = 10_000;

/** Which of these texts say the same. A text with nothing to compare (only punctuation, say) is the same as no other. */
export function findSame(texts: readonly string[]): Sameness {
  const keys = texts.map(toKey);
  const union = createUnion(texts.length);
  const first = new Map<string, number>();
  keys.forEach((key, index) => {
    const before = first.get(key);
    if (key === '') return;
    if (before === undefined) first.set(key, index);
    else union.join(before, index);
  });
  const pairs = first.size > MAX_COMPARED ? [] : findPairs([...first].filter(([key]) => key.length <= MAX_CHARS));
  for (const { a, b, likeness } of pairs) if (likeness >= NEAR) union.join(a, b);
  const doubtful = pairs.filter(({ a, b }) => union.root(a) !== union.root(b));
  return { union, doubtful: doubtful.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b) };
}

/** Pairs of texts that are nearly equal, whatever numbers they have, as a person sees it who asked for different ones. Of long texts the beginning counts. */
export function findAlike(texts: readonly string[]): Pair[] {
  const keys = texts.map((text) => toKey(text.slice(0, 2 * ALIKE_CHARS)).slice(0, ALIKE_CHARS));
  const groups = Map.groupBy(keys.keys(), (index) => keys[index] ?? '');
  groups.delete('');
  const first = [...groups].map(([key, [index = 0]]): Keyed => [key, index]);
  const equal = [...groups.values()].flatMap(([a = 0, ...others]) => others.map((b): Pair => ({ a, b, likeness: 1 })));
  return [...equal, ...(first.length > MAX_COMPARED ? [] : findPairsIn(first, NEAR, ALIKE_LOOKS))];
}

type Keyed = readonly [key: string, index: number];

/** Every pair that is alike enough, with the same numbers in both. */
function findPairs(all: readonly Keyed[]): Pair[] {
  const byNumbers = Map.groupBy(all, ([key]) => numbersIn(key));
  return [...byNumbers.values()].flatMap((group) => (group.length < 2 ? [] : findPairsIn(group, DOUBTFUL, MAX_LOOKS)));
}

/**
 * Two sets that overlap so much share one of their rarest members: so each text is looked up by its rarest trigrams alone (prefix filtering), and most pairs are never compared.
 */
function findPairsIn(group: readonly Keyed[], least: number, maxLooks: number): Pair[] {
  const sets = group.map(([key]) => toTrigrams(key));
  const often = new Map<string, number>();
  for (const set of sets) for (const trigram of set) often.set(trigram, (often.get(trigram) ?? 0) + 1);
  const rarer = (x: string, y: string): number => (often.get(x) ?? 0) - (often.get(y) ?? 0) || (x < y ? -1 : 1);
  const leading = new Map<string, number[]>();
  const pairs: Pair[] = [];
  sets.forEach((set, at) => {
    const rarest = [...set].sort(rarer).slice(0, set.size - Math.ceil(set.size * least) + 1);
    const looks = new Set<number>();
    for (const trigram of rarest) {
      const led = leading.get(trigram) ?? [];
      for (const other of led) if (looks.size < maxLooks) looks.add(other);
      if (led.length < MAX_LED) led.push(at);
      leading.set(trigram, led);
    }
    for (const other of looks) {
      const likeness = toOverlapIfClose(sets[other], set, least);
      if (likeness >= least) pairs.push({ a: group[other]?.[1] ?? 0, b: group[at]?.[1] ?? 0, likeness });
    }
  });
  return pairs;
}

/** Sizes that differ much can't overlap enough: the cheap look first. */
function toOverlapIfClose(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>, least: number): number {
  if (one === undefined || Math.min(one.size, other.size) < Math.max(one.size, other.size) * least) return 0;
  return toOverlap(one, other);
}
