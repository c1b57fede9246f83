import type { KnownBlock } from '@slack/types';
import type { AsideStep } from '#core/deliver/render.ts';
import { estimateText } from '#core/view/estimate-text.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { AROUND_BYTES, ledgerLine } from './answer.ts';
import { context, markdown, section } from './blocks.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn, toWords } from './escape.ts';
import { countsText } from './headline.ts';
import { MESSAGE_BYTES } from './message-size.ts';
import { noAnswerSections } from './no-answer.ts';
import { toTextMessage } from './text-message.ts';

const TITLE_CHARS = 100;
const REASON_CHARS = 200;
/** Below 9,000 bytes in any script. */
const QUESTION_CHARS = 2_400;

/** To the asker alone, where the channel can't be written. */
export function toAsideMessage(view: RunView, step: AsideStep, reason: string): SlackMessage {
  switch (step) {
    case 'begun':
      return toBegun(view, reason);
    case 'atWork':
      return toMessage(`${titleOf(view)}: ${countsText(view)}.`, []);
    case 'ended':
      return toEnded(view);
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

function toBegun(view: RunView, reason: string): SlackMessage {
  const why = toWords(reason, REASON_CHARS);
  const cant = why === '' ? "I can't post here" : `I can't post here (${why})`;
  const state = view.phase === 'asking' ? `it waits for a yes (${estimateText(view)}): ${commandText('yes', view)}` : 'it runs';
  const line = `${titleOf(view)}: ${state}. ${cant}, so only you will see how it goes.`;
  const hint = `To see runs in this channel: /invite @Fanout. To look at this one: ${commandText('show', view)}. To stop it: ${commandText('stop', view)}.`;
  return toMessage(line, context(hint));
}

function toEnded(view: RunView): SlackMessage {
  const line = `${titleOf(view)}: it has ended.`;
  const { parts, whole } = toMarkdownParts(view.answer ?? '', MESSAGE_BYTES - AROUND_BYTES, 1);
  const [part] = parts;
  if (part === undefined) {
    const question = toWords(view.question ?? '', QUESTION_CHARS);
    return toMessage(line, question === '' ? noAnswerSections(view) : [section(question)]);
  }
  const ledger = ledgerLine(view);
  const below = [
    ...(whole ? [] : [`This is the beginning. The rest: ${commandText('show', view)}`]),
    ...(part.includes(ledger) ? [] : [ledger]),
  ];
  return toMessage(line, [markdown(part), ...context(below.join('\n'))]);
}

const titleOf = ({ title }: RunView): string => toWords(title, TITLE_CHARS) || 'Your run';
const commandText = (verb: 'yes' | 'show' | 'stop', { runId }: RunView): string => `/fanout ${verb} ${toWords(runId, 16)}`;

const toMessage = (line: string, more: readonly KnownBlock[]): SlackMessage => toTextMessage(toMrkdwn(line), [section(line), ...more]);
