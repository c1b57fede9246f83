import type { SectionBlock } from '@slack/types';
import { laneEnd, toLedgerText } from '#core/view/lane-words.ts';
import { outcomeText } from '#core/view/outcome-words.ts';
import type { RunView } from '#core/view/run-view.ts';
import { section } from './blocks.ts';
import { toWords } from './escape.ts';
import { missingLine } from './lane-saying.ts';

/** With as many lines as below far from the 3,000 characters of a section, and from 9,000 bytes in any script. */
const NOTE_CHARS = 200;
const MOST_NOTES = 3;
const MOST_LINES = 7;
const NO_ANSWER_WORDS = 'no answer';

/** Why there is no answer, lane by lane, and what to do now; at most 7,500 bytes. */
export function noAnswerSections(view: RunView): SectionBlock[] {
  const missing = view.lanes.filter((lane) => (laneEnd(lane) ?? 'done') !== 'done');
  const how = outcomeText(view);
  const first = how.includes(NO_ANSWER_WORDS) ? how : `${how}, ${NO_ANSWER_WORDS}`;
  const counts = view.lanes.length === 0 ? '' : ` (${toLedgerText(view.ledger)})`;
  const notes = view.notes.slice(0, MOST_NOTES).map((note) => toWords(note, NOTE_CHARS));
  const lines = [
    `${first.charAt(0).toUpperCase()}${first.slice(1)}${counts}.`,
    ...notes.filter((note) => note !== ''),
    ...missing.slice(0, MOST_LINES).map((lane) => `• ${missingLine(lane)}`),
    ...(missing.length > MOST_LINES ? [`and ${missing.length - MOST_LINES} more; the board's menu opens each.`] : []),
  ];
  return [section(lines.join('\n')), ...(missing.length === 0 ? [] : [section(retryText(view))])];
}

const retryText = ({ runId }: RunView): string => `Press Retry on the board, or type /fanout retry ${toWords(runId, 16)}.`;
