import type { App } from '@slack/bolt';
import { z } from 'zod';
import { toRunForm } from '../forms/run-form.ts';
import { SHORTCUTS } from '../manifest.ts';
import { toFileRef } from '../material/file-object.ts';
import { toMessageText } from '../material/message-text.ts';
import { toRef } from '../material/ref.ts';
import { type Desk, type Speaker, toBack } from './desk.ts';
import { openForm } from './open-form.ts';
import { answer } from './say.ts';
import { toTrouble } from './trouble.ts';

const MOST_FIELD_CHARS = 3_000;

const SHORTCUT = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string() }),
  trigger_id: z.string(),
});

const MESSAGE_ACTION = SHORTCUT.extend({
  channel: z.object({ id: z.string() }),
  response_url: z.string().optional(),
  message: z.object({
    thread_ts: z.string().optional(),
    bot_id: z.string().optional(),
    text: z.string().default(''),
    blocks: z.array(z.unknown()).default([]),
    attachments: z.array(z.unknown()).default([]),
    files: z.array(z.unknown()).default([]),
  }),
  message_ts: z.string(),
});

const WAY_OUT = 'Try it again, or type /fanout and what you want.';

/** "Fan out this message" and "New fan-out": both open the form. */
export function listenToShortcuts(app: App, desk: Desk): void {
  app.shortcut({ callback_id: SHORTCUTS.message, type: 'message_action' }, async ({ shortcut, ack, context }) => {
    const it = MESSAGE_ACTION.parse(shortcut);
    const speaker: Speaker = { team: context.teamId ?? it.team?.id ?? '', channel: it.channel.id, user: it.user.id };
    const way = { thread: it.message.thread_ts ?? it.message_ts, responseUrl: it.response_url ?? null };
    try {
      openMessage(it, speaker, way, desk);
    } catch (error) {
      answer(speaker, { kind: 'refused', text: toTrouble(error, 'a shortcut', desk.log) }, way, desk);
    }
    await ack();
  });

  app.shortcut({ callback_id: SHORTCUTS.global, type: 'shortcut' }, async ({ shortcut, ack, context }) => {
    const it = SHORTCUT.parse(shortcut);
    const speaker: Speaker = { team: context.teamId ?? it.team?.id ?? '', channel: '', user: it.user.id };
    const form = toRunForm({ channel: null, thread: null, draft: null, back: null }, { request: '', text: '', why: null, material: [] });
    openForm({ speaker, triggerId: it.trigger_id, thread: null, responseUrl: null, wayOut: WAY_OUT }, form, desk);
    await ack();
  });
}

function openMessage(
  it: z.infer<typeof MESSAGE_ACTION>,
  speaker: Speaker,
  way: { readonly thread: string; readonly responseUrl: string | null },
  desk: Desk,
): void {
  const text = toMessageText(it.message, () => null);
  const fits = text.length <= MOST_FIELD_CHARS;
  const files = it.message.files.flatMap((file) => toFileRef(speaker.team, file) ?? []);
  const sources = [
    ...(fits ? [] : [{ kind: 'text', title: 'the message', ref: text } as const]),
    ...files.map((file) => ({ kind: 'file', title: file.name, ref: toRef(file) }) as const),
  ];
  const about = {
    channel: speaker.channel,
    thread: way.thread,
    draft: sources.length === 0 ? null : desk.drafts.keep({ sources }),
    back: toBack(it.response_url, desk.clock.now()),
  };
  const form = toRunForm(about, { request: '', text: fits ? text : '', why: null, material: sources.map((source) => source.title) });
  openForm({ ...way, speaker, triggerId: it.trigger_id, wayOut: WAY_OUT }, form, desk);
}
