import type { KnownBlock } from '@slack/types';
import type { AsideStep } from '#core/deliver/render.ts';
import { atWorkLine, begunLine, endedLine, onlyYouLine } from '#core/view/aside-lines.ts';
import { costLine } from '#core/view/cost-line.ts';
import { ledgerLine } from '#core/view/ledger-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { AROUND_BYTES } from './answer.ts';
import { context, markdown, section } from './blocks.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn, toWords } from './escape.ts';
import { MESSAGE_BYTES } from './message-size.ts';
import { noAnswerSections } from './no-answer.ts';
import { toTextMessage } from './text-message.ts';

const LINE_CHARS = 800;
/** Below 9,000 bytes in any script. */
const QUESTION_CHARS = 2_400;

/** To the asker alone, where the channel can't be written. */
export function toAsideMessage(view: RunView, step: AsideStep, reason: string): SlackMessage {
  switch (step) {
    case 'begun':
      return toBegun(view, reason);
    case 'atWork':
      return toMessage(atWorkLine(view), []);
    case 'ended':
      return toEnded(view, reason);
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

function toBegun(view: RunView, reason: string): SlackMessage {
  const hint = `To see runs in this channel: /invite @Fanout. To look at this one: ${commandText('show', view)}. To stop it: ${commandText('stop', view)}.`;
  return toMessage(begunLine(view, reason, commandText('yes', view)), context(hint));
}

function toEnded(view: RunView, reason: string): SlackMessage {
  const line = endedLine(view);
  const why = context(reason === '' ? '' : toWords(onlyYouLine(reason), LINE_CHARS));
  const { parts, whole } = toMarkdownParts(view.answer ?? '', MESSAGE_BYTES - AROUND_BYTES, 1);
  const [part] = parts;
  if (part === undefined) {
    const question = toWords(view.question ?? '', QUESTION_CHARS);
    return toMessage(line, [...why, ...(question === '' ? noAnswerSections(view) : [section(question)])]);
  }
  const ledger = ledgerLine(view);
  const below = [
    ...(whole ? [] : [`This is the beginning. The rest: ${commandText('show', view)}`]),
    ...(part.includes(ledger) ? [] : [ledger]),
    ...[costLine(view)].filter((line) => line !== null),
  ];
  return toMessage(line, [...why, markdown(part), ...context(below.join('\n'))]);
}

const commandText = (verb: 'yes' | 'show' | 'stop', { runId }: RunView): string => `/fanout ${verb} ${toWords(runId, 16)}`;

function toMessage(neutral: string, more: readonly KnownBlock[]): SlackMessage {
  const line = toWords(neutral, LINE_CHARS);
  return toTextMessage(toMrkdwn(line), [section(line), ...more]);
}
