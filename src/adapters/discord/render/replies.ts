import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { Reply } from '#commands/dispatch.ts';
import type { RunHeading } from '#core/run/heading.ts';
import { headline } from '#core/view/headline.ts';
import { runLine, runName } from '#core/view/run-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { AROUND_SIZE, accountLines } from './answer.ts';
import { boardContainer } from './board.ts';
import { preformatted, small, text, toMessage } from './components.ts';
import { breakSequences, toLine } from './escape.ts';
import { toMarkdownParts } from './markdown.ts';
import { MESSAGE_SIZE, sizeOf } from './message-size.ts';
import { noAnswerTexts } from './no-answer.ts';

const MOST_RUNS = 15;
const MOST_VIEWS = 8;
const LINE_CHARS = 180;
const HEADLINE_CHARS = 200;
const REFUSED_CHARS = 2_400;
const QUESTION_CHARS = 300;
/** Of a board above an answer. In units of `textSize`, as all below. */
const BOARD_SIZE = 2_400;
/** A shorter beginning of an answer says nothing. */
const LEAST_ANSWER_SIZE = 300;

/** What only the person sees who typed the command. Of any length of list or text one message. */
export function toReplyMessage(reply: Reply, nowMs: number): DiscordMessage {
  switch (reply.kind) {
    case 'going':
      return toSentence(`Run ${reply.runId} goes on.`);
    case 'runs':
      return toHistory(reply.headings, nowMs);
    case 'views':
      return toViews(reply.views, nowMs);
    case 'said':
      return toSaid(reply.text);
    case 'help':
      return toMessage(...preformatted(breakSequences(reply.text)));
    case 'refused':
      return toSentence(reply.text);
    default:
      throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
  }
}

const toSentence = (sentence: string): DiscordMessage => toMessage(...text(toLine(sentence, REFUSED_CHARS) || 'That can not be done.'));

function toHistory(headings: readonly RunHeading[], nowMs: number): DiscordMessage {
  if (headings.length === 0) return toSentence('No runs here yet.');
  const lines = headings.slice(0, MOST_RUNS).map((heading) => `- ${toLine(runLine(heading, nowMs), LINE_CHARS)}`);
  const count = headings.length === 1 ? '1 run' : `${headings.length} runs`;
  return toMessage(...text([`${count}, the newest first.`, ...lines].join('\n')), ...small(['See one with `/fanout show` and its id.']));
}

function toViews(views: readonly RunView[], nowMs: number): DiscordMessage {
  const [only] = views;
  if (only === undefined) return toSentence('Nothing is running here.');
  if (views.length === 1) return toView(only, nowMs);
  const lines = views
    .slice(0, MOST_VIEWS)
    .map((view) => `**${toLine(runName(view), LINE_CHARS)}**\n${toLine(headline(view, nowMs), HEADLINE_CHARS)}`);
  const more = views.length > MOST_VIEWS ? small([`and ${views.length - MOST_VIEWS} more`]) : [];
  return toMessage(...text([`${views.length} runs.`, ...lines].join('\n')), ...more);
}

function toView(view: RunView, nowMs: number): DiscordMessage {
  const board = boardContainer(view, `**${toLine(runName(view), LINE_CHARS)}**`, nowMs, BOARD_SIZE);
  return toMessage(board, ...answerTexts(view, MESSAGE_SIZE - AROUND_SIZE - sizeOf(board)));
}

function answerTexts(view: RunView, maxSize: number): APIMessageTopLevelComponent[] {
  if (view.answer === null) return view.phase === 'ended' ? missingTexts(view, maxSize) : [];
  if (maxSize < LEAST_ANSWER_SIZE) return small(['The answer is in its thread.']);
  const { parts, whole } = toMarkdownParts(view.answer, maxSize, 1);
  const more = whole ? [] : ['This is the beginning. The whole is in its thread.'];
  return [...parts.flatMap(text), ...small([...more, ...accountLines(view, parts[0] ?? '')])];
}

function missingTexts(view: RunView, maxSize: number): APIMessageTopLevelComponent[] {
  const question = toLine(view.question ?? '', QUESTION_CHARS);
  if (question !== '') return text(question);
  const told = noAnswerTexts(view);
  return sizeOf(told) <= maxSize ? told : [];
}

/** What a lane gave. */
function toSaid(said: string): DiscordMessage {
  const { parts, whole } = toMarkdownParts(said, MESSAGE_SIZE - AROUND_SIZE, 1);
  if (parts.length === 0) return toSentence('It gave an empty text.');
  return toMessage(...parts.flatMap(text), ...small(whole ? [] : ['This is the beginning. The whole is in the thread of the run.']));
}
