import type { ReplyView, RunView } from '#core/view/run-view.ts';
import type { DiscordMessage } from '../message.ts';
import { text, toMessage } from './components.ts';
import { toLines } from './escape.ts';

/** Below the 4,000 of a message: escaping makes most texts little longer. */
const SAID_CHARS = 3_000;

/** What Fanout says to what somebody said about the run. It calls nobody: who said it reads the thread. */
export const toSaidMessage = (_view: RunView, reply: ReplyView): DiscordMessage =>
  toMessage(...text(toLines(reply.text, SAID_CHARS) || 'Noted.'));
