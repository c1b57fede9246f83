import { toNeutralLine } from '../text/neutral.ts';
import { missingLine } from './lane-saying.ts';
import { laneEnd, toLedgerText } from './lane-words.ts';
import { outcomeText } from './outcome-words.ts';
import type { RunView } from './run-view.ts';

const NOTE_CHARS = 200;
const MOST_NOTES = 3;
const MOST_MISSING = 7;
const NO_ANSWER_WORDS = 'no answer';

/** Why there is no answer; neutral lines. */
export interface NoAnswer {
  /** `Failed, no answer (0 of 10 lanes done, 10 failed).` */
  readonly first: string;
  /** At most 3, each of at most 200 characters. */
  readonly notes: readonly string[];
  /** The first of the lanes that are missing, and why; at most 7, each of at most 260 characters. */
  readonly missing: readonly string[];
  /** So many more are missing. */
  readonly more: number;
}

export function toNoAnswer(view: RunView): NoAnswer {
  const missing = view.lanes.filter((lane) => (laneEnd(lane) ?? 'done') !== 'done');
  const how = outcomeText(view);
  const words = how.includes(NO_ANSWER_WORDS) ? how : `${how}, ${NO_ANSWER_WORDS}`;
  const counts = view.lanes.length === 0 ? '' : ` (${toLedgerText(view.ledger)})`;
  return {
    first: `${words.charAt(0).toUpperCase()}${words.slice(1)}${counts}.`,
    notes: view.notes
      .slice(0, MOST_NOTES)
      .map((note) => toNeutralLine(note, NOTE_CHARS))
      .filter((note) => note !== ''),
    missing: missing.slice(0, MOST_MISSING).map(missingLine),
    more: Math.max(0, missing.length - MOST_MISSING),
  };
}
