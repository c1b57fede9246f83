import { toKey, toLikeness } from '../../merge/near.ts';
import type { DraftLane } from './draft.ts';
import { toKeyWords } from './key-words.ts';
import { quote } from './said.ts';

/** From here on two lanes may be the same work said twice. */
const ALIKE = 0.8;
/** A lane about fewer things than this is within too many others. */
const LEAST_WORDS = 2;
/** Comparing every pair of more lanes than this takes too long; of these, only equal ones are found. */
const MAX_COMPARED = 400;

export interface WithoutAlike {
  readonly lanes: readonly DraftLane[];
  readonly notes: readonly string[];
}

/** A lane with what it is compared by. */
interface Seen {
  readonly lane: DraftLane;
  /** Its whole instruction, and the same with its title. */
  readonly order: string;
  readonly key: string;
  readonly words: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
  readonly sources: string;
  /** "2023" and "2024" tell two lanes apart that are nearly equal as text. */
  readonly numbers: string;
}

function see(lane: DraftLane): Seen {
  const { title, objective, boundaries } = lane;
  return {
    lane,
    order: toKey(`${objective} ${boundaries}`),
    key: toKey(`${title} ${objective}`),
    words: toKeyWords(`${title} ${objective}`),
    titleWords: toKeyWords(title),
    sources: lane.sources.toSorted().join(),
    numbers: (`${title} ${objective}`.match(/\d+/g) ?? []).join(),
  };
}

const hasOwn = (title: ReadonlySet<string>, others: ReadonlySet<string>): boolean => [...title].some((word) => !others.has(word));

/** "Prices in Norway" and "Prices in Sweden" read nearly alike and are two things: each title names what the other lane does not. */
function isSame(a: Seen, b: Seen): boolean {
  if (a.sources !== b.sources) return false;
  if (a.order === b.order) return true;
  const [short, long] = a.key.length < b.key.length ? [a.key, b.key] : [b.key, a.key];
  // The cheap looks first: a thousand lanes are half a million pairs.
  if (short.length < long.length * (ALIKE - 0.05) || a.numbers !== b.numbers) return false;
  if (hasOwn(a.titleWords, b.words) && hasOwn(b.titleWords, a.words)) return false;
  return toLikeness(a.key, b.key) > ALIKE;
}

const contains = (whole: Seen, part: Seen): boolean =>
  whole !== part && whole.sources === part.sources && part.words.size >= LEAST_WORDS && part.words.isSubsetOf(whole.words);

const name = ({ lane }: Seen): string => quote(lane.title);

/** The first of each that is the same, and of two lanes of which one does the other's work as well, the wider. */
export function dropAlike(lanes: readonly DraftLane[]): WithoutAlike {
  const notes: string[] = [];
  const distinct: Seen[] = [];
  const orders = new Set<string>();
  for (const seen of lanes.map(see)) {
    const order = `${seen.sources}\n${seen.order}`;
    const same = orders.has(order) || distinct.length >= MAX_COMPARED ? undefined : distinct.find((other) => isSame(other, seen));
    if (orders.has(order)) notes.push(`Left out ${name(seen)}: another lane does the same.`);
    else if (same !== undefined) notes.push(`Left out ${name(seen)}: it is nearly the same as ${name(same)}.`);
    else {
      orders.add(order);
      distinct.push(seen);
    }
  }
  const overlaps = distinct.length > MAX_COMPARED ? new Map<Seen, string>() : findOverlaps(distinct);
  for (const note of overlaps.values()) notes.push(note);
  return { lanes: distinct.filter((seen) => !overlaps.has(seen)).map((seen) => seen.lane), notes };
}

/** Which lanes to leave out, with what is said of each. One that holds several others and nothing else repeats them all, so it goes and they stay. */
function findOverlaps(lanes: readonly Seen[]): ReadonlyMap<Seen, string> {
  const out = new Map<Seen, string>();
  for (const whole of lanes) {
    const parts = lanes.filter((part) => contains(whole, part));
    const [part] = parts;
    if (part === undefined || out.has(whole)) continue;
    if (parts.length === 1) {
      // Equal words in both: the first stays.
      const later = contains(part, whole) && lanes.indexOf(whole) > lanes.indexOf(part) ? whole : part;
      const other = later === whole ? part : whole;
      if (!out.has(later) && !out.has(other) && !needed(later, lanes)) out.set(later, `Left out ${name(later)}: ${name(other)} covers it.`);
      continue;
    }
    const covered = new Set(parts.flatMap((it) => [...it.words]));
    if (whole.words.isSubsetOf(covered) && whole.lane.needs.length === 0 && !needed(whole, lanes)) {
      out.set(whole, `Left out ${name(whole)}: ${parts.map(name).slice(0, 3).join(', ')} cover it.`);
    }
  }
  return out;
}

const needed = ({ lane }: Seen, lanes: readonly Seen[]): boolean =>
  lanes.some((other) => other.lane.needs.some((need) => toKey(need) === toKey(lane.title)));
