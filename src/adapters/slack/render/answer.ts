import type { AnswerParts } from '#core/deliver/render.ts';
import { costLine } from '#core/view/cost-line.ts';
import { ledgerLine } from '#core/view/ledger-line.ts';
import type { RunView } from '#core/view/run-view.ts';
import { NEW_RUN } from '../actions.ts';
import type { SlackMessage } from '../message.ts';
import { actions, button, context, markdown, section } from './blocks.ts';
import { toMarkdownParts } from './cut-markdown.ts';
import { toMrkdwn, toWords } from './escape.ts';
import { MESSAGE_BYTES } from './message-size.ts';
import { noAnswerSections } from './no-answer.ts';
import { toTextMessage } from './text-message.ts';

/** A longer answer goes out as a file, with its beginning in one message: nobody reads on through five of them. */
const MOST_PARTS = 4;
const BEGINNING_CHARS = 100;
/** Below 9,000 bytes in any script. */
const QUESTION_CHARS = 2_400;

/** For the line above, the line below and the text for notifications, however they are escaped. In UTF-8 bytes. */
export const AROUND_BYTES = 1_500;

/** What a run came to: never an empty message. The ledger line stands in the last one, with what all of it took; of an answer that is out while lanes are at work, that it is not the last. */
export function toAnswerParts(view: RunView): AnswerParts<SlackMessage> {
  const { answer, question } = view;
  if (answer === null || answer.trim() === '') {
    return { parts: [question === null ? toNoAnswer(view) : toQuestion(view, question)], whole: true };
  }
  const { parts, whole } = toMarkdownParts(answer, MESSAGE_BYTES - AROUND_BYTES, MOST_PARTS);
  if (parts.length === 0) return { parts: [toNoAnswer(view)], whole: true };
  const shown = whole ? parts : parts.slice(0, 1);
  const ledger = ledgerLine(view);
  return {
    parts: shown.map((part, at) => {
      const number = shown.length > 1 ? ` (${at + 1}/${shown.length})` : '';
      const isLast = at === shown.length - 1;
      const more = whole ? [] : ['This is the beginning. The whole is in answer.md.'];
      const account = isLast && !part.includes(ledger) ? [ledger] : [];
      // While lanes are at work what they took changes all the time, and the answer is not edited for that.
      const cost = isLast && view.phase === 'ended' ? (costLine(view) ?? '') : '';
      const name = `${view.revision > 1 ? `Revision ${view.revision}` : 'Answer'}${view.published ? ' so far' : ''}${number}`;
      const above = view.revision > 1 || view.published || number !== '' ? context(name) : [];
      const beginning = toMrkdwn(toWords(part, BEGINNING_CHARS));
      return toTextMessage(`${name}: ${beginning}`, [
        ...above,
        markdown(part),
        ...context([...more, ...account, ...(cost === '' ? [] : [cost])].join('\n')),
      ]);
    }),
    whole,
  };
}

function toQuestion({ runId }: RunView, question: string): SlackMessage {
  const words = toWords(question, QUESTION_CHARS) || 'What exactly is to be done?';
  const how = 'Nothing was started. Mention me again with the whole request, or fill in the form.';
  const blocks = [section(words), ...context(how), ...actions([button(NEW_RUN, 'Open the form', runId)])];
  return toTextMessage(`${toMrkdwn(toWords(words, BEGINNING_CHARS))} ${how}`, blocks);
}

function toNoAnswer(view: RunView): SlackMessage {
  const blocks = noAnswerSections(view);
  return toTextMessage(toMrkdwn(toWords(blocks[0]?.text?.text ?? '', 2 * BEGINNING_CHARS)), blocks);
}
