import type { App, SlashCommand } from '@slack/bolt';
import type { Reply } from '#commands/dispatch.ts';
import { findMissing, type Missing, readMessage } from '#commands/read-message.ts';
import { toRunForm } from '../forms/run-form.ts';
import { unescapeSlack } from '../material/unescape.ts';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker, toBack } from './desk.ts';
import { openForm } from './open-form.ts';
import { toPrivate } from './say.ts';
import { toTrouble } from './trouble.ts';

const WHY: Readonly<Partial<Record<Missing, string>>> = {
  material_missing: 'There is nothing to work on yet: put the text or the files here.',
  items_missing: 'There is nothing to work on yet: put the list, the text or the files here.',
};

const WAY_OUT = 'Type the command again, or put the text behind it: /fanout translate into French: Good morning.';

/**
 * `/fanout …`, whatever the app's command is called: a command, a request, or the form where there is nothing to work
 * on.
 */
export function listenToCommands(app: App, desk: Desk): void {
  app.command(/./, async ({ command: said, ack, context }) => {
    const reply = await hearCommand(said, context.teamId ?? said.team_id, desk).catch(
      (error: unknown): Reply => ({ kind: 'refused', text: toTrouble(error, 'a command', desk.log) }),
    );
    const message = reply === null ? null : toPrivate(reply, desk);
    if (message === null) await ack();
    else await ack({ response_type: 'ephemeral', text: message.text, blocks: [...message.blocks] });
  });
}

/** Null: a form asks for what is missing. */
async function hearCommand(said: SlashCommand, team: string, desk: Desk): Promise<Reply | null> {
  const speaker: Speaker = { team, channel: said.channel_id, user: said.user_id };
  const { command } = await readMessage({ text: unescapeSlack(said.text ?? ''), hasForm: true });
  const back = toBack(said.response_url, desk.clock.now());
  const missing = await findMissing(command);
  if (command.verb === 'run' && missing !== null) {
    const { quorum, deadlineMs } = command;
    const about = { channel: speaker.channel, thread: null, draft: null, back, typed: { quorum, deadlineMs } };
    const form = toRunForm(about, { request: command.text, text: '', why: WHY[missing] ?? null, material: [], typed: command });
    const way = { thread: null, responseUrl: said.response_url === '' ? null : (said.response_url ?? null) };
    openForm({ ...way, speaker, triggerId: said.trigger_id, wayOut: WAY_OUT }, form, desk);
    return null;
  }
  return await desk.hear({
    command,
    claims: [`slack:${said.api_app_id}:${team}:trigger:${said.trigger_id}`],
    asker: personOf(speaker),
    place: placeOf(speaker),
    thread: null,
    back,
    maySee: maySeeAs(speaker, true, desk),
  });
}
