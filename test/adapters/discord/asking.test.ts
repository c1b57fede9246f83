import { describe, expect, it } from 'vitest';
import type { ModelCall } from '#core/ports/model.ts';
import { asksForChange, toTold } from '#test/fakes/change-answer.ts';
import {
  ADA,
  BOB,
  BOT,
  createDiscordLab,
  type DiscordLab,
  ELSEWHERE,
  FORUM,
  GENERAL,
  GUILD,
  MALLORY,
  SECRET,
} from '#test/fakes/discord-lab.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { ask, boards, expectCalm, forEach, inGeneral, letters, mention, replies, said, slash, the, whispers } from './seeing.ts';

const file = (name: string, bytes: string) => ({ name, bytes });

/** A model that says what it was given, and for which all that is said about a run is a request of its own. */
const toSaid = (call: ModelCall): string => (asksForChange(call) ? toTold({ kind: 'request' }) : toDid(call));
const toDid = ({ instruction, materials }: ModelCall): string =>
  `did “${instruction.slice(0, 40)}” with ${materials.map((it) => `${it.title}: ${it.text.slice(0, 60)}`).join(' | ')}`;

async function open(options: { readonly messageContent?: boolean } = {}) {
  const model = createScriptedModel(toSaid);
  const lab = await createDiscordLab({ model, prices: FAKE_PRICES, ...options });
  const process = await lab.start();
  // What a planner is asked has no text of it.
  const given = (): readonly string[] =>
    model.calls.filter(({ standing }) => standing === undefined).flatMap((call) => call.materials.map(({ text }) => text));
  return { lab, model, process, given };
}

const formOf = (lab: DiscordLab, user = ADA) => lab.until('a form', () => lab.discord.modals(user).at(-1));

describe('the form', () => {
  it('opens for a command that has nothing to work on, and makes one run of what is typed, chosen and attached', async () => {
    const { lab, given } = await open();
    expect(await slash(lab, 'run')).toMatchObject({ acknowledged: 'modal' });
    lab.discord.closeModal((await formOf(lab)).id);
    expect(await ask(lab, 'translate into French and German')).toMatchObject({ acknowledged: 'modal' });
    const form = await formOf(lab);
    expect(JSON.stringify(form.data)).toContain('"value":"translate into French and German"');
    expect(await lab.runs()).toEqual([]);
    const values = {
      request: 'translate each of these into French and German',
      text: 'The cat sat.',
      files: [file('notes.md', 'The notes are long.')],
      merge: ['ordered'],
    };
    const sent = await lab.discord.submitModal({ modalId: form.id, values });
    expect(sent).toMatchObject({ acknowledged: 'deferred message', failure: null });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(1);
    const board = the(boards(lab, BOB)[0]);
    expect(board.text).toContain('asked: **translate each of these into French and German**');
    expect(the(replies(lab, board.id).at(-1)).text).toContain('4 lanes = 4 done');
    expect(given().join(' ')).toMatch(/The cat sat\.[\s\S]*The notes are long\./);
    expect(whispers(lab)).toEqual([]);
    expectCalm(lab);
  });

  it('keeps the files of the command that opened it, and takes a lane for each line where that is chosen', async () => {
    const { lab, given, model } = await open();
    await slash(lab, 'run', { file: file('a.txt', 'This is A.'), file2: file('b.txt', 'This is B.') });
    const form = await formOf(lab);
    await lab.discord.submitModal({ modalId: form.id, values: { request: 'praise it\nblame it', mode: ['manual'] } });
    await lab.delivered();
    expect(model.calls.map(({ instruction }) => instruction)).toEqual([
      expect.stringContaining('praise it'),
      expect.stringContaining('blame it'),
    ]);
    expect(given()).toEqual(expect.arrayContaining(['This is A.', 'This is B.']));
  });

  it('opens from a message with all of it, however long, and without the right to read what others write', async () => {
    const { lab, given } = await open();
    const long = `${'All work and no play. '.repeat(200)}THE END`;
    const minutes = file('minutes.txt', 'We met. We left.');
    const messageId = lab.discord.write({ user: BOB, channel: GENERAL, content: long, files: [minutes] });
    const command = { ...inGeneral, name: 'Fan out this message' };
    expect(await lab.discord.messageCommand({ ...command, messageId })).toMatchObject({ acknowledged: 'modal' });
    const form = await formOf(lab);
    const sent = await lab.discord.submitModal({ modalId: form.id, values: { request: 'summarize each of these' } });
    expect(sent.failure).toBe(null);
    await lab.delivered();
    expect(replies(lab, the(boards(lab)[0]).id, BOB).at(-1)?.text).toContain('2 lanes = 2 done');
    expect(given().some((it) => it.endsWith('THE END'))).toBe(true);
    expect(given()).toContain('We met. We left.');
    const short = lab.discord.write({ user: BOB, channel: GENERAL, content: 'a short message' });
    await lab.discord.messageCommand({ ...command, messageId: short });
    await lab.discord.submitModal({ modalId: (await formOf(lab)).id, values: { request: 'translate into French and German' } });
    await lab.delivered();
    expect(given().at(-1)).toBe('a short message');
    expectCalm(lab);
  });

  it('that was open over a restart says so where it has lost what it was about, with all that was typed', async () => {
    const { lab, process } = await open();
    const messageId = lab.discord.write({ user: BOB, channel: GENERAL, content: 'The cat sat.', files: [file('minutes.txt', 'We met.')] });
    await lab.discord.messageCommand({ ...inGeneral, name: 'Fan out this message', messageId });
    const form = await formOf(lab);
    await process.close();
    await lab.start();
    await lab.discord.submitModal({ modalId: form.id, values: { request: 'summarize each of these' } });
    expect(await lab.until('a word', () => whispers(lab)[0])).toMatch(/open it again[\s\S]*summarize each of these/i);
    expect(await lab.runs()).toEqual([]);
  });

  it('completes with what was asked, and the runs, of this channel alone', async () => {
    const { lab } = await open();
    await ask(lab, forEach(2, 'write in general'));
    await ask(lab, forEach(2, 'write a secret'), { channel: SECRET });
    await lab.delivered();
    const complete = async (subcommand: string, focused: string, typed: string, spot: { channel: string; user: string }) =>
      (await lab.discord.autocomplete({ ...spot, name: 'fanout', subcommand, focused, options: { [focused]: typed } })).choices;
    const runs = await complete('show', 'run', '', { channel: GENERAL, user: BOB });
    expect(runs.map(({ name }) => name)).toEqual([expect.stringContaining('write in general')]);
    expect(await lab.runs()).toContain(runs[0]?.value);
    expect(await complete('run', 'request', 'WRITE', { channel: GENERAL, user: BOB })).toHaveLength(1);
    expect(await complete('run', 'request', 'nothing like it', { channel: GENERAL, user: BOB })).toEqual([]);
    expect(await complete('show', 'run', '', { channel: ELSEWHERE, user: MALLORY })).toEqual([]);
    const inThread = { channel: the(boards(lab)[0]).id, user: BOB };
    expect(await complete('show', 'run', '', inThread)).toHaveLength(1);
  });
});

describe('a mention', () => {
  it('is answered in a thread on that message, with the files that came with it', async () => {
    const { lab } = await open();
    const files = [file('one.md', 'One is first.'), file('two.md', 'Two is second.')];
    const id = await mention(lab, { content: 'summarize each of these', files });
    await lab.delivered();
    const [board, ...more] = replies(lab, id, BOB);
    expect(board?.text).toMatch(/2 of 2 done[\s\S]*1 one\.md[\s\S]*2 two\.md/);
    expect(board?.pings).toEqual([]);
    expect(more.map(({ text }) => text)).toEqual([
      expect.stringContaining('One is first.'),
      expect.stringContaining('Two is second.'),
      expect.stringContaining('2 lanes = 2 done'),
    ]);
    expect(boards(lab)).toEqual([]);
    expectCalm(lab);
  });

  it('in a thread works on what was said there before it, where Fanout may read that, without what it said itself', async () => {
    const { lab, given } = await open({ messageContent: true });
    const thread = lab.discord.createThread({ ...inGeneral, name: 'ship', content: 'Shall we ship?' });
    lab.discord.write({ user: BOB, channel: thread, content: 'Not before all have slept.', files: [file('plan.txt', 'Step one.')] });
    for (const content of ['summarize this thread', 'translate each of these replies into French']) {
      await mention(lab, { channel: thread, content });
      await lab.until('its board', () => said(lab, thread)[0]);
      await lab.delivered();
      lab.discord.write({ user: BOB, channel: thread, content: 'Too late to be read.' });
    }
    const [first, ...rest] = given();
    expect(first).toMatch(/ada[\s\S]*Shall we ship\?[\s\S]*bob[\s\S]*Not before all have slept\./);
    expect(given().join('\n')).toContain('Step one.');
    expect(first).not.toContain('Too late');
    expect(rest.join('\n')).not.toContain('lane = 1 done');
    const seen = said(lab, thread, BOB).map(({ text }) => text);
    expect(seen.at(-1)).toMatch(/lanes? = \d done/);
    // Said where a run is shown, the second one begins a run there, with the talk around it, and that is said.
    const runs = await lab.runs();
    expect(runs).toHaveLength(2);
    expect(seen.some((text) => text.includes(`That is a new request: run ${runs[0]} began.`))).toBe(true);
    expect(rest.join('\n')).toContain('Not before all have slept.');
    expectCalm(lab);
  });

  it('in a thread or as a reply says what is missing where Fanout may not read what others write', async () => {
    const { lab, model } = await open();
    const thread = lab.discord.createThread({ ...inGeneral, name: 'ship', content: 'Shall we ship?' });
    lab.discord.mention({ user: ADA, channel: thread, content: 'summarize this thread' });
    await lab.until('a word', () => said(lab, thread).find(({ text }) => text.includes('Message Content intent')));
    const replyTo = lab.discord.write({ user: BOB, channel: GENERAL, content: 'The cat sat.' });
    const id = await mention(lab, { content: 'translate into French and German', replyTo });
    await lab.until('another', () => replies(lab, id).find(({ text }) => text.includes('Message Content intent')));
    await lab.delivered();
    expect(model.calls).toEqual([]);
  });

  it('as a reply works on the message that it replies to, with its files', async () => {
    const { lab, given } = await open({ messageContent: true });
    const replyTo = lab.discord.write({ user: BOB, channel: GENERAL, content: 'The cat sat.' });
    const id = await mention(lab, { content: 'translate into French and German', replyTo });
    await lab.until('a board', () => replies(lab, id)[0]);
    await lab.delivered();
    expect(given()).toEqual(['The cat sat.', 'The cat sat.']);
    expect(replies(lab, id).at(-1)?.text).toContain('2 lanes = 2 done');
  });

  it('in a forum post and in a thread that slept is answered there', async () => {
    const { lab } = await open();
    const post = lab.discord.createThread({ user: ADA, channel: FORUM, name: 'help', content: `<@${BOT}> ${forEach(2)}` });
    await lab.until('the answer', () => said(lab, post, BOB).find(({ text }) => text.includes('2 lanes = 2 done')));
    lab.discord.archiveThread(post);
    await lab.delivered();
    lab.discord.mention({ user: BOB, channel: post, content: 'run: write a haiku' });
    await lab.until('another answer', () => said(lab, post, BOB).find(({ text }) => text.includes('1 lane = 1 done')));
    await lab.delivered();
    expectCalm(lab);
  });

  it('in a thread that slept before Fanout came is answered there too, also a command', async () => {
    const model = createScriptedModel(toSaid);
    const lab = await createDiscordLab({ model });
    const threads = ['one', 'two'].map((name) => {
      const thread = lab.discord.createThread({ ...inGeneral, name, content: 'long ago' });
      lab.discord.archiveThread(thread);
      return thread;
    });
    await lab.start();
    const [one, two] = [the(threads[0]), the(threads[1])];
    await ask(lab, forEach(2), { channel: one });
    await lab.until('the answer', () => said(lab, one, BOB).find(({ text }) => text.includes('2 lanes = 2 done')));
    lab.discord.mention({ user: ADA, channel: two, content: forEach(2) });
    await lab.until('the other answer', () => said(lab, two, BOB).find(({ text }) => text.includes('2 lanes = 2 done')));
    await lab.delivered();
    expect(boards(lab)).toEqual([]);
    expect((await slash(lab, 'history', {}, { user: BOB })).failure).toBe(null);
    expect(await lab.until('the history', () => whispers(lab, BOB)[0])).toContain('2 runs');
    expectCalm(lab);
  });

  it('without words gets the help', async () => {
    const { lab } = await open();
    const id = lab.discord.mention({ ...inGeneral, content: '' });
    const help = await lab.until('the help', () => said(lab, GENERAL).find(({ text }) => text.includes('Commands (')));
    expect(help).toMatchObject({ replyTo: id, pings: [] });
    expect(await lab.runs()).toEqual([]);
  });

  it('that is of a role, of everyone, of who is replied to, by an app, or edited, starts nothing; of its role it says which to take', async () => {
    const { lab } = await open();
    const bot = lab.discord.botRole(GUILD);
    const first = await mention(lab, { content: 'write a haiku' });
    await lab.delivered();
    await lab.until('the answer', () => replies(lab, first)[1]);
    lab.discord.editMessage({ ...inGeneral, messageId: first, content: `<@${BOT}> write two haikus` });
    lab.discord.write({ ...inGeneral, content: '@everyone write a haiku' });
    lab.discord.write({ user: BOB, channel: first, content: 'thank you', replyTo: the(replies(lab, first)[1]).id });
    lab.discord.write({ ...inGeneral, content: `<@&${bot}> write a haiku` });
    const hint = await lab.until('the hint', () => said(lab, GENERAL).find(({ text }) => text.includes('my role')));
    expect(hint.pings).toEqual([]);
    lab.discord.mention({ ...inGeneral, content: 'status' });
    await lab.until('what runs', () => said(lab, GENERAL).find(({ text }) => text.includes('Nothing is running here.')));
    expect(await lab.runs()).toHaveLength(1);
    const reply = { user: BOB, channel: first, content: `<@${BOT}> run: write a song`, replyTo: the(replies(lab, first)[1]).id };
    lab.discord.write(reply);
    await lab.until('a run by a reply that names it', () => said(lab, first).filter(({ text }) => text.includes('1 lane = 1 done'))[1]);
    await lab.delivered();
  });
});

describe('a direct message', () => {
  it('is answered there, board and all', async () => {
    const { lab, given } = await open();
    lab.discord.dm({ user: ADA, content: 'summarize each of these', files: [file('one.md', 'One.'), file('two.md', 'Two.')] });
    await lab.until('the answer', () => letters(lab).find(({ text }) => text.includes('2 lanes = 2 done')));
    await lab.delivered();
    expect(letters(lab)[0]?.text).toContain('2 of 2 done');
    expect(given()).toEqual(['One.', 'Two.']);
    const { channel } = lab.discord.dm({ user: ADA, content: 'help' });
    await lab.until('the help', () => letters(lab).find(({ text }) => text.includes('Commands (')));
    await ask(lab, forEach(2, 'write a poem'), { channel });
    await lab.until('the answer to a command', () => letters(lab).filter(({ text }) => text.includes('2 lanes = 2 done'))[1]);
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(2);
  });
});
