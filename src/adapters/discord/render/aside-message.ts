import type { AsideStep } from '#core/deliver/render.ts';
import { atWorkLine, begunLine, endedLine, onlyYouLine } from '#core/view/aside-lines.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { AROUND_SIZE, accountLines } from './answer.ts';
import { small, text, toMessage } from './components.ts';
import { toLine } from './escape.ts';
import { toMarkdownParts } from './markdown.ts';
import { MESSAGE_SIZE } from './message-size.ts';
import { noAnswerTexts } from './no-answer.ts';
import { commandText, plainCommandText } from './slash-command.ts';

const LINE_CHARS = 1_000;
/** Of each line above what a run came to: with all of `noAnswerTexts` still a message. */
const ENDED_CHARS = 150;
/** Of those lines together. In units of `textSize`. */
const ENDED_SIZE = 600;
const QUESTION_CHARS = 2_400;
const RIGHTS = 'View Channel, Send Messages, Create Public Threads, Send Messages in Threads, Attach Files and Read Message History';
const HOW = `To see runs in this channel, someone who manages it gives me there: ${RIGHTS}.`;

/** To the asker alone, where the channel can't be written. */
export function toAsideMessage(view: RunView, step: AsideStep, reason: string): DiscordMessage {
  switch (step) {
    case 'begun':
      return toBegun(view, reason);
    case 'atWork':
      return toMessage(...text(toLine(atWorkLine(view), LINE_CHARS)));
    case 'ended':
      return toEnded(view, reason);
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

function toBegun(view: RunView, reason: string): DiscordMessage {
  const line = toLine(begunLine(view, reason, plainCommandText('yes', view.runId)), LINE_CHARS);
  const hints = [HOW, `To look at this one: ${commandText('show', view.runId)}. To stop it: ${commandText('stop', view.runId)}.`];
  return toMessage(...text(line), ...small(hints));
}

function toEnded(view: RunView, reason: string): DiscordMessage {
  const why = reason === '' ? [] : small([toLine(onlyYouLine(reason), ENDED_CHARS), HOW]);
  const above = [...text(toLine(endedLine(view), ENDED_CHARS)), ...why];
  const { parts, whole } = toMarkdownParts(view.answer ?? '', MESSAGE_SIZE - AROUND_SIZE - ENDED_SIZE, 1);
  const [part] = parts;
  if (part === undefined) {
    const question = toLine(view.question ?? '', QUESTION_CHARS);
    return toMessage(...above, ...(question === '' ? noAnswerTexts(view) : text(question)));
  }
  const more = whole ? [] : [`This is the beginning. The rest: ${commandText('show', view.runId)}`];
  return toMessage(...above, ...text(part), ...small([...more, ...accountLines(view, part)]));
}
