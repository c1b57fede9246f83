import { describe, expect, it } from 'vitest';
import type { Fault } from '#test/fakes/discord/faults.ts';
import type { GuildSeed } from '#test/fakes/discord/seed.ts';
import { BOB, createDiscordLab, GENERAL, LAB_GUILD } from '#test/fakes/discord-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { ask, boards, expectCalm, forEach, mention, replies, the } from './seeing.ts';

const rooms = Array.from({ length: 16 }, (_, at) => `3100000000000000${at + 10}`);
const CROWDED: GuildSeed = {
  ...LAB_GUILD,
  channels: [...LAB_GUILD.channels, ...rooms.map((id, at) => ({ id, name: `room${at}` }))],
};

describe('twenty runs at once in one server', () => {
  it('are all answered within what Discord allows, each lane accounted for, nothing twice', async () => {
    const model = createScriptedModel((call) => `made of: ${call.instruction}`);
    const lab = await createDiscordLab({ model, guilds: [CROWDED], hasLimits: true });
    await lab.start();
    const channels = [...rooms, GENERAL, GENERAL, GENERAL, GENERAL];
    const asked = await Promise.all(channels.map((channel, at) => ask(lab, forEach(3, `write number ${at}`), { channel })));
    expect(asked.every(({ failure }) => failure === null)).toBe(true);
    await lab.delivered();
    expect(model.calls).toHaveLength(60);
    for (const channel of new Set(channels)) {
      const here = boards(lab, BOB, channel);
      expect(here).toHaveLength(channel === GENERAL ? 4 : 1);
      for (const board of here) {
        expect(board.text).toContain('3 of 3 done');
        const seen = replies(lab, board.id, BOB).map(({ text }) => text);
        expect(seen).toHaveLength(4);
        expect(seen.filter((text) => text.includes('3 lanes = 3 done'))).toHaveLength(1);
        for (const name of ['item 1', 'item 2', 'item 3']) expect(seen.filter((text) => text.includes(`${name} · done`))).toHaveLength(1);
      }
    }
    expectCalm(lab, channels);
    expect(lab.discord.calls().filter(({ status }) => status === 429).length).toBeLessThan(40);
  });
});

describe('a Discord that fails', () => {
  it.each<Fault>([
    { kind: '429', retryAfterS: 0.2 },
    { kind: 'reset', applied: true },
    { kind: '502', applied: false },
  ])('again and again ($kind $scope, applied: $applied) gets every message to its place, once', async (fault) => {
    const model = createScriptedModel((call) => `made of: ${call.instruction}`);
    const lab = await createDiscordLab({ model });
    await lab.start();
    // Where nothing was done, the three calls of a first message in a thread would meet the third of three at the same call for ever.
    lab.discord.fail.every('*', 'applied' in fault && !fault.applied ? 4 : 3, fault);
    const asks = [forEach(3), forEach(14, 'write a song'), forEach(5, 'write a line')];
    await Promise.all(asks.map((text) => ask(lab, text)));
    const id = await mention(lab, { content: 'write a haiku about this', files: [{ name: 'rain.txt', bytes: 'It rains.' }] });
    await lab.delivered();
    lab.discord.fail.clear();
    const seen = boards(lab, BOB).map((board) => [board.text, ...replies(lab, board.id, BOB).map(({ text }) => text)]);
    expect(seen).toHaveLength(3);
    for (const count of [3, 14, 5]) {
      const mine = the(seen.find(([board]) => board?.includes(`${count} of ${count} done`)));
      expect(mine.filter((text) => text.includes(`${count} lanes = ${count} done`))).toHaveLength(1);
      expect(mine.filter((text) => /\d+ item \d+ · done/.test(text.split('\n')[0] ?? ''))).toHaveLength(count > 12 ? 0 : count);
      expect(mine.filter((text) => text.includes('(file: lanes.zip)'))).toHaveLength(count > 12 ? 1 : 0);
    }
    expect(replies(lab, id, BOB).map(({ text }) => text)).toEqual([
      expect.stringContaining('Done'),
      expect.stringContaining('1 lane = 1 done'),
    ]);
    expect(model.calls).toHaveLength(3 + 14 + 5 + 1);
    expectCalm(lab);
  });
});
