import { toNeutralLine } from '../text/neutral.ts';
import type { RunView } from './run-view.ts';

const WHY_CHARS = 200;
const NOTE_CHARS = 150;
const MOST_NOTES = 3;

/** Why it was cut this way, what else is to be known, and the name by which it is asked for later; at most five neutral lines. */
export function aboutLines({ why, notes, runId, revision }: RunView): string[] {
  const told = [...new Set(notes.map((note) => toNeutralLine(note, NOTE_CHARS)))].filter((note) => note !== '');
  const shown = told.length > MOST_NOTES ? [...told.slice(0, MOST_NOTES - 1), `and ${told.length - MOST_NOTES + 1} more notes`] : told;
  const run = `run ${toNeutralLine(runId, 16)}${revision > 1 ? ` · revision ${revision} of the answer` : ''}`;
  return [toNeutralLine(why ?? '', WHY_CHARS), ...shown, run].filter((text) => text !== '');
}
