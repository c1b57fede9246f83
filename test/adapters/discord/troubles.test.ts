import { describe, expect, it } from 'vitest';
import { ADA, BOB, createDiscordLab, type DiscordLab, GENERAL, GUILD, MUTE, OPS } from '#test/fakes/discord-lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { ask, boards, expectCalm, forEach, inGeneral, letters, mention, replies, said, slash, the, whispers } from './seeing.ts';

const SEND = 1n << 11n;
const SEND_IN_THREADS = 1n << 38n;
const BEGIN_THREADS = 1n << 35n;
const HISTORY = 1n << 16n;

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

describe('where Fanout may not write', () => {
  it('the asker alone is told what to allow, how far it is, and the answer; nobody else sees a thing', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(8), { channel: MUTE });
    const told = () => whispers(lab, ADA, MUTE);
    await lab.until('the first word', () => told().find((text) => text.includes('Create Public Threads')));
    for (const step of [
      [1, 2],
      [3, 4],
      [5, 6],
    ]) {
      open(...step);
      await lab.until('how far', () => told().find((text) => text.includes(`${step[1]} of 8 done`)));
    }
    open(7, 8);
    await lab.delivered();
    expect(told().at(-1)).toMatch(/it has ended[\s\S]*made of: For item 8[\s\S]*8 lanes = 8 done/);
    expect(told()).toHaveLength(5);
    expect(lab.discord.seenBy(BOB, MUTE)).toEqual([]);
    expect(letters(lab)).toEqual([]);
    const [run = ''] = await lab.runs();
    await slash(lab, 'show', { run });
    expect(await lab.until('it elsewhere', () => whispers(lab)[0])).toContain('8 lanes = 8 done');
    lab.discord.setOverwrite(MUTE, { id: '100000000000000002', kind: 'user' });
    await slash(lab, 'retry', { run, lanes: '1' }, { channel: MUTE });
    await lab.delivered();
    const board = the(boards(lab, BOB, MUTE)[0]);
    expect(replies(lab, board.id, BOB).map(({ text }) => text)).toContainEqual(expect.stringMatching(/Revision 2[\s\S]*8 lanes = 8 done/));
    expectCalm(lab);
  });

  it('and there is no way back by a command, it writes to the asker', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    open(1, 2);
    await mention(lab, { channel: MUTE, content: forEach(2) });
    await lab.until('a letter', () => letters(lab).find(({ text }) => text.includes('2 lanes = 2 done')));
    await lab.delivered();
    expect(
      letters(lab)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/Create Public Threads[\s\S]*2 lanes = 2 done/);
    expect(said(lab, MUTE)).toEqual([]);
    lab.discord.closeDms(ADA);
    await mention(lab, { channel: MUTE, content: forEach(2, 'write a song') });
    await lab.until('another run', () => model.calls.length === 4);
    await lab.delivered();
  });

  it('and the way back has run out, it writes to the asker', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(1, 'write about item 1'), { channel: MUTE });
    await lab.until('a first word', () => whispers(lab, ADA, MUTE).length + letters(lab).length > 0);
    // The way back is open for a quarter of an hour.
    lab.clock.skip(16 * 60_000);
    open(1);
    await lab.delivered();
    expect(letters(lab).at(-1)?.text).toMatch(/it has ended[\s\S]*1 lane = 1 done/);
    expectCalm(lab);
  });
});

interface Break {
  readonly act: (lab: DiscordLab, board: string) => unknown;
  /** What the asker is told; null: nothing can be told. */
  readonly told: RegExp | null;
}

describe('what breaks under a run', () => {
  const breaks: Readonly<Record<string, Break>> = {
    'the channel is deleted': { act: (lab) => lab.discord.deleteChannel(GENERAL), told: /channel is gone/ },
    'the board is deleted': {
      act: (lab, board) => {
        lab.discord.deleteChannel(board);
        lab.discord.setRolePermissions(GUILD, GUILD, 0x7fffffffffffffffn);
        lab.discord.deleteMessage({ ...inGeneral, messageId: board });
      },
      told: /gone/,
    },
    'the thread is locked': { act: (lab, board) => lab.discord.lockThread(board), told: /locked/ },
    'Fanout may not write in threads': {
      act: (lab) => lab.discord.removePermission(GENERAL, SEND_IN_THREADS),
      told: /Send Messages in Threads/,
    },
    'Fanout may not see the channel': { act: (lab) => lab.discord.removePermission(GENERAL, 1n << 10n), told: /View Channel/ },
    'Fanout is kicked': { act: (lab) => lab.discord.kickBot(GUILD), told: null },
  };

  it.each(Object.entries(breaks))('%s: the run is kept, and who asked is told where that can be', async (_, { act, told }) => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    const { fanout } = await lab.start();
    await ask(lab, forEach(3));
    open(1);
    const board = await lab.until('one result', () =>
      boards(lab).find(({ id, text }) => text.includes('1 of 3 done') && replies(lab, id).length === 1),
    );
    const [run = ''] = await lab.runs();
    await act(lab, board.id);
    open(2, 3);
    await lab.delivered();
    expect((await fanout.watch.now(run)).answer).toContain('3 lanes = 3 done');
    if (told === null) return;
    const here = told.source.includes('channel is gone') ? [] : whispers(lab);
    const all = [...letters(lab).map(({ text }) => text), ...here].join('\n');
    expect(all).toMatch(told);
    expect(all).toContain('3 lanes = 3 done');
    await slash(lab, 'show', { run }, { channel: OPS });
    expect(await lab.until('it elsewhere', () => whispers(lab, ADA, OPS)[0])).toContain('3 lanes = 3 done');
  });

  it('a thread that sleeps is woken, for messages and for edits', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    const id = await mention(lab, { content: forEach(3) });
    open(1);
    await lab.until('one result', () => replies(lab, id).length === 2);
    lab.discord.archiveThread(id);
    open(2);
    await lab.until('another', () => replies(lab, id)[0]?.text.includes('2 of 3 done'));
    lab.discord.archiveThread(id);
    const before = lab.discord.calls().length;
    await lab.until('an edit', () =>
      lab.discord
        .calls()
        .slice(before)
        .some(({ route, status }) => route.startsWith('PATCH /channels/:channel/messages') && status === 200),
    );
    open(3);
    await lab.delivered();
    expect(replies(lab, id)).toHaveLength(5);
    expect(replies(lab, id)[0]?.text).toContain('3 of 3 done');
    expectCalm(lab);
  });

  it('a message that is deleted is posted once more, and then left', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(2));
    open(1);
    const board = await lab.until('one result', () => boards(lab).find(({ id }) => replies(lab, id).length === 1));
    const lane = the(replies(lab, board.id)[0]);
    lab.discord.setRolePermissions(GUILD, GUILD, 0x7fffffffffffffffn);
    lab.discord.deleteMessage({ user: ADA, channel: board.id, messageId: lane.id });
    open(2);
    await lab.delivered();
    await slash(lab, 'retry', { lanes: '1' });
    await lab.delivered();
    expect(replies(lab, board.id).filter(({ text }) => text.includes('item 1 ·'))).toHaveLength(1);
    expect(replies(lab, board.id)).toHaveLength(3);
  });

  it('a token that is refused once is no end', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    open(1, 2);
    lab.discord.fail.next('POST /channels/:channel/messages', { kind: '401' });
    lab.discord.fail.next('PATCH /channels/:channel/messages/:message', { kind: '401' });
    await ask(lab, forEach(2));
    await lab.delivered();
    expect(replies(lab, the(boards(lab)[0]).id).at(-1)?.text).toContain('2 lanes = 2 done');
    expectCalm(lab);
  });

  it('a server without the right to begin threads, or to read back, still gets its answers', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    await lab.start();
    open(1, 2);
    lab.discord.removePermission(GENERAL, BEGIN_THREADS);
    await ask(lab, forEach(2));
    await lab.delivered();
    expect(whispers(lab).join('\n')).toMatch(/Create Public Threads[\s\S]*2 lanes = 2 done/);
    lab.discord.removePermission(OPS, HISTORY | SEND);
    lab.discord.setOverwrite(OPS, { id: '100000000000000002', kind: 'user', deny: HISTORY });
    lab.discord.fail.next('POST /channels/:channel/messages', { kind: '500', applied: false });
    await mention(lab, { user: BOB, channel: OPS, content: forEach(2, 'write a song') });
    await lab.until('a word to Bob', () => letters(lab, BOB).find(({ text }) => text.includes('2 lanes = 2 done')));
    await lab.delivered();
  });
});

describe('a process that goes', () => {
  it('lets go at SIGTERM, and the next one goes on: the same board, each message once', async () => {
    const { model, open } = createGate();
    const lab = await createDiscordLab({ model });
    const first = await lab.start();
    await ask(lab, forEach(4));
    const asked = await mention(lab, { user: BOB, content: forEach(2, 'write a song') });
    open(1);
    const board = await lab.until('one result', () =>
      boards(lab).find(({ id, text }) => text.includes('1 of 4 done') && replies(lab, id).length === 1),
    );
    lab.discord.fail.every('PATCH /channels/:channel/messages/:message', 1, { kind: 'timeout', applied: true });
    open(2);
    await lab.until('an edit that hangs', () => boards(lab)[0]?.text.includes('2 of 4 done'));
    await first.close();
    lab.discord.fail.clear();
    expect(first.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    open(3, 4);
    await lab.start();
    await lab.delivered();
    const ended = the(boards(lab)[0]);
    expect(ended.id).toBe(board.id);
    expect(ended.text).toMatch(new RegExp(`<@${ADA}> asked[\\s\\S]*4 of 4 done`));
    const seen = replies(lab, board.id).map(({ text }) => text);
    expect(seen).toHaveLength(5);
    expect(seen.filter((text) => text.includes('item 1 · done'))).toHaveLength(1);
    expect(seen.at(-1)).toContain('4 lanes = 4 done');
    expect(replies(lab, asked).at(-1)?.text).toContain('2 lanes = 2 done');
    expect(boards(lab)).toHaveLength(1);
    expectCalm(lab);
  });

  it('dies between any post and its note of it, also for so long that no nonce helps, and nothing is there twice or missing', async () => {
    for (const at of [1, 2, 3, 4, 5, 6]) {
      const model = createScriptedModel((call) => `made of: ${call.instruction}`);
      const lab = await createDiscordLab({ model });
      const dying = await lab.start({ at, when: 'after' });
      void ask(lab, forEach(3));
      await lab.until('its death', () => dying.life.dead);
      dying.kill();
      if (at % 2 === 1) lab.clock.skip(6 * 60_000);
      await lab.start();
      await lab.delivered();
      expect(boards(lab)).toHaveLength(1);
      const board = the(boards(lab)[0]);
      expect(board.text).toContain('3 of 3 done');
      expect(replies(lab, board.id)).toHaveLength(4);
      expectCalm(lab);
    }
  });
});
