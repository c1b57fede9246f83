import type { ConversationsRepliesResponse, WebClient } from '@slack/web-api';
import type { SlackMaterialLimits } from './limits.ts';
import { callSlack, type Patience, type PatienceDeps } from './patience.ts';
import type { SlackThreadRef } from './ref.ts';
import { refusalOf, toThreadError } from './refusal.ts';

export type ThreadMessage = NonNullable<ConversationsRepliesResponse['messages']>[number] & {
  readonly ts: string;
  /** Of an app's message, and missing in the package's types. */
  readonly username?: string;
};

export interface Thread {
  /** Oldest first; what people and other apps wrote before the mention. */
  readonly messages: readonly ThreadMessage[];
  /** There were more. */
  readonly isCut: boolean;
}

export interface ThreadDeps extends PatienceDeps {
  readonly client: WebClient;
  readonly patience: Patience;
  /** Its messages are left out: they are answers, boards and questions of Fanout's. */
  readonly botUserId: string;
  readonly limits: PatienceDeps['limits'] & Pick<SlackMaterialLimits, 'maxMessages'>;
}

/** Slack advises at most 200; apps sold outside its Marketplace get 15 a call, whatever they ask for. */
const PAGE = 200;
const SMALL_PAGE = 15;
/** What is left out also costs calls, so a thread full of it ends here. */
const SEEN_PER_MESSAGE = 5;

/** What a person or an app wrote; all others tell that somebody joined, a topic changed, a message was deleted. */
const WRITTEN = ['bot_message', 'file_share', 'thread_broadcast', 'me_message'];

/** Timestamps are compared as text: all are as long (ten digits, six behind the point) until 2286. */
const isBefore = (ts: string, before: string): boolean => ts < before;

/** Reads a thread up to the mention. Rejects with `FanoutError` `source_missing` or `source_unreadable`, which name it by `title`, and with `signal.reason` once aborted. */
export async function readThread(ref: SlackThreadRef, title: string, deps: ThreadDeps, signal: AbortSignal): Promise<Thread> {
  const messages = new Map<string, ThreadMessage>();
  const { maxMessages } = deps.limits;
  let seen = 0;
  for await (const page of pagesOf(ref, title, deps, signal)) {
    for (const message of page) {
      seen += 1;
      // The root comes with every page.
      if (!isWritten(message, ref, deps.botUserId) || messages.has(message.ts)) continue;
      if (messages.size >= maxMessages) return { messages: inOrder(messages), isCut: true };
      messages.set(message.ts, message);
    }
    if (seen > maxMessages * SEEN_PER_MESSAGE) return { messages: inOrder(messages), isCut: true };
  }
  return { messages: inOrder(messages), isCut: false };
}

const inOrder = (messages: ReadonlyMap<string, ThreadMessage>): ThreadMessage[] =>
  [...messages.values()].sort((a, b) => (isBefore(a.ts, b.ts) ? -1 : 1));

function isWritten(
  message: { readonly ts?: string; readonly user?: string; readonly subtype?: string },
  ref: SlackThreadRef,
  bot: string,
): message is ThreadMessage {
  if (message.ts === undefined || !/^\d{10}\.\d{6}$/.test(message.ts) || !isBefore(message.ts, ref.before) || message.user === bot)
    return false;
  return message.subtype === undefined || WRITTEN.includes(message.subtype);
}

async function* pagesOf(ref: SlackThreadRef, title: string, deps: ThreadDeps, signal: AbortSignal) {
  const { client, patience } = deps;
  const { channel, ts, before: latest } = ref;
  let limit = PAGE;
  const ask = (cursor: string) =>
    callSlack(
      deps,
      patience,
      title,
      () => client.conversations.replies({ channel, ts, latest, limit, ...(cursor !== '' && { cursor }) }),
      signal,
    );
  const cursors = new Set<string>();
  for (let cursor = ''; ; ) {
    const page = await ask(cursor).catch(async (error: unknown) => {
      if (limit === SMALL_PAGE || refusalOf(error) !== 'invalid_limit') throw toThreadError(error, ref, title);
      limit = SMALL_PAGE;
      return await ask(cursor).catch((again: unknown) => {
        throw toThreadError(again, ref, title);
      });
    });
    yield page.messages ?? [];
    cursor = page.response_metadata?.next_cursor ?? '';
    // A cursor that comes again would go round for ever.
    if (cursor === '' || cursors.has(cursor)) return;
    cursors.add(cursor);
  }
}
