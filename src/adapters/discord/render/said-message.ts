import type { ReplyView, RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { text, toMessage } from './components.ts';
import { toLine } from './escape.ts';

const SAID_CHARS = 1_200;

/** What Fanout says to what somebody said about the run. It calls nobody: who said it reads the thread. */
export const toSaidMessage = (_view: RunView, reply: ReplyView): DiscordMessage =>
  toMessage(...text(toLine(reply.text, SAID_CHARS) || 'Noted.'));
