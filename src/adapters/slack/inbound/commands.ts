import type { App } from '@slack/bolt';
import { toRunCommand } from '#commands/command.ts';
import { parseCommand } from '#commands/parse.ts';
import { missingMaterial } from '#core/plan/needs.ts';
import { toRunForm } from '../forms/run-form.ts';
import { unescapeSlack } from '../material/unescape.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { toPrivate } from './say.ts';

/** What a form can give: a question back of these is one that it asks. */
const FORM_HELPS = ['material_missing', 'items_missing', 'request_empty', 'task_missing'];

const WHY: Readonly<Record<string, string>> = {
  material_missing: 'There is nothing to work on yet: put the text or the files here.',
  items_missing: 'There is nothing to work on yet: put the list, the text or the files here.',
};

/** `/fanout …`, whatever the app's command is called: a command, a request, or the form where there is nothing to work on. */
export function listenToCommands(app: App, desk: Desk): void {
  app.command(/./, async ({ command: said, ack, body }) => {
    const speaker: Speaker = { team: said.team_id, channel: said.channel_id, user: said.user_id };
    const text = unescapeSlack(said.text ?? '').trim();
    const command = parseCommand(text, '');
    const back = toBack(said.response_url, desk.clock.now());
    if (command.verb === 'run') {
      const missing = text === '' ? 'request_empty' : await missingMaterial(text, 0);
      if (missing !== null && FORM_HELPS.includes(missing)) {
        const about = { channel: speaker.channel, thread: null, draft: null, back };
        const form = toRunForm(about, { request: text, text: '', why: WHY[missing] ?? null, material: [] });
        desk.background.run('opening the form', () => openForm(desk, speaker.team, body.trigger_id, form));
        await ack();
        return;
      }
    }
    const reply = await desk.hear({
      command: command.verb === 'run' ? toRunCommand(text) : command,
      claims: [`slack:${said.api_app_id}:${said.team_id}:trigger:${said.trigger_id}`],
      asker: personOf(speaker),
      place: placeOf(speaker),
      thread: null,
      back,
      maySee: maySeeAs(speaker, true, desk),
    });
    const message = toPrivate(reply, desk);
    if (message === null) await ack();
    else await ack({ response_type: 'ephemeral', text: message.text, blocks: [...message.blocks] });
  });
}

export async function openForm({ clients }: Desk, team: string, triggerId: string, view: ReturnType<typeof toRunForm>): Promise<void> {
  const theirs = await clients.of(team);
  if (theirs !== null) await theirs.calls.views.open({ trigger_id: triggerId, view });
}
