import type { App } from '@slack/bolt';
import { z } from 'zod';
import { toRunForm } from '../forms/run-form.ts';
import { SHORTCUTS } from '../manifest.ts';
import { toFileRef } from '../material/file-object.ts';
import { toRef } from '../material/ref.ts';
import { unescapeSlack } from '../material/unescape.ts';
import { openForm } from './commands.ts';
import { type Desk, toBack } from './desk.ts';

const MOST_FIELD_CHARS = 3_000;

const MESSAGE_ACTION = z.object({
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: z.object({
    ts: z.string().optional(),
    thread_ts: z.string().optional(),
    text: z.string().default(''),
    files: z.array(z.unknown()).default([]),
  }),
  message_ts: z.string(),
});

/** "Fan out this message" and "New fan-out": both open the form. */
export function listenToShortcuts(app: App, desk: Desk): void {
  app.shortcut({ callback_id: SHORTCUTS.message, type: 'message_action' }, async ({ shortcut, ack, context }) => {
    const it = MESSAGE_ACTION.parse(shortcut);
    const team = it.team?.id ?? context.teamId ?? '';
    const text = unescapeSlack(it.message.text);
    const fits = text.length <= MOST_FIELD_CHARS;
    const files = it.message.files.flatMap((file) => toFileRef(team, file) ?? []);
    const sources = [
      ...(fits ? [] : [{ kind: 'text', title: 'the message', ref: text } as const]),
      ...files.map((file) => ({ kind: 'file', title: file.name, ref: toRef(file) }) as const),
    ];
    const about = {
      channel: it.channel.id,
      thread: it.message.thread_ts ?? it.message_ts,
      draft: sources.length === 0 ? null : desk.drafts.keep({ sources }),
      back: toBack(it.response_url, desk.clock.now()),
    };
    const form = toRunForm(about, { request: '', text: fits ? text : '', why: null, material: sources.map((source) => source.title) });
    desk.background.run('opening the form', () => openForm(desk, team, it.trigger_id, form));
    await ack();
  });

  app.shortcut({ callback_id: SHORTCUTS.global, type: 'shortcut' }, async ({ shortcut, ack, context }) => {
    const team = shortcut.team?.id ?? context.teamId ?? '';
    const form = toRunForm({ channel: null, thread: null, draft: null, back: null }, { request: '', text: '', why: null, material: [] });
    desk.background.run('opening the form', () => openForm(desk, team, shortcut.trigger_id, form));
    await ack();
  });
}
