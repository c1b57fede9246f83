import { WebAPIPlatformError } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { SlackFileRef, SlackThreadRef } from './ref.ts';

const INSTALL_AGAIN = 'to the Slack app and install it in this workspace again';

/** What Slack said no with; null where the call failed some other way. */
export const refusalOf = (error: unknown): string | null => (error instanceof WebAPIPlatformError ? error.data.error : null);

const filesScopeMissing = (title: string, cause: unknown): FanoutError =>
  new FanoutError('source_unreadable', `Fanout may not read ${title}: add the scope files:read ${INSTALL_AGAIN}`, { cause });

/** Slack knows the file, but sent a page in its place. */
export const signInShown = (title: string): FanoutError =>
  new FanoutError(
    'source_unreadable',
    `Slack shows its sign-in page in place of ${title}: see that the app has the scope files:read, and install it in this workspace again`,
  );

export const fileGone = (title: string, cause?: unknown): FanoutError =>
  new FanoutError('source_missing', `${title} is not in Slack any more: it was deleted, or has expired`, { cause });

/** Why a file can't be had whatever is tried; null where it can be tried. */
export function refuseFile({ access, name }: Pick<SlackFileRef, 'access' | 'name'>): FanoutError | null {
  if (access === 'deleted') return fileGone(name);
  if (access === 'hidden')
    return new FanoutError('source_missing', `${name} is hidden by the limit of this workspace's free plan; upload it again`);
  if (access === 'denied') return notForUs(name);
  if (access === 'elsewhere')
    return new FanoutError('source_unreadable', `${name} is only a link to another service; download it there and attach the file itself`);
  return null;
}

export const notForUs = (title: string, cause?: unknown): FanoutError =>
  new FanoutError('source_unreadable', `Slack does not let Fanout see ${title}; attach it in a place where Fanout is a member`, { cause });

const GONE = ['file_deleted', 'file_not_found', 'thread_not_found', 'message_not_found'];
const UNINSTALLED = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'org_login_required'];

/** What `files.info` says no with, as people should hear it; what is no refusal of Slack's stays as it is. */
export function toFileError(error: unknown, title: string): unknown {
  const code = refusalOf(error);
  if (code === null) return error;
  if (code === 'missing_scope') return filesScopeMissing(title, error);
  if (GONE.includes(code)) return fileGone(title, error);
  if (code === 'access_denied' || code === 'no_permission') return notForUs(title, error);
  return toOtherError(error, code, title);
}

/** The same of `conversations.replies`. */
export function toThreadError(error: unknown, { channel }: Pick<SlackThreadRef, 'channel'>, title: string): unknown {
  const code = refusalOf(error);
  if (code === null) return error;
  if (code === 'missing_scope') {
    const scope = neededScope(error) ?? historyScope(channel);
    return new FanoutError('source_unreadable', `Fanout may not read ${title}: add the scope ${scope} ${INSTALL_AGAIN}`, { cause: error });
  }
  if (GONE.includes(code)) return new FanoutError('source_missing', `${title} is not in Slack any more`, { cause: error });
  if (code === 'not_in_channel' || code === 'channel_not_found' || code === 'no_permission')
    return new FanoutError('source_unreadable', `Fanout is no member of this channel, so it can't read ${title}; invite it and ask again`, {
      cause: error,
    });
  return toOtherError(error, code, title);
}

function toOtherError(error: unknown, code: string, title: string): FanoutError {
  const why = UNINSTALLED.includes(code)
    ? 'Fanout is not installed in this workspace any more; install it again'
    : 'Slack would not give it out; try again';
  return new FanoutError('source_unreadable', `${title} could not be read: ${why}`, { cause: error });
}

/** `needed` stands beside `missing_scope`; it goes into a sentence, so only what looks like a scope is taken. */
function neededScope(error: unknown): string | null {
  const needed = error instanceof WebAPIPlatformError && 'needed' in error.data ? error.data.needed : null;
  return typeof needed === 'string' && /^[a-z]+:[a-z.:]+$/.test(needed) ? needed : null;
}

/** A private channel's id may begin with C too, so this is the best guess where Slack does not say. */
function historyScope(channel: string): string {
  if (channel.startsWith('D')) return 'im:history';
  return channel.startsWith('G') ? 'groups:history' : 'channels:history (groups:history in a private channel)';
}
