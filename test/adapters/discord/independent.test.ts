/**
 * The same flows against somebody else's idea of Discord: `discord-digital-twin`, which knows none of our code. Our own fake is the strict one; this one is to disagree with it where both were wrong together.
 *
 * It gives threads ids of their own, where Discord gives them their message's, so that runs are asked for in a thread here; it fills in no mentions, and has no attachments, nonces, limits, direct messages, menus of messages
 * or sessions to resume (see the other tests for these). Any token is good for it. The first answer to a press is for it the message that was pressed on, which so goes away with it, and is posted once more.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChannelType, InteractionType } from 'discord-api-types/v10';
import { DigitalDiscord } from 'discord-digital-twin';
import { expect, it, vi } from 'vitest';
import { startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { startProgram, whileAlive } from '#test/fakes/program.ts';
import { eventually } from '#test/fakes/until.ts';

const CHANNEL = '300000000000000001';
const ADA = '400000000000000001';

/** It would listen on every address of this machine. */
async function startOnLoopback(twin: DigitalDiscord): Promise<void> {
  const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...args: unknown[]) {
    spy.mockRestore();
    const done = args.findLast((arg) => typeof arg === 'function') as () => void;
    return this.listen(0, '127.0.0.1', done);
  });
  await twin.start();
}

it('shows a run, its answer and what is typed, pressed and filled in, where somebody else says what Discord is', async () => {
  const twin = new DigitalDiscord({
    guild: {
      id: '200000000000000001',
      name: 'Acme',
      ownerId: ADA,
      channels: [{ id: CHANNEL, name: 'general', type: ChannelType.GuildText }],
    },
    users: [{ id: ADA, username: 'ada' }],
    botUser: { id: '100000000000000002', username: 'fanout' },
  });
  await startOnLoopback(twin);
  const folder = mkdtempSync(join(tmpdir(), 'fanout-twin-'));
  const endpoint = await startModelEndpoint({ answer: (_, n) => `a slogan, the ${n}th` });
  const made = await fetch(`${twin.restUrl}/v10/channels/${CHANNEL}/threads`, {
    method: 'POST',
    headers: { authorization: `Bot ${twin.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'slogans', type: ChannelType.PublicThread }),
  });
  const { id: channelId } = (await made.json()) as { readonly id: string };
  const thread = twin.thread(channelId);
  const program = startProgram(['start'], folder, {
    OPENAI_BASE_URL: endpoint.baseUrl,
    DISCORD_API_URL: twin.restUrl,
    DISCORD_TOKEN: twin.botToken,
  });
  /** All that a member of the thread reads. */
  const texts = async (): Promise<readonly string[]> =>
    (await thread.getMessages()).map(({ content, components }) => `${content} ${JSON.stringify(components ?? [])}`);
  const see = (check: (all: readonly string[]) => void) => eventually(async () => check(await texts()), whileAlive([program]));
  try {
    await program.saw('Discord is heard');
    const by = { channelId, userId: ADA };
    const slash = (name: string, options: readonly { readonly name: string; readonly value: string }[]) =>
      twin.simulateSlashCommand({
        ...by,
        name: 'fanout',
        options: [{ type: 1, name, options: options.map((option) => ({ type: 3, ...option })) }] as never,
      });
    await slash('run', [{ name: 'request', value: 'for each of Oslo and Rome: a slogan' }]);
    await see((all) => {
      expect(all.filter((text) => text.includes('2 of 2 done'))).toHaveLength(1);
      expect(all.filter((text) => text.includes('a slogan, the'))).toHaveLength(3);
      expect(all.filter((text) => text.includes('2 lanes = 2 done'))).toHaveLength(1);
    });
    await slash('history', []);
    await see((all) => expect(all.some((text) => text.includes('1 run, the newest first.'))).toBe(true));

    const empty = await slash('run', []);
    await eventually(async () => expect(await thread.getInteractionResponse(empty.id)).toMatchObject({ type: 9 }), whileAlive([program]));
    const input = (custom_id: string, value: string) => ({ type: 18, id: 1, component: { type: 4, id: 2, custom_id, value } });
    const choice = (custom_id: string) => ({ type: 18, id: 1, component: { type: 3, id: 2, custom_id, values: ['auto'] } });
    await twin.simulateInteraction({
      ...by,
      type: InteractionType.ModalSubmit,
      data: {
        custom_id: 'fanout:run-form:',
        components: [
          input('request', 'for each of Kyiv, Lima and Bonn: a motto'),
          input('text', ''),
          { type: 18, id: 1, component: { type: 19, id: 2, custom_id: 'files', values: [] } },
          choice('mode'),
          choice('merge'),
        ],
      },
    });
    await see((all) => expect(all.filter((text) => text.includes('3 lanes = 3 done'))).toHaveLength(1));

    const [lane] = (await thread.getMessages()).filter(({ components }) => /lane 1"/.test(JSON.stringify(components)));
    const [, runId = ''] = /run ([a-z0-9]+) · lane 1/.exec(JSON.stringify(lane?.components)) ?? [];
    const before = (await texts()).length;
    await twin.simulateSelectMenu({
      ...by,
      messageId: lane?.id ?? '',
      customId: `fanout:lane:${runId}/1/open`,
      values: [`${runId}/1/retry/1`],
    });
    await see((all) => expect(all.filter((text) => text.includes('Revision 2'))).toHaveLength(1));
    // The pressed one is gone before it is posted once more.
    await see((all) => expect(all).toHaveLength(before));
    program.kill('SIGTERM');
    expect((await program.ended).status).toBe(0);
  } finally {
    program.kill('SIGKILL');
    await program.ended;
    await endpoint.close();
    await twin.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
