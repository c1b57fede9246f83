import type { APITextDisplayComponent } from 'discord-api-types/v10';
import { toNoAnswer } from '#core/view/no-answer.ts';
import type { RunView } from '#core/view/run-view.ts';
import { small, text } from './components.ts';
import { toLine } from './escape.ts';
import { commandText } from './slash-command.ts';

/** Of a line: all of them together stay below 3,200 of `textSize`. */
const NOTE_CHARS = 200;
const LINE_CHARS = 260;

/** Why there is no answer, lane by lane, and what to do now. */
export function noAnswerTexts(view: RunView): APITextDisplayComponent[] {
  const { first, notes, missing, more, next } = toNoAnswer(view);
  const lines = [
    first,
    ...notes.map((note) => toLine(note, NOTE_CHARS)),
    ...missing.map((line) => `- ${toLine(line, LINE_CHARS)}`),
    ...(more > 0 ? [`and ${more} more; the board's menu opens each.`] : []),
  ];
  const how = next === null ? [] : [`Press “${next.words}” on the board, or type ${commandText(next.verb, view.runId)}.`];
  return [...text(lines.join('\n')), ...small(how)];
}
