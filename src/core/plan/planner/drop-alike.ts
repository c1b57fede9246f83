import { toKey, toLikeness } from '../../merge/near.ts';
import type { DraftLane } from './draft.ts';
import { quote } from './said.ts';

/** From here on two lanes may be the same work said twice. */
const ALIKE = 0.92;
/** Comparing every pair of more lanes than this takes too long. */
const MAX_COMPARED = 200;
const MOST_NOTES = 3;

export interface WithoutEqual {
  readonly lanes: readonly DraftLane[];
  /** What was left out. */
  readonly account: readonly string[];
  /** What may overlap, and stays. */
  readonly notes: readonly string[];
}

interface Seen {
  readonly lane: DraftLane;
  readonly key: string;
  readonly titleWords: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

const toWords = (text: string): ReadonlySet<string> => new Set(toKey(text).split(' '));

function see(lane: DraftLane): Seen {
  const text = `${lane.title} ${lane.objective}`;
  return { lane, key: toKey(text), titleWords: toWords(lane.title), words: toWords(text) };
}

/** Each names what the other does not: "UK market" and "US market", "for" and "against". */
const isTwoThings = (a: Seen, b: Seen): boolean =>
  [...a.titleWords].some((word) => !b.words.has(word)) && [...b.titleWords].some((word) => !a.words.has(word));

/**
 * Drops what is equal to a lane before it in its instruction, its material and its title. What only reads alike
 * stays: who can tell "Segment A" from "Segment B" but who asked for both?
 */
export function dropEqual(lanes: readonly DraftLane[]): WithoutEqual {
  const account: string[] = [];
  const kept: DraftLane[] = [];
  const orders = new Map<string, DraftLane>();
  for (const lane of lanes) {
    const order = JSON.stringify([lane.objective.trim(), lane.sources.toSorted(), lane.output]);
    const same = orders.get(order);
    if (same !== undefined && toKey(same.title) === toKey(lane.title)) {
      account.push(`Left out ${quote(lane.title)}: another lane does the same.`);
      continue;
    }
    // An instruction that does not say what its title says would do the same work twice.
    kept.push(same === undefined ? lane : { ...lane, objective: `${lane.title}: ${lane.objective}` });
    orders.set(order, lane);
  }
  return { lanes: kept, account, notes: findOverlaps(kept) };
}

function findOverlaps(lanes: readonly DraftLane[]): readonly string[] {
  if (lanes.length > MAX_COMPARED) return [];
  const notes: string[] = [];
  const seen = lanes.map(see);
  for (const [index, a] of seen.entries()) {
    for (const b of seen.slice(index + 1)) {
      if (notes.length >= MOST_NOTES) return notes;
      const numbers = (text: string): string => (text.match(/\d+/g) ?? []).join();
      if (a.lane.sources.join() !== b.lane.sources.join() || numbers(a.key) !== numbers(b.key) || isTwoThings(a, b)) continue;
      if (toLikeness(a.key, b.key) >= ALIKE) notes.push(`${quote(a.lane.title)} and ${quote(b.lane.title)} may overlap.`);
    }
  }
  return notes;
}
