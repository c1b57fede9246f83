import type { App } from '@slack/bolt';
import { z } from 'zod';
import { readMessage, type Talk } from '#commands/read-message.ts';
import { toFileRef } from '../material/file-object.ts';
import { toRef } from '../material/ref.ts';
import { unescapeSlack } from '../material/unescape.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker } from './desk.ts';
import { answer } from './say.ts';
import { hearingTeam } from './team.ts';

/** A message to Fanout: of an `app_mention` or of a direct message. */
const MESSAGE = z.object({
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  client_msg_id: z.string().optional(),
  files: z.array(z.unknown()).default([]),
});

const ENVELOPE = z.object({
  api_app_id: z.string().default(''),
  event_id: z.string().default(''),
});

/** Messages that were answered aside lately, as this process remembers. */
const MOST_ANSWERED = 1_000;

/** `@Fanout …` in a channel or a thread, and what is written to it directly. */
export function listenToMentions(app: App, desk: Desk): void {
  const answered = new Set<string>();
  app.event('app_mention', ({ event, body, context }) => hearMessage(event, body, context, answered, desk));
  app.event('message', async ({ event, body, context }) => {
    const message = MESSAGE.safeParse(event);
    // Uploads come as `file_share`; edits, deletions and what apps write are nothing that was said to Fanout.
    const said = message.data?.subtype === undefined || message.data.subtype === 'file_share';
    if (message.data?.channel_type === 'im' && said) await hearMessage(event, body, context, answered, desk);
  });
}

interface Context {
  readonly botUserId?: string;
  readonly teamId?: string;
}

async function hearMessage(event: unknown, body: unknown, context: Context, answered: Set<string>, desk: Desk): Promise<void> {
  const { data: message } = MESSAGE.safeParse(event);
  const { data: envelope } = ENVELOPE.safeParse(body);
  const team = hearingTeam(body, context.teamId);
  if (message?.user === undefined || message.bot_id !== undefined || envelope === undefined || team === null) return;
  const speaker: Speaker = { team, channel: message.channel, user: message.user };
  const text = unescapeSlack(message.text.replaceAll(`<@${context.botUserId ?? ''}>`, ' ')).trim();
  const thread = message.thread_ts ?? message.ts;
  const files = message.files
    .flatMap((file) => toFileRef(team, file) ?? [])
    .map((file) => ({ kind: 'file', title: file.name, ref: toRef(file) }) as const);
  const read = await readMessage({ text, files, talk: toTalk(speaker, message) });
  // First, since it names a wish about a run: Slack may tell of the same message under another event's name.
  const name = `slack:${team}:${message.channel}:message:${message.ts}`;
  const reply = await desk.hear({
    ...read,
    claims: [
      name,
      `slack:${envelope.api_app_id}:${team}:event:${envelope.event_id}`,
      ...(message.client_msg_id === undefined ? [] : [`slack:${team}:client:${message.client_msg_id}`]),
    ],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread,
    inThread: message.thread_ts !== undefined,
    back: null,
    maySee: maySeeAs(speaker, true, desk),
  });
  if (reply.kind === 'going' || answered.has(name)) return;
  answered.add(name);
  for (const oldest of answered) {
    if (answered.size <= MOST_ANSWERED) break;
    answered.delete(oldest);
  }
  // In a channel a whole thread for "status" would be much: it is said beside the message.
  answer(speaker, reply, { thread: message.thread_ts ?? (message.channel_type === 'im' ? thread : null), responseUrl: null }, desk);
}

/** The thread that it stands in, up to it; null outside of any. */
function toTalk({ team, channel }: Speaker, { thread_ts: thread, ts }: z.infer<typeof MESSAGE>): Talk | null {
  if (thread === undefined) return null;
  return {
    isThread: true,
    toMaterial: (as) => ({ kind: 'file', title: 'the thread', ref: toRef({ kind: 'thread', team, channel, ts: thread, before: ts, as }) }),
  };
}
