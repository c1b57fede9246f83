import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import { ADA, BOB, createDiscordLab, ELSEWHERE, EVE, GENERAL, MALLORY, OPS, SECRET } from '#test/fakes/discord-lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { ask, boards, buttonOf, expectCalm, forEach, menuOf, replies, runOf, said, slash, the, whispers, wishOf } from './seeing.ts';

/** What each item comes to, as the test says; without a word of it, its name. */
function createWorks() {
  const steps = new Map<string, ScriptStep | Promise<ScriptStep>>();
  const model = createScriptedModel((call) => {
    const name = /item \d+/.exec(call.instruction)?.[0] ?? 'it';
    return steps.get(name) ?? `made of: ${call.instruction}`;
  });
  return { steps, model };
}

const asBob = { channel: GENERAL, user: BOB } as const;

describe('who is there', () => {
  it('steers a run lane by lane, and what changes changes where it stands', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', new FanoutError('bad_request', 'it is down'));
    steps.set('item 3', { hang: true });
    steps.set('item 4', { hang: true });
    const lab = await createDiscordLab({ model });
    await lab.start();
    await ask(lab, forEach(4));
    const board = await lab.until('two lanes over', () => boards(lab, BOB).find(({ text }) => text.includes('1 of 4 done · 1 failed')));
    const runId = runOf(board);
    const now = () => the(boards(lab, BOB)[0]);
    const openLane = async (lane: number) => {
      const opened = await lab.discord.select({
        ...asBob,
        messageId: board.id,
        customId: menuOf(now()),
        values: [`${runId}/${lane}/open`],
      });
      expect(opened.acknowledged).toBe('modal');
      return the(lab.discord.modals(BOB).at(-1));
    };
    const third = await openLane(3);
    expect(JSON.stringify(third.data)).toMatch(/Lane 3[\s\S]*item 3[\s\S]*For item 3: write a slogan/);
    await lab.discord.submitModal({ modalId: third.id, values: { wish: ['skip'] } });
    await lab.until('a lane that was left out', () => now().text.includes('1 skipped'));
    await lab.discord.press({ ...asBob, messageId: board.id, customId: buttonOf(now(), 'Merge now') });
    await lab.delivered();
    const answer = the(replies(lab, board.id).at(-1));
    expect(answer.text).toMatch(
      /made of: For item 1[\s\S]*4 lanes = 1 done \+ 1 failed \+ 2 skipped[\s\S]*2 item 2: failed \(it is down\)/,
    );
    const reply = the(replies(lab, board.id).find(({ text }) => /^\D*2 item 2/.test(text)));

    steps.clear();
    const inThread = { channel: board.id, user: BOB };
    const choose = (message: typeof reply, wish: string) =>
      lab.discord.select({ ...inThread, messageId: message.id, customId: menuOf(message), values: [wishOf(message, wish)] });
    expect(await choose(reply, 'edit')).toMatchObject({ acknowledged: 'modal' });
    const edit = the(lab.discord.modals(BOB).at(-1));
    const blank = await lab.discord.submitModal({ modalId: edit.id, values: { prompt: '  ' } });
    expect(blank.failure).toBe(null);
    await lab.until('a word', () => whispers(lab, BOB, board.id).find((text) => text.includes('Say what is asked of the lane.')));
    await choose(reply, 'edit');
    await lab.discord.submitModal({
      modalId: the(lab.discord.modals(BOB).at(-1)).id,
      values: { wish: ['edit'], prompt: 'name item 2 in @everyone Latin' },
    });
    await lab.delivered();
    const seen = (id: string): string => the(replies(lab, board.id).find((message) => message.id === id)).text;
    expect(seen(reply.id)).toContain('made of: name item 2 in');
    expect(seen(answer.id)).toMatch(/Revision 2[\s\S]*made of: name item 2 in[\s\S]*4 lanes = 2 done \+ 2 skipped/);
    expect(now().text).toMatch(/2 of 4 done · 2 skipped[\s\S]*revision 2 of the answer/);

    await lab.discord.press({ ...asBob, messageId: board.id, customId: buttonOf(now(), 'Retry missing') });
    await lab.delivered();
    expect(seen(answer.id)).toMatch(/Revision 3[\s\S]*4 lanes = 4 done/);
    const calls = model.calls.length;
    const first = the(replies(lab, board.id).find(({ text }) => /^\D*1 item 1/.test(text)));
    await choose(first, 'show');
    await lab.until('its text', () => whispers(lab, BOB, board.id).find((text) => text.includes('made of: For item 1')));
    expect(whispers(lab, ADA, board.id)).toEqual([]);
    await choose(first, 'retry');
    await lab.delivered();
    expect(model.calls).toHaveLength(calls + 1);
    expect(seen(answer.id)).toMatch(/Revision 4/);
    expect(now().id).toBe(board.id);
    expect(now().text).toContain(`<@${ADA}> asked: **for each of item 1`);
    expect(now().controls.map(({ label }) => label)).toEqual(['Open a lane']);
    expect(replies(lab, board.id)).toHaveLength(1 + 4);
    expectCalm(lab);
  });

  it('sees by typing what runs here, and what ran', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', { hang: true });
    const lab = await createDiscordLab({ model });
    await lab.start();
    await slash(lab, 'status', {}, asBob);
    await ask(lab, forEach(2));
    const board = await lab.until('a lane done', () => boards(lab).find(({ text }) => text.includes('1 of 2 done')));
    const run = runOf(board);
    const typed = [
      ['status', {}],
      ['show', {}],
      ['show', { run, lane: 1 }],
      ['show', { run, lane: 9 }],
      ['retry', { run, lanes: 'all of them' }],
      ['history', { words: 'slogan' }],
      ['history', { words: 'nothing' }],
      ['help', {}],
    ] as const;
    for (const [at, [verb, options]] of typed.entries()) {
      await slash(lab, verb, options, asBob);
      await lab.until(`an answer to ${verb}`, () => whispers(lab, BOB).length === at + 2);
    }
    const told = whispers(lab, BOB);
    expect(told).toEqual([
      expect.stringContaining('Nothing is running here.'),
      expect.stringContaining('1 of 2 done'),
      expect.stringContaining('1 of 2 done'),
      expect.stringContaining('made of: For item 1'),
      expect.stringContaining('its lanes are 1 to 2'),
      expect.stringMatching(/Say it like this:.*retry/),
      expect.stringContaining(`${run} · unfinished`),
      expect.stringContaining('No run here has “nothing”'),
      expect.stringContaining('Commands ('),
    ]);
    await slash(lab, 'skip', { lane: 2 }, asBob);
    await lab.delivered();
    expect(replies(lab, board.id).at(-1)?.text).toContain('2 lanes = 1 done + 1 skipped');
    expect(whispers(lab, BOB)).toHaveLength(told.length);
    expect(whispers(lab, ADA)).toEqual([]);
    expectCalm(lab);
  });
});

describe('who is not there', () => {
  it('sees and steers nothing, by ids, completion, buttons or mentions, from another channel, a private thread or another server', async () => {
    const { steps, model } = createWorks();
    steps.set('item 2', { hang: true });
    const lab = await createDiscordLab({ model, messageContent: true });
    await lab.start();
    const hideout = lab.discord.createThread({ user: ADA, channel: GENERAL, name: 'hideout', isPrivate: true });
    lab.discord.joinThread(hideout, '100000000000000002');
    await ask(lab, forEach(2, 'write a secret'), { channel: SECRET });
    await ask(lab, forEach(2, 'write a whisper'), { channel: hideout });
    await ask(lab, forEach(2, 'write an open letter'));
    const isAtWork = (channel: string) => boards(lab, ADA, channel).find(({ text }) => text.includes('1 of 2 done'));
    const inHideout = await lab.until('the whisper', () => isAtWork(hideout));
    const inSecret = await lab.until('the secret', () => isAtWork(SECRET));
    const board = await lab.until('the letter', () => isAtWork(GENERAL));
    const [openId, secretId, hiddenId] = [runOf(board), runOf(inSecret), runOf(inHideout)];
    const calls = model.calls.length;
    const bob = { channel: GENERAL, user: BOB };
    const eve = { channel: OPS, user: EVE };
    const mallory = { channel: ELSEWHERE, user: MALLORY };

    let count = 0;
    const isRefused = async (who: { channel: string; user: string }, verb: string, options: Readonly<Record<string, string | number>>) => {
      const before = whispers(lab, who.user, who.channel).length;
      await slash(lab, verb, options, who);
      const said = await lab.until('a no', () => whispers(lab, who.user, who.channel)[before]);
      expect(said).toContain('There is no run');
      count += 1;
    };
    for (const [who, ids] of [
      [bob, [secretId, hiddenId]],
      [eve, [openId]],
      [mallory, [openId, secretId]],
    ] as const)
      for (const run of ids) {
        for (const verb of ['stop', 'merge', 'retry', 'show', 'yes']) await isRefused(who, verb, { run });
        await isRefused(who, 'skip', { run, lane: 2 });
        await isRefused(who, 'show', { run, lane: 1 });
      }
    expect(count).toBe(5 * 7);
    for (const who of [bob, eve, mallory]) {
      for (const verb of ['history', 'status']) {
        const before = whispers(lab, who.user, who.channel).length;
        await slash(lab, verb, {}, who);
        const said = await lab.until('a list', () => whispers(lab, who.user, who.channel)[before]);
        expect(said).not.toMatch(/write a secret|write a whisper/);
      }
      const { choices } = await lab.discord.autocomplete({
        ...who,
        name: 'fanout',
        subcommand: 'show',
        focused: 'run',
        options: { run: '' },
      });
      expect(choices.map(({ value }) => value)).toEqual(who === bob ? [openId] : []);
    }

    // Ada may see both, but all of #ops would read the answer to a mention there.
    for (const run of [secretId, openId, hiddenId]) {
      const id = lab.discord.mention({ user: ADA, channel: OPS, content: `show ${run}` });
      await lab.until('a no to all', () => said(lab, OPS).find(({ replyTo, text }) => replyTo === id && text.includes('There is no run')));
    }
    await slash(lab, 'show', { run: secretId }, { channel: OPS });
    expect(await lab.until('her run', () => whispers(lab, ADA, OPS)[0])).toContain('1 of 2 done');

    // Who could see the board a moment ago, and not any more.
    const stop = buttonOf(board, 'Stop');
    lab.discord.setOverwrite(GENERAL, { id: BOB, kind: 'user', deny: 1n << 10n });
    await expect(lab.discord.press({ ...bob, messageId: board.id, customId: stop })).rejects.toThrow(/can't see/);
    await slash(lab, 'stop', { run: openId }, { channel: OPS, user: BOB });
    expect(await lab.until('a no', () => whispers(lab, BOB, OPS).at(-1))).toContain('There is no run');

    const given = model.calls.slice(calls);
    expect(given).toEqual([]);
    for (const run of [openId, secretId, hiddenId]) await slash(lab, 'stop', { run });
    await lab.delivered();
    expect(replies(lab, inSecret.id).at(-1)?.text).toContain('2 lanes = 1 done + 1 cancelled');
    expect(lab.discord.seenBy(BOB, SECRET)).toEqual([]);
    expect(lab.discord.seenBy(BOB, hideout)).toEqual([]);
    expect(said(lab, ELSEWHERE, MALLORY)).toEqual([]);
    steps.clear();
    await ask(lab, forEach(2, 'write elsewhere'), mallory);
    await lab.delivered();
    expect(the(said(lab, ELSEWHERE, MALLORY)[0])).toMatchObject({ pings: [MALLORY], text: expect.stringContaining('2 of 2 done') });
    expectCalm(lab);
  });
});
