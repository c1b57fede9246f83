import type { KnownBlock } from '@slack/types';
import type { Reply } from '#commands/dispatch.ts';
import type { RunHeading } from '#core/run/heading.ts';
import { headline } from '#core/view/headline.ts';
import { ledgerLine } from '#core/view/ledger-line.ts';
import { runLine, runName } from '#core/view/run-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { AROUND_BYTES } from './answer.ts';
import { context, markdown, preformatted, section, sections } from './blocks.ts';
import { boardBlocks } from './board.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn, toPlainLines, toWords } from './escape.ts';
import { blocksBytes, MESSAGE_BYTES } from './message-size.ts';
import { noAnswerSections } from './no-answer.ts';
import { type TextMessage, toTextMessage, withoutMarkdown } from './text-message.ts';

const MOST_RUNS = 20;
/** Of two lines each, below 9,000 bytes in any script. */
const MOST_VIEWS = 10;
/** Twenty of them are one section, below its 3,000. */
const LINE_CHARS = 148;
const HEADLINE_CHARS = 400;
const TEXT_CHARS = 300;
const REFUSED_CHARS = 2_400;
/** Of a board above an answer. In UTF-8 bytes. */
const BOARD_BYTES = 6_000;
/** A shorter beginning of an answer says nothing. In UTF-8 bytes. */
const LEAST_ANSWER_BYTES = 500;

/** What only the person sees who typed the command. Of any length of list or text one message. */
export function toReplyMessage(reply: Reply, nowMs: number): SlackMessage {
  switch (reply.kind) {
    case 'going':
      return toMessage(`Run ${toWords(reply.runId, 16)} goes on.`);
    case 'runs':
      return toHistory(reply.headings, nowMs);
    case 'views':
      return toViews(reply.views, nowMs);
    case 'said':
      return toSaid(reply.text);
    case 'help':
      return toHelpMessage(reply.text);
    case 'refused':
      return toMessage(toWords(reply.text, REFUSED_CHARS) || 'That can not be done.');
    default:
      throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
  }
}

function toHistory(headings: readonly RunHeading[], nowMs: number): SlackMessage {
  if (headings.length === 0) return toMessage('No runs here yet.');
  const lines = headings.slice(0, MOST_RUNS).map((heading) => toWords(runLine(heading, nowMs), LINE_CHARS));
  const count = headings.length === 1 ? '1 run' : `${headings.length} runs`;
  return toMessage(`${count}, the newest first.`, [section(lines.join('\n')), ...context('See one with /fanout show and its id.')]);
}

function toViews(views: readonly RunView[], nowMs: number): SlackMessage {
  const [only] = views;
  if (only === undefined) return toMessage('Nothing is running here.');
  if (views.length === 1) return toView(only, nowMs);
  const lines = views.slice(0, MOST_VIEWS).map((view) => section(`${nameOf(view)}\n${toWords(headline(view, nowMs), HEADLINE_CHARS)}`));
  const more = views.length > MOST_VIEWS ? context(`and ${views.length - MOST_VIEWS} more`) : [];
  return toMessage(`${views.length} runs.`, [...lines, ...more]);
}

const nameOf = (view: RunView): string => toWords(runName(view), LINE_CHARS);

function toView(view: RunView, nowMs: number): SlackMessage {
  const line = nameOf(view);
  const { blocks, simpler } = boardBlocks(view, nowMs, BOARD_BYTES);
  const room = MESSAGE_BYTES - AROUND_BYTES - Math.max(blocksBytes(blocks), blocksBytes(simpler));
  const answer = answerBlocks(view, room);
  const message = toMessage(line, [...blocks, ...answer]);
  return { ...message, simpler: withoutMarkdown([section(line), ...simpler, ...answer]) };
}

function answerBlocks(view: RunView, maxBytes: number): KnownBlock[] {
  if (view.answer === null) return view.phase === 'ended' ? missingBlocks(view, maxBytes) : [];
  if (maxBytes < LEAST_ANSWER_BYTES) return context('The answer is in its thread.');
  const { parts, whole } = toMarkdownParts(view.answer, maxBytes, 1);
  const ledger = ledgerLine(view);
  const below = [...(whole ? [] : ['This is the beginning. The whole is in its thread.']), ...(parts[0]?.includes(ledger) ? [] : [ledger])];
  return [...parts.map(markdown), ...context(below.join('\n'))];
}

function missingBlocks(view: RunView, maxBytes: number): KnownBlock[] {
  const question = toWords(view.question ?? '', TEXT_CHARS);
  if (question !== '') return [section(question)];
  const told = noAnswerSections(view);
  return blocksBytes(told) <= maxBytes ? told : [];
}

/** What a lane gave. */
function toSaid(text: string): SlackMessage {
  const { parts, whole } = toMarkdownParts(text, MESSAGE_BYTES - AROUND_BYTES, 1);
  if (parts.length === 0) return toMessage('It gave an empty text.');
  const below = whole ? [] : context('This is the beginning. The whole is in the thread of the run.');
  const blocks = [...parts.map(markdown), ...below];
  const beginning = toMrkdwn(toWords(parts[0] ?? '', TEXT_CHARS));
  return toTextMessage(beginning || 'A text.', blocks);
}

function toHelpMessage(text: string): SlackMessage {
  const lines = toPlainLines(text);
  return {
    kind: 'message',
    text: 'What Fanout does and how to say it.',
    blocks: [preformatted(lines)],
    simpler: sections(lines),
    session: null,
  };
}

const toMessage = (line: string, more: readonly KnownBlock[] = []): TextMessage =>
  toTextMessage(toMrkdwn(toWords(line, TEXT_CHARS)), [section(line), ...more]);
