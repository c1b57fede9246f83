import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Sent } from '#core/ports/poster.ts';

type Failed = Exclude<Sent, { kind: 'sent' }>;

/** discord.com/developers/docs/topics/opcodes-and-status-codes */
const MESSAGE_GONE = [10_008];
const MAY_NOT_WRITE =
  'Fanout may not write there: give it “Send Messages”, “Send Messages in Threads”, “Create Public Threads” and “Attach Files”';
const PLACE: Readonly<Record<number, string>> = {
  10003: 'the channel is gone',
  10004: 'Fanout is not in this server any more',
  50001: 'Fanout can not see this channel: give it “View Channel” there',
  50013: MAY_NOT_WRITE,
  50007: 'this person takes no direct messages from Fanout',
  50083: 'the thread is archived',
  160005: 'the thread is locked',
  160006: 'this server has as many open threads as Discord allows: close some',
  10013: 'this person is not to be found',
};
/** The way back that an interaction gave: it has run out, or was never opened. */
const BACK_GONE = [50_027, 10_015];
const CONTENT = [50_035, 50_006, 50_109, 40_005, 40_006];
const TOO_MANY_EDITS = 30_046;

/** What a failed call of the REST API means for a message; what is no failure of Discord's is thrown on. */
export function toOutcome(error: unknown): Failed {
  if (error instanceof RateLimitError) return { kind: 'later', afterMs: error.retryAfter };
  if (error instanceof DiscordAPIError) return toRefusal(Number(error.code), error.status);
  if (error instanceof HTTPError) return error.status >= 500 ? { kind: 'unclear' } : { kind: 'later', afterMs: null };
  if (!(error instanceof Error)) throw error;
  // Its own time-out, and a connection that broke: the message may be there.
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return { kind: 'unclear' };
  const code = codeOf(error);
  if (code === null) throw error;
  return NEVER_SENT.includes(code) ? { kind: 'later', afterMs: null } : { kind: 'unclear' };
}

/** The same of a file: where messages get through, a missing right to attach files is the file's own matter. */
export function toFileOutcome(sent: Sent): Sent {
  const isRight = sent.kind === 'refused' && sent.what === 'place' && sent.reason === MAY_NOT_WRITE;
  return isRight ? { kind: 'refused', what: 'content', reason: 'Fanout may not attach files there: give it “Attach Files”' } : sent;
}

const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function toRefusal(code: number, status: number): Failed {
  if (code === TOO_MANY_EDITS || status === 429) return { kind: 'later', afterMs: null };
  if (MESSAGE_GONE.includes(code)) return { kind: 'refused', what: 'message', reason: 'the message is gone' };
  if (CONTENT.includes(code)) return { kind: 'refused', what: 'content', reason: `Discord does not take it (${code})` };
  if (status >= 500) return { kind: 'unclear' };
  if (BACK_GONE.includes(code)) return { kind: 'refused', what: 'place', reason: 'there is no way back by the interaction any more' };
  // A token that is really gone ends the gateway, and with it Fanout.
  if (status === 401) return { kind: 'later', afterMs: 5_000 };
  return { kind: 'refused', what: 'place', reason: PLACE[code] ?? `Discord says no (${code})` };
}

/** Of a failed connection, however deep it is wrapped; null for anything else. */
function codeOf(error: unknown): string | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^(E[A-Z]+|UND_ERR_\w+)$/.test(cause.code)) return cause.code;
  }
  return null;
}
