import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import type { Fault } from '#test/fakes/slack/faults.ts';
import type { TeamSeed } from '#test/fakes/slack/seed.ts';
import { createSlackLab, LAB_TEAM } from '#test/fakes/slack-lab.ts';
import { ADA, boards, expectCalm, forEach, items, replies, the } from './seeing.ts';

const CROWDED: TeamSeed = {
  ...LAB_TEAM,
  channels: [
    ...LAB_TEAM.channels,
    ...Array.from({ length: 12 }, (_, at) => ({ id: `C${10 + at}`, name: `room${at}`, members: ['U1', 'U2', 'UBOT'] })),
  ],
};

describe('twenty runs at once in one workspace', () => {
  it('are all answered within what Slack allows, each lane accounted for, nothing twice', async () => {
    const model = createScriptedModel((call) => `made of: ${call.instruction}`);
    const lab = await createSlackLab({ model, teams: [CROWDED], limits: 'real' });
    await lab.start();
    const channels = Array.from({ length: 20 }, (_, at) => (at < 8 ? 'C1' : `C${10 + (at - 8)}`));
    const ask = (channel: string, at: number) => lab.slack.command({ ...ADA, channel, text: forEach(3, `write number ${at}`) });
    const asked = await Promise.all(channels.map(ask));
    expect(asked.every(({ shownError }) => shownError === null)).toBe(true);
    await lab.delivered();
    expect(model.calls).toHaveLength(60);
    for (const channel of new Set(channels)) {
      const here = boards(lab, 'U2', channel);
      expect(here).toHaveLength(channels.filter((it) => it === channel).length);
      for (const board of here) {
        expect(board.text).toContain('3 of 3 done');
        const seen = replies(lab, board.ts, 'U2', channel).map(({ text }) => text);
        expect(seen).toHaveLength(4);
        expect(seen.filter((text) => text.includes('3 lanes = 3 done'))).toHaveLength(1);
        for (const name of ['item 1', 'item 2', 'item 3']) expect(seen.filter((text) => text.includes(`${name} · done`))).toHaveLength(1);
      }
    }
    expectCalm(lab, [...new Set(channels)]);
    // A few refusals are how Slack tells of its limits; each is said again after the wait that it names.
    const calls = lab.slack.calls();
    expect(calls.filter(({ status }) => status === 429).length).toBeLessThan(calls.length / 10);
    const edits = calls.filter(({ method }) => method === 'chat.update');
    const minutes = (Math.max(...edits.map(({ atMs }) => atMs)) - Math.min(...edits.map(({ atMs }) => atMs))) / 60_000;
    expect(edits.length).toBeLessThanOrEqual(20 + 50 * Math.max(1, minutes));
  });
});

describe('a Slack that fails', () => {
  const asks = [
    forEach(3),
    forEach(14, 'write a song'),
    `for each of these: write a line\n${items(5)
      .split(', ')
      .map((it) => `- ${it}`)
      .join('\n')}`,
  ];

  it.each<Fault>([
    { kind: '429', retryAfterS: 2 },
    { kind: '500', applied: true },
    { kind: 'reset', applied: true },
    { kind: 'internal_error', applied: true },
    { kind: '500', applied: false },
    { kind: 'reset', applied: false },
  ])('again and again ($kind, applied: $applied) gets every message to its place, once', async (fault) => {
    const model = createScriptedModel((call) => `made of: ${call.instruction}`);
    const lab = await createSlackLab({ model });
    await lab.start();
    // Where nothing was done, a file's three calls would meet the third of three at the same call for ever.
    lab.slack.fail.every('*', 'applied' in fault && !fault.applied ? 5 : 3, fault);
    for (const text of asks) await lab.slack.command({ ...ADA, text });
    const { ts } = await lab.slack.mention({
      ...ADA,
      text: 'write a haiku about this',
      files: [{ name: 'rain.txt', bytes: Buffer.from('It rains.') }],
    });
    await lab.delivered();
    lab.slack.fail.clear();
    const seen = boards(lab, 'U2').map((board) => [board.text, ...replies(lab, board.ts, 'U2').map(({ text }) => text)].join('\n---\n'));
    expect(seen).toHaveLength(3);
    for (const [at, count] of [3, 14, 5].entries()) {
      const mine = the(seen.find((text) => text.includes(`${count} of ${count} done`)));
      expect(mine.split(`${count} lanes = ${count} done`)).toHaveLength(2);
      expect(mine.split('\n---\n').filter((text) => /^\d+ item \d+ · done/.test(text))).toHaveLength(count > 12 ? 0 : count);
      expect(mine.includes('(file: lanes.zip)')).toBe(count > 12);
      expect(at).toBeLessThan(3);
    }
    expect(replies(lab, ts, 'U2').map(({ text }) => text)).toEqual([
      expect.stringContaining('Done'),
      expect.stringContaining('1 lane = 1 done'),
    ]);
    expect(model.calls).toHaveLength(3 + 14 + 5 + 1);
    expectCalm(lab);
  });
});
