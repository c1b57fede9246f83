import type { ReplyView, RunView } from '#core/view/run-view.ts';
import type { SlackMessage } from '../message.ts';
import { section } from './blocks.ts';
import { toMrkdwn, toWordLines, toWords } from './escape.ts';
import { toTextMessage } from './text-message.ts';

/** Below the 3,000 of a section, and 9,000 bytes in any script. */
const SAID_CHARS = 1_800;
const NOTIFIED_CHARS = 300;

/** What Fanout says to what somebody said about the run. It calls nobody: who said it reads the thread. */
export function toSaidMessage(_view: RunView, { text }: ReplyView): SlackMessage {
  const words = toWordLines(text, SAID_CHARS) || 'Noted.';
  return toTextMessage(toMrkdwn(toWords(words, NOTIFIED_CHARS)), [section(words)]);
}
