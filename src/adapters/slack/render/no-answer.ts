import type { SectionBlock } from '@slack/types';
import { toNoAnswer } from '#core/view/no-answer.ts';
import type { RunView } from '#core/view/run-view.ts';
import { section } from './blocks.ts';
import { toWords } from './escape.ts';

/** Of a line: all of them stay far from the 3,000 characters of a section, and from 9,000 bytes in any script. */
const NOTE_CHARS = 200;
const LINE_CHARS = 260;

/** Why there is no answer, lane by lane, and what to do now; at most 7,500 bytes. */
export function noAnswerSections(view: RunView): SectionBlock[] {
  const { first, notes, missing, more, next } = toNoAnswer(view);
  const lines = [
    first,
    ...notes.map((note) => toWords(note, NOTE_CHARS)),
    ...missing.map((line) => `• ${toWords(line, LINE_CHARS)}`),
    ...(more > 0 ? [`and ${more} more; the board's menu opens each.`] : []),
  ];
  const how =
    next === null ? [] : [section(`Press “${next.words}” on the board, or type /fanout ${next.verb} ${toWords(view.runId, 16)}.`)];
  return [section(lines.join('\n')), ...how];
}
