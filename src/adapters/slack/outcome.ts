import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Sent } from '#core/ports/poster.ts';

type Failed = Exclude<Sent, { kind: 'sent' }>;

/** "Some aspect of the operation may have succeeded", as Slack says of the first two; the others are Slack's own trouble, and pass. */
const UNCLEAR = /^(?:internal_error|fatal_error|team_added_to_org|.*(?:timeout|timed_out|unavailable|maintenance|try_again).*)$/;
/** Anything else is no code of Slack's: a page that something in between put there. */
const CODE = /^[a-z0-9_]{1,80}$/;
const LATER = ['ratelimited', 'rate_limited', 'message_limit_exceeded', 'accesslimited'];
const MESSAGE_GONE = ['message_not_found'];
/** What is wrong with the message itself; a simpler one may do. */
const CONTENT = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_blocks_too_many',
  'msg_too_long',
  'no_text',
  'invalid_arguments',
  'invalid_array_arg',
  'block_mismatch',
  'too_many_attachments',
  'metadata_too_large',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'slack_connect_canvas_sharing_blocked',
  // What stands there stays as it is.
  'cant_update_message',
  'edit_window_closed',
  'cant_delete_message',
];
/** Where even a refused file means that nothing more gets there; any other refusal is the file's own. */
const PLACE_GONE = [
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'thread_not_found',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
];
/** What a person can do about a place that can't be written; other codes are shown as they are, for who knows Slack. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  not_in_channel: 'Fanout is no member of this channel: type `/invite @Fanout` there',
  channel_not_found: 'Fanout is no member of this conversation: in a channel, type `/invite @Fanout` there',
  is_archived: 'the channel is archived',
  thread_not_found: 'the thread is gone',
  missing_scope: 'the app lacks a permission: add it and install the app again (`doctor` names it)',
  account_inactive: 'Fanout was removed from this workspace',
  token_revoked: 'Fanout was removed from this workspace',
  invalid_auth: 'the bot token is not valid any more',
  restricted_action: 'this workspace does not let apps post there',
  restricted_action_read_only_channel: 'only some people may post in this channel',
  restricted_action_thread_only_channel: 'this channel takes replies only',
  restricted_action_non_threadable_channel: 'this channel takes no threads',
  file_uploads_disabled: 'this workspace takes no files',
  messages_tab_disabled: "the app's Messages tab is switched off",
};

/** What a failed call of the Web API means for a message; what is no failure of Slack's is thrown on. */
export function toOutcome(error: unknown): Failed {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'later', afterMs: error.retryAfter * 1_000 };
  if (error instanceof WebAPIPlatformError) return toRefusal(error.data.error);
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500 ? { kind: 'unclear' } : { kind: 'later', afterMs: null };
  if (error instanceof WebAPIRequestError) return wasNeverSent(error.original) ? { kind: 'later', afterMs: null } : { kind: 'unclear' };
  // A 429 without a time: the library has no class of its own for it.
  if (error instanceof Error && /retry header/i.test(error.message)) return { kind: 'later', afterMs: null };
  if (isBrokenAnswer(error)) return { kind: 'unclear' };
  throw error;
}

/** The same of a file: what speaks against files speaks not against the place. */
export function toFileOutcome(error: unknown): Failed {
  const outcome = toOutcome(error);
  const isPlace = error instanceof WebAPIPlatformError && PLACE_GONE.includes(error.data.error);
  return outcome.kind === 'refused' && outcome.what === 'place' && !isPlace ? { ...outcome, what: 'content' } : outcome;
}

/** The answer began and broke off, stalled, or was none: the call was made, so it may have been carried out. The library has no class of its own for these. */
const isBrokenAnswer = (error: unknown): boolean =>
  (error instanceof TypeError && (/terminated|fetch failed|body/i.test(error.message) || error.cause instanceof Error)) ||
  (error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')) ||
  (error instanceof SyntaxError && /JSON/.test(error.message));

function toRefusal(code: string): Failed {
  if (LATER.includes(code)) return { kind: 'later', afterMs: null };
  if (UNCLEAR.test(code) || !CODE.test(code)) return { kind: 'unclear' };
  if (MESSAGE_GONE.includes(code)) return { kind: 'refused', what: 'message', reason: code };
  if (CONTENT.includes(code)) return { kind: 'refused', what: 'content', reason: code };
  return { kind: 'refused', what: 'place', reason: WAYS_OUT[code] ?? `Slack refuses it: ${code}` };
}

/** No connection was made, so nothing can have been done. */
function wasNeverSent(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'].includes(String(cause.code)))
      return true;
  }
  return false;
}
