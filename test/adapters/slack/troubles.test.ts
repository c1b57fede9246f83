import { describe, expect, it } from 'vitest';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { BOT_SCOPES } from '#test/fakes/slack/seed.ts';
import { createSlackLab } from '#test/fakes/slack-lab.ts';
import { ADA, BOB, boards, expectCalm, forEach, items, letters, replies, the, whispers } from './seeing.ts';

/** Lanes wait for each other until the test opens the gate. */
function createGate() {
  const gates = new Map<string, PromiseWithResolvers<void>>();
  const gate = (name: string): PromiseWithResolvers<void> => {
    const known = gates.get(name) ?? Promise.withResolvers<void>();
    gates.set(name, known);
    return known;
  };
  const model = createScriptedModel(async (call) => {
    const name = /item \d+/.exec(call.instruction)?.[0] ?? 'it';
    await gate(name).promise;
    return `made of: ${call.instruction}`;
  });
  const open = (...names: readonly number[]): void => {
    for (const name of names) gate(`item ${name}`).resolve();
  };
  return { model, open };
}

describe('where Fanout is no member', () => {
  it('the asker alone is told how to invite it, how far it is, and the answer; nobody else sees a thing', async () => {
    const { model, open } = createGate();
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...ADA, channel: 'C2', text: forEach(8) });
    await lab.until('the first word', () => whispers(lab, 'U1', 'C2').find((text) => text.includes('/invite @Fanout')));
    for (const step of [
      [1, 2],
      [3, 4],
      [5, 6],
    ]) {
      open(...step);
      await lab.until('how far', () => whispers(lab, 'U1', 'C2').find((text) => text.includes(`${step[1]} of 8 done`)));
    }
    open(7, 8);
    await lab.delivered();
    const told = whispers(lab, 'U1', 'C2');
    expect(told.at(-1)).toMatch(/it has ended[\s\S]*made of: For item 8[\s\S]*8 lanes = 8 done/);
    expect(whispers(lab, 'U2', 'C2')).toEqual([]);
    expect(boards(lab, 'U2', 'C2')).toEqual([]);
    expect(letters(lab)).toEqual([]);
    const used = lab.slack.messages('T1', 'C2').reduce((sum, message) => sum + message.revisions.length, 0);
    expect(used).toBeLessThanOrEqual(5);
    const [runId] = await lab.runs();
    expect((await lab.slack.command({ ...ADA, text: `show ${runId}` })).ack.body).toContain('8 lanes = 8 done');
    expect((await lab.slack.command({ ...BOB, channel: 'C2', text: `show ${runId} 3` })).ack.body).toContain('made of: For item 3');

    lab.slack.inviteBot('T1', 'C2');
    await lab.slack.command({ ...ADA, channel: 'C2', text: forEach(2, 'write a song') });
    await lab.delivered();
    expect(replies(lab, the(boards(lab, 'U2', 'C2')[0]).ts, 'U2', 'C2').at(-1)?.text).toContain('2 lanes = 2 done');
    await lab.slack.command({ ...BOB, channel: 'C2', text: `retry ${runId} 1` });
    await lab.delivered();
    const late = the(boards(lab, 'U2', 'C2')[1]);
    expect(late.text).toContain('<@U1> asked');
    expect(replies(lab, late.ts, 'U2', 'C2').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Revision 2[\s\S]*8 lanes = 8 done/),
    );
    expectCalm(lab);
  });

  it('and the way back has run out, it writes to the asker', async () => {
    const { model, open } = createGate();
    const lab = await createSlackLab({ model });
    await lab.start();
    await lab.slack.command({ ...ADA, channel: 'C2', text: forEach(1, 'write about item 1') });
    await lab.until('the first word', () => whispers(lab, 'U1', 'C2').find((text) => text.includes('/invite @Fanout')));
    // The way back is open for half an hour.
    lab.clock.skip(31 * 60_000);
    open(1);
    await lab.delivered();
    expect(letters(lab).map(({ text }) => text)).toEqual([expect.stringMatching(/it has ended[\s\S]*1 lane = 1 done/)]);
    expectCalm(lab);
  });
});

describe('what breaks under a run', () => {
  const breaks: Readonly<
    Record<
      string,
      { readonly act: (lab: Awaited<ReturnType<typeof createSlackLab>>, board: string) => unknown; readonly told: RegExp | null }
    >
  > = {
    'the channel is archived': { act: (lab) => lab.slack.archive('T1', 'C1'), told: /archived/ },
    'Fanout is removed from the channel': { act: (lab) => lab.slack.kickBot('T1', 'C1'), told: /invite @Fanout/ },
    'a permission is taken away': {
      act: (lab) =>
        lab.slack.setScopes(
          'T1',
          BOT_SCOPES.filter((scope) => scope !== 'chat:write'),
        ),
      told: null,
    },
    'the token is revoked': { act: (lab) => lab.slack.revokeTokens('T1'), told: null },
    'the workspace is closed': {
      act: (lab) => lab.slack.fail.every('*', 1, { kind: 'error', error: 'account_inactive' }),
      told: null,
    },
    'Fanout is uninstalled': { act: (lab) => lab.slack.uninstall('T1'), told: null },
    'the board is deleted': { act: (lab, board) => lab.slack.deleteMessage('T1', 'C1', board), told: /the thread is gone/ },
  };

  it.each(Object.entries(breaks))(
    '%s: the run is kept, who asked is told where that can be, and it can be shown elsewhere',
    async (_, { act, told }) => {
      const { model, open } = createGate();
      const lab = await createSlackLab({ model, mayLog: /^Fanout was removed from its workspace/ });
      const { fanout } = await lab.start();
      await lab.slack.mention({ ...ADA, channel: 'C3', text: forEach(2, 'write a song') });
      await lab.slack.command({ ...ADA, text: forEach(3) });
      open(1);
      const board = await lab.until('one result', () =>
        boards(lab).find(({ ts, text }) => text.includes('1 of 3 done') && replies(lab, ts).length === 1),
      );
      await act(lab, board.ts);
      open(2, 3);
      await lab.delivered();
      const runId = the((await lab.runs()).find((id) => board.text.includes(id)));
      expect((await fanout.watch.now(runId)).answer).toContain('3 lanes = 3 done');
      if (told !== null) {
        const all = [...letters(lab).map(({ text }) => text), ...whispers(lab)].join('\n');
        expect(all).toMatch(told);
        expect(all).toContain('3 lanes = 3 done');
        expect((await lab.slack.command({ ...ADA, channel: 'C3', text: `show ${runId}` })).ack.body).toContain('3 lanes = 3 done');
      }
      expectCalm(lab);
    },
  );

  it('the first message of the thread is deleted in which it was asked', async () => {
    const { model, open } = createGate();
    const lab = await createSlackLab({ model });
    await lab.start();
    const { ts } = await lab.slack.mention({ ...ADA, text: forEach(2) });
    open(1);
    await lab.until('one result', () => replies(lab, ts).length === 2);
    lab.slack.deleteMessage('T1', 'C1', ts);
    open(2);
    await lab.delivered();
    expect(
      letters(lab)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/the thread is gone[\s\S]*2 lanes = 2 done/);
    expectCalm(lab);
  });
});

describe('a process that goes', () => {
  it('lets go at SIGTERM, and the next one goes on: the same board, each message once', async () => {
    const { model, open } = createGate();
    const lab = await createSlackLab({ model });
    const first = await lab.start();
    await lab.slack.command({ ...ADA, text: forEach(4) });
    const asked = await lab.slack.mention({ ...BOB, text: forEach(2, 'write a song') });
    open(1);
    const board = await lab.until('one result', () =>
      boards(lab).find(({ ts, text }) => text.includes('1 of 4 done') && replies(lab, ts).length === 1),
    );
    await first.close();
    expect(first.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    const before = lab.slack.messages('T1', 'C1').length;
    open(2, 3, 4);
    const pending = lab.slack.mention({ ...ADA, text: 'write a haiku', threadTs: asked.ts });
    expect((await pending).deliveries[0]?.isAcked).toBe(false);
    expect(lab.slack.messages('T1', 'C1')).toHaveLength(before + 1);
    await lab.start();
    await lab.delivered();
    const ended = the(boards(lab)[0]);
    expect(ended.ts).toBe(board.ts);
    expect(ended.text).toMatch(/<@U1> asked[\s\S]*4 of 4 done/);
    const seen = replies(lab, board.ts).map(({ text }) => text);
    expect(seen).toHaveLength(5);
    expect(seen.filter((text) => text.includes('item 1 · done'))).toHaveLength(1);
    expect(seen.at(-1)).toContain('4 lanes = 4 done');
    expect(replies(lab, asked.ts).at(-1)?.text).toContain('2 lanes = 2 done');
    await lab.slack.deliver(the((await pending).deliveries[0]).body, { num: 1, reason: 'connection_failed' });
    expect(boards(lab)).toHaveLength(1);
    expectCalm(lab);
  });

  it('dies between any post and its note of it, and nothing is there twice or missing', async () => {
    for (const at of [1, 2, 3, 4, 5, 6]) {
      const model = createScriptedModel((call) => `made of: ${call.instruction}`);
      const lab = await createSlackLab({ model });
      const dying = await lab.start({ at, when: 'after' });
      void lab.slack.command({ ...ADA, text: `for each of ${items(3)}: write a slogan` });
      await lab.until('its death', () => dying.life.dead);
      dying.kill();
      await lab.start();
      await lab.delivered();
      for (const board of boards(lab)) {
        expect(board.text).toContain('3 of 3 done');
        expect(replies(lab, board.ts)).toHaveLength(4);
      }
      expect(boards(lab).length).toBe((await lab.runs()).length);
      expectCalm(lab);
    }
  });
});
