import type { Reply } from '#commands/dispatch.ts';
import { TIMEOUT_MS } from '../clients.ts';
import type { SlackMessage } from '../message.ts';
import { toReplyMessage } from '../render/replies.ts';
import type { Desk, Speaker } from './desk.ts';

type Text = Extract<SlackMessage, { kind: 'message' }>;

/** A reply as only its person sees it; null where there is nothing to say beside what everybody sees. */
export function toPrivate(reply: Reply, { clock }: Desk): Text | null {
  if (reply.kind === 'going') return null;
  const message = toReplyMessage(reply, clock.now());
  return message.kind === 'message' ? message : null;
}

/** Where somebody can be told something alone. */
export interface Way {
  readonly thread: string | null;
  readonly responseUrl: string | null;
}

async function respond(url: string, { text, blocks }: Text): Promise<void> {
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`a response_url answered ${response.status}`);
}

/**
 * Says it to one person: by `responseUrl` where the event gave one, since that works also where Fanout is no member, else where they stand, else directly. Told twice, where the first way only seemed to fail, is better than
 * not at all.
 */
async function sayTo({ team, channel, user }: Speaker, message: Text, { thread, responseUrl }: Way, { clients, log }: Desk): Promise<void> {
  const { text } = message;
  const blocks = [...message.blocks];
  const theirs = await clients.of(team);
  const calls = theirs?.calls;
  const ways: (() => Promise<unknown>)[] = [];
  if (responseUrl !== null) ways.push(() => respond(responseUrl, message));
  if (calls !== undefined && channel !== '')
    ways.push(() => calls.chat.postEphemeral({ channel, user, text, blocks, ...(thread === null ? {} : { thread_ts: thread }) }));
  if (calls !== undefined)
    ways.push(() => calls.chat.postMessage({ channel: user, text, blocks, unfurl_links: false, unfurl_media: false }));
  let failed: unknown = null;
  for (const say of ways) {
    try {
      await say();
      return;
    } catch (error) {
      failed = error;
      log.debug({ err: error, team }, 'a private reply is tried another way');
    }
  }
  if (failed !== null) throw failed;
}

/** What a reply says, said after Slack was told that its event arrived. */
export function answer(speaker: Speaker, reply: Reply, where: Way, desk: Desk): void {
  const message = toPrivate(reply, desk);
  if (message !== null) desk.background.run('a private reply', () => sayTo(speaker, message, where, desk));
}
