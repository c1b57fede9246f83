import type { AnswerParts } from '#core/deliver/render.ts';
import { costLine } from '#core/view/cost-line.ts';
import { ledgerLine } from '#core/view/ledger-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import { toCustomId } from '../actions.ts';
import type { DiscordMessage } from '../message.ts';
import { button, buttons, small, text, toMessage } from './components.ts';
import { toLine } from './escape.ts';
import { toMarkdownParts } from './markdown.ts';
import { MESSAGE_SIZE } from './message-size.ts';
import { noAnswerTexts } from './no-answer.ts';

/** A longer answer goes out as a file, with its beginning in one message: nobody reads on through five of them. */
const MOST_PARTS = 4;
const LEDGER_CHARS = 200;
const COST_CHARS = 120;
const QUESTION_CHARS = 2_400;

/** For the line above and the lines below. In units of `textSize`. */
export const AROUND_SIZE = 520;

/** What a run came to, or has come to so far: never an empty message. The account of it stands in the last one. */
export function toAnswerParts(view: RunView): AnswerParts<DiscordMessage> {
  const { answer, question } = view;
  if (answer === null || answer.trim() === '') {
    return { parts: [question === null ? toMessage(...noAnswerTexts(view)) : toQuestion(view, question)], whole: true };
  }
  const { parts, whole } = toMarkdownParts(answer, MESSAGE_SIZE - AROUND_SIZE, MOST_PARTS);
  if (parts.length === 0) return { parts: [toMessage(...noAnswerTexts(view))], whole: true };
  const shown = whole ? parts : parts.slice(0, 1);
  return {
    parts: shown.map((part, at) => {
      const isLast = at === shown.length - 1;
      const more = whole ? [] : ['This is the beginning. The whole is in answer.md.'];
      return toMessage(
        ...small(toName(view, at + 1, shown.length)),
        ...text(part),
        ...small([...more, ...(isLast ? accountLines(view, part) : [])]),
      );
    }),
    whole,
  };
}

/** `Revision 2 so far (1/3)`; none for the first and last answer in one message. */
function toName({ revision, published }: RunView, number: number, count: number): string[] {
  if (revision < 2 && count === 1 && !published) return [];
  return [`${revision > 1 ? `Revision ${revision}` : 'Answer'}${published ? ' so far' : ''}${count > 1 ? ` (${number}/${count})` : ''}`];
}

/** The account of the lanes, where the text above does not hold it, and what all of it took. */
export function accountLines(view: RunView, above: string): string[] {
  const ledger = ledgerLine(view);
  // While lanes are at work what they take grows all the time, and the answer is not edited for that.
  const cost = view.phase === 'ended' ? toLine(costLine(view) ?? '', COST_CHARS) : '';
  return [...(above.includes(ledger) ? [] : [toLine(ledger, LEDGER_CHARS)]), ...(cost === '' ? [] : [cost])];
}

function toQuestion({ runId }: RunView, question: string): DiscordMessage {
  const words = toLine(question, QUESTION_CHARS) || 'What exactly is to be done?';
  const how = small(['Nothing was started. Mention me again with the whole request, or fill in the form.']);
  return toMessage(...text(words), ...how, ...buttons([button(toCustomId('new-run', runId), 'Open the form', 'primary')]));
}
