import { describe, expect, it } from 'vitest';
import { laneCalls, toTold } from '#test/fakes/change-answer.ts';
import { ADA, BOB, BOT, GENERAL, GUILD } from '#test/fakes/discord-lab.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { boardSaying, formOf, labelsOf, openLab, press, whisper } from './planning.ts';
import { ask, boards, buttonOf, expectCalm, forEach, mention, replies, said, slash, the, whispers } from './seeing.ts';

const LANGUAGES = 'translate into French, German, Dutch, Polish and Thai: Good morning';

describe('a sample', () => {
  it('is shown, corrected in a form, and the rest runs like it', async () => {
    const { lab, model } = await openLab();
    await slash(lab, 'plan', { request: forEach(14) });
    const board = await boardSaying(lab, 'Run 14 lanes');
    await press(lab, 'Sample first', BOB);
    const shown = await boardSaying(lab, 'These came first');
    expect(labelsOf(shown)).toEqual(['Run the rest', 'Correct…', 'Stop']);
    const samples = await lab.until('three results', () => (replies(lab, board.id).length === 3 ? replies(lab, board.id) : null));
    expect(samples.every(({ text }) => /item \d+ · done[\s\S]*made of/.test(text))).toBe(true);
    expect(laneCalls(model.calls)).toHaveLength(3);
    expect(await press(lab, 'Correct…', BOB)).toMatchObject({ acknowledged: 'modal' });
    expect(formOf(lab, BOB).shown).toMatch(/the 11 that wait begin with it/);
    await lab.discord.submitModal({ modalId: formOf(lab, BOB).id, values: { words: 'keep it informal' } });
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(3 + 14);
    expect(
      laneCalls(model.calls)
        .slice(3)
        .every(({ instruction }) => instruction.includes('keep it informal')),
    ).toBe(true);
    expect(the(boards(lab)[0]).text).toContain('14 of 14 done');
    expectCalm(lab);
  });

  it('is corrected by what is said in its thread, and a correction that comes too late is given back', async () => {
    const { lab, model } = await openLab();
    await slash(lab, 'plan', { request: LANGUAGES });
    const board = await boardSaying(lab, 'Run 5 lanes');
    await press(lab, 'Sample first');
    await boardSaying(lab, 'These came first');
    await lab.until('its thread', () => lab.discord.threads(GUILD).length === 1);
    await press(lab, 'Correct…', BOB);
    const late = formOf(lab, BOB);
    lab.discord.mention({ user: ADA, channel: board.id, content: 'please use the formal you' });
    await lab.delivered();
    expect(
      laneCalls(model.calls)
        .slice(3)
        .every(({ instruction }) => instruction.includes('formal you')),
    ).toBe(true);
    expect(replies(lab, board.id).filter(({ text }) => text.includes('Taken: it joins every lane'))).toHaveLength(1);
    await lab.discord.submitModal({ modalId: late.id, values: { words: 'shorter' } });
    expect(await whisper(lab, 'The run shows no sample now', BOB)).toMatch(/What you typed:[\s\S]*shorter/);
    expectCalm(lab);
  });
});

describe('what is said in the thread of a run', () => {
  it('adds a lane and makes a new revision of the same answer, once, however often it is told, and is no new request', async () => {
    const { lab, model } = await openLab({ messageContent: true });
    await ask(lab, LANGUAGES);
    await lab.delivered();
    const board = the(boards(lab)[0]);
    const answer = the(replies(lab, board.id).at(-1));
    lab.discord.gateway.hold();
    // As a reply to the answer, and with the name at its end: what it is about is the run all the same.
    lab.discord.write({ user: BOB, channel: board.id, content: `also Korean <@${BOT}>`, replyTo: answer.id });
    lab.discord.gateway.release('twice');
    await lab.until('an answer', () => replies(lab, board.id).find(({ text }) => text.includes('Added Korean.')));
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(6);
    expect(await lab.runs()).toHaveLength(1);
    const now = replies(lab, board.id);
    expect(the(now.find(({ id }) => id === answer.id)).text).toMatch(/Revision 2[\s\S]*Korean[\s\S]*6 lanes = 6 done/);
    expect(now.filter(({ text }) => text.includes('Added Korean.'))).toHaveLength(1);
    expect(the(boards(lab)[0]).text).toContain('6 of 6 done');
    lab.discord.mention({ user: BOB, channel: board.id, content: 'thanks!' });
    await mention(lab, { user: BOB, channel: board.id, content: 'run: write a haiku' });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(2);
    expectCalm(lab);
  });

  it('told twice where it began a run is no word about that run', async () => {
    const { lab, model } = await openLab();
    const thread = lab.discord.createThread({ user: ADA, channel: GENERAL, name: 'lunch', content: 'Where?' });
    lab.discord.gateway.hold();
    lab.discord.mention({ user: ADA, channel: thread, content: 'write a haiku about it' });
    lab.discord.gateway.release('twice');
    await lab.until('the answer', () => said(lab, thread).find(({ text }) => text.includes('1 lane = 1 done')));
    await lab.delivered();
    expect(said(lab, thread)).toHaveLength(2);
    expect(laneCalls(model.calls)).toHaveLength(1);
  });

  it('waits for a yes where it goes beyond what was approved: the board asks, and a no leaves all as it was', async () => {
    const { lab, model } = await openLab({ prices: { usd: async () => 0.18 } });
    await ask(lab, LANGUAGES);
    await lab.delivered();
    const board = the(boards(lab)[0]);
    const say = (content: string) => lab.discord.mention({ user: BOB, channel: board.id, content });
    say('also Korean');
    const asked = await boardSaying(lab, 'Change the plan to 6 lanes');
    expect([asked.id, labelsOf(asked).slice(0, 2)]).toEqual([board.id, ['Change it', 'Leave it']]);
    expect(asked.text).toContain('Added Korean');
    await lab.until('an answer', () => replies(lab, board.id).find(({ text }) => text.includes('goes beyond what was approved')));
    await press(lab, 'Leave it');
    await lab.until('the board as it was', () => labelsOf(the(boards(lab)[0])).every((label) => label !== 'Leave it'));
    expect(laneCalls(model.calls)).toHaveLength(5);
    say('also Korean');
    await boardSaying(lab, 'Change the plan to 6 lanes');
    await press(lab, 'Change it', BOB);
    await lab.until('the new revision', () => replies(lab, board.id).find(({ text }) => text.includes('Revision 2')));
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(6);
    expect(the(boards(lab)[0]).text).toContain('6 of 6 done');
    expectCalm(lab);
  });

  it('is answered in lines where it asks something, and begins one run there where it is a request after all', async () => {
    const { lab, model } = await openLab({}, ({ standing }) =>
      standing?.startsWith('You answer a question') === true ? 'Lane 2, *German*.\n# @everyone is told.' : null,
    );
    await ask(lab, LANGUAGES);
    await lab.delivered();
    const { id } = the(boards(lab)[0]);
    lab.discord.mention({ user: BOB, channel: id, content: 'which of them is longest?' });
    const told = await lab.until('an answer', () => replies(lab, id).find(({ text }) => text.includes('Lane 2')));
    expect(told.text).toContain('Lane 2, \\*German\\*.\n\\# \\[…\\] is told.');
    expect(told.pings).toEqual([]);
    lab.discord.gateway.hold();
    lab.discord.mention({ user: BOB, channel: id, content: 'new: a poem about the sea' });
    lab.discord.gateway.release('twice');
    await lab.until('a new run', () => replies(lab, id).find(({ text }) => text.includes('That is a new request: run')));
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(2);
    const seen = replies(lab, id).map(({ text }) => text);
    expect(seen.filter((text) => text.includes('That is a new request'))).toHaveLength(1);
    expect(seen.at(-1)).toMatch(/poem about the sea[\s\S]*1 lane = 1 done/);
    expect(laneCalls(model.calls)).toHaveLength(6);
    expectCalm(lab);
  });

  it('calls nobody, whatever is said', async () => {
    const { lab } = await openLab({}, ({ standing }) =>
      standing === undefined ? null : toTold({ kind: 'talk', reply: 'evil <#1> **no** <:x:1>' }),
    );
    await ask(lab, LANGUAGES);
    await lab.delivered();
    const { id } = the(boards(lab)[0]);
    lab.discord.mention({ user: BOB, channel: id, content: 'what would @here your grandmother think of it, hm' });
    const reply = await lab.until('an answer', () => replies(lab, id).find(({ text }) => text.includes('evil')));
    expect(reply.pings).toEqual([]);
    expect(reply.text).toContain('\\*\\*no\\*\\*');
    await lab.delivered();
    expectCalm(lab);
  });
});

describe('an answer that is out early', () => {
  it('comes at the quorum, says so, and becomes the last one when the others are done', async () => {
    const held = Promise.withResolvers<string>();
    const { lab } = await openLab({ prices: FAKE_PRICES }, (call) => (/item 4/.test(call.instruction) ? held.promise : null));
    await slash(lab, 'run', { request: forEach(4), quorum: '75%' });
    const board = await lab.until('a board', () => boards(lab)[0]);
    const early = await lab.until('an answer', () => replies(lab, board.id).find(({ text }) => text.includes('Answer so far')));
    expect(early.text).toMatch(/item 3[\s\S]*4 lanes = 3 done/);
    expect(labelsOf(the(boards(lab)[0]))).toContain('Stop');
    held.resolve('at last');
    await lab.delivered();
    const last = the(replies(lab, board.id).find(({ id }) => id === early.id));
    expect(last.text).toMatch(/Revision 2\n[\s\S]*at last[\s\S]*4 lanes = 4 done[\s\S]*tokens, .*estimated/);
    expect(last.text).not.toContain('so far');
    expectCalm(lab);
  });
});

describe('a budget that was too small', () => {
  it('is raised by one press, and two are one', async () => {
    const prices = { usd: async (_: string, usage: { outputTokens: number }) => usage.outputTokens / 1_000_000 };
    const { lab, model } = await openLab({ prices }, (call) => ({
      text: call.instruction,
      usage: { inputTokens: 10, outputTokens: call.maxOutputTokens ?? 0, costUsd: null },
    }));
    await ask(lab, `--budget 0.0011 --cap 1 ${LANGUAGES}`);
    await lab.delivered();
    const poor = the(boards(lab)[0]);
    expect(poor.text).toContain('2 of 5 done · 3 skipped');
    const label = the(labelsOf(poor).find((it) => it.startsWith('Raise the cap to $')));
    const raise = { channel: GENERAL, user: BOB, messageId: poor.id, customId: buttonOf(poor, label) };
    await Promise.all([lab.discord.press(raise), lab.discord.press(raise)]);
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('5 of 5 done');
    expect(model.calls).toHaveLength(5);
    await slash(lab, 'raise', { usd: 5.5 });
    expect(await lab.until('a no', () => whispers(lab)[0])).toContain('No lane was given up for want of money');
    expectCalm(lab);
  });
});
