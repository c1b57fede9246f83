import { toNeutralLine } from '../text/neutral.ts';
import { toCounted } from './amount.ts';
import { laneName, missingLine, REASON_CHARS, statusWord } from './lane-saying.ts';
import { laneEnd, toLedgerText } from './lane-words.ts';
import { toOffers } from './offers.ts';
import { isUnbegun, outcomeText } from './outcome-words.ts';
import type { LaneView, RunView } from './run-view.ts';

const NOTE_CHARS = 200;
const MOST_NOTES = 3;
const MOST_LINES = 7;
/** Lanes that are missing for the same reason, by name. */
const MOST_NAMED = 3;
const NAME_CHARS = 24;
const NO_ANSWER_WORDS = 'no answer';

/** Why there is no answer; neutral lines. */
export interface NoAnswer {
  /** `Failed, no answer (0 of 10 lanes done, 10 failed).` */
  readonly first: string;
  /** At most 3, each of at most 200 characters. */
  readonly notes: readonly string[];
  /** Which lanes are missing, and why, those with one reason in one line; at most 7, each of at most 260 characters. */
  readonly missing: readonly string[];
  /** So many more are missing. */
  readonly more: number;
  /** The button of the board that goes on from here, and the command that does the same; null: there is none. */
  readonly next: { readonly words: string; readonly verb: 'retry' | 'raise' } | null;
}

export function toNoAnswer(view: RunView): NoAnswer {
  const offer = toOffers(view).find(({ wish }) => wish === 'raise' || wish === 'retry');
  const next = offer === undefined ? null : { words: offer.words, verb: offer.wish as 'raise' | 'retry' };
  const notes = view.notes
    .slice(0, MOST_NOTES)
    .map((note) => toNeutralLine(note, NOTE_CHARS))
    .filter((note) => note !== '');
  if (isUnbegun(view)) return { first: 'Stopped before a lane began: nothing was done.', notes, missing: [], more: 0, next };
  const how = outcomeText(view);
  const words = how.includes(NO_ANSWER_WORDS) ? how : `${how}, ${NO_ANSWER_WORDS}`;
  const counts = view.lanes.length === 0 ? '' : ` (${toLedgerText(view.ledger)})`;
  const groups = byReason(view.lanes.filter((lane) => (laneEnd(lane) ?? 'done') !== 'done'));
  return {
    first: `${words.charAt(0).toUpperCase()}${words.slice(1)}${counts}.`,
    notes,
    missing: groups.slice(0, MOST_LINES).map((lanes) => groupLine(lanes, view.lanes.length)),
    more: groups.slice(MOST_LINES).reduce((sum, { length }) => sum + length, 0),
    next,
  };
}

/** Lanes that ended alike, in the order of their first ones. */
function byReason(missing: readonly LaneView[]): LaneView[][] {
  const groups = new Map<string, LaneView[]>();
  for (const lane of missing) {
    const reason = `${lane.status} ${lane.note ?? ''}`;
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, [lane]);
    else group.push(lane);
  }
  return [...groups.values()];
}

/** `All 6 lanes failed: nothing answers there`, `1 French, 2 German, 4 Thai and 3 more skipped: …`. */
function groupLine(group: readonly LaneView[], all: number): string {
  const [first] = group;
  if (first === undefined) return '';
  if (group.length === 1) return missingLine(first);
  const named = group.slice(0, MOST_NAMED).map((lane) => laneName(lane, NAME_CHARS));
  const more = group.length - named.length;
  const names = more > 0 ? `${named.join(', ')} and ${more} more` : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
  const reason = toNeutralLine(first.note ?? '', REASON_CHARS);
  return `${group.length === all ? `All ${toCounted(all, 'lane')}` : names} ${statusWord(first)}${reason === '' ? '' : `: ${reason}`}`;
}
