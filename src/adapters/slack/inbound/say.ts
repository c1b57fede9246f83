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

/** Says it to one person where they stand; by `responseUrl` where the event gave one, since that works also where Fanout is no member. */
async function sayTo(
  speaker: Speaker,
  { text, blocks }: Text,
  where: { readonly thread: string | null; readonly responseUrl: string | null },
  { clients }: Desk,
): Promise<void> {
  if (where.responseUrl !== null) {
    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks });
    const response = await fetch(where.responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`a response_url answered ${response.status}`);
    return;
  }
  const theirs = await clients.of(speaker.team);
  if (theirs === null) return;
  await theirs.calls.chat.postEphemeral({
    channel: speaker.channel,
    user: speaker.user,
    text,
    blocks: [...blocks],
    ...(where.thread === null ? {} : { thread_ts: where.thread }),
  });
}

/** What a reply says, said after Slack was told that its event arrived. */
export function answer(
  speaker: Speaker,
  reply: Reply,
  where: { readonly thread: string | null; readonly responseUrl: string | null },
  desk: Desk,
): void {
  const message = toPrivate(reply, desk);
  if (message !== null) desk.background.run('a private reply', () => sayTo(speaker, message, where, desk));
}
