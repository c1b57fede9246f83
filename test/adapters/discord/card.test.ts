import { describe, expect, it } from 'vitest';
import { laneCalls } from '#test/fakes/change-answer.ts';
import { ADA, BOB, EVE, GENERAL, MALLORY } from '#test/fakes/discord-lab.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { cardOf, catalogueOf } from '../../core/models/cards.ts';
import { boardSaying, formOf, labelsOf, openLab, press, whisper } from './planning.ts';
import { ask, boards, buttonOf, expectCalm, forEach, inGeneral, mention, replies, slash, the, whispers } from './seeing.ts';

describe('the plan of a run', () => {
  it('is shown first where that is asked for, and can be edited: dropped, reworded, reordered, added to', async () => {
    const { lab, model } = await openLab();
    await slash(lab, 'plan', { request: forEach(4) });
    const board = await boardSaying(lab, 'Run 4 lanes');
    expect(labelsOf(board)).toEqual(['Run', 'Sample first', 'Edit lanes…', 'Cancel']);
    expect(board.text).toMatch(/4 item 4 · waiting[\s\S]*about [\d.]+k? to [\d.]+k? tokens, cost unknown/);

    expect(await press(lab, 'Edit lanes…', BOB)).toMatchObject({ acknowledged: 'modal' });
    const { id, shown, value } = formOf(lab, BOB);
    expect(shown).toContain('without a number is a new lane');
    const [first = '', , third = ''] = value.split('\n');
    expect([first, third]).toEqual([expect.stringMatching(/^1: .*item 1/), expect.stringMatching(/^3: .*item 3/)]);
    const lanes = `${third}\n1: write a slogan for @everyone\nwrite a poem about item 9`;
    expect(await lab.discord.submitModal({ modalId: id, values: { lanes } })).toMatchObject({ failure: null });
    const edited = await boardSaying(lab, 'Run 3 lanes');
    expect([edited.id, edited.text]).toEqual([board.id, expect.stringContaining('3 lanes, edited by hand')]);
    expect([model.calls, whispers(lab, BOB)]).toEqual([[], []]);

    await Promise.all([press(lab, 'Run', BOB), press(lab, 'Run', BOB)]);
    await lab.delivered();
    expect(model.calls.map(({ instruction }) => instruction)).toEqual([
      expect.stringContaining('item 3'),
      expect.stringContaining('write a slogan for @everyone'),
      expect.stringContaining('write a poem about item 9'),
    ]);
    expect(the(replies(lab, board.id).at(-1)).text).toMatch(
      /item 3[\s\S]*slogan for[\s\S]*item 9[\s\S]*3 lanes = 3 done[\s\S]*45 tokens \(estimated/,
    );
    expectCalm(lab);
  });

  it('edited in a way that can not be taken gives back what was typed, and a button to go on with it', async () => {
    const { lab } = await openLab();
    await mention(lab, { content: `plan ${forEach(3)}`, channel: GENERAL });
    const [, id] = await lab.until('a board', () => {
      const thread = lab.discord.threadsSeenBy(BOB, '200000000000000001')[0];
      const board = thread === undefined ? undefined : replies(lab, thread.id)[0];
      return board?.text.includes('Run 3 lanes') ? ([thread?.id, board.id] as const) : null;
    });
    const thread = the(lab.discord.threadsSeenBy(BOB, '200000000000000001')[0]).id;
    const board = the(replies(lab, thread)[0]);
    const bob = { user: BOB, channel: thread };
    await lab.discord.press({ ...bob, messageId: id, customId: buttonOf(board, 'Edit lanes…') });
    const edit = async (lanes: string) => {
      const before = whispers(lab, BOB, thread).length;
      await lab.discord.submitModal({ modalId: formOf(lab, BOB).id, values: { lanes } });
      await lab.until('a no', () => whispers(lab, BOB, thread).length > before);
      return the(lab.discord.seenBy(BOB, thread).findLast((message) => message.isEphemeral && !message.isLoading));
    };
    const short = await edit('1: sing\n9: `what` is this');
    expect(short.text).toMatch(/There is no lane 9[\s\S]*What you typed:[\s\S]*1: sing\n9: `what` is this/);
    await lab.discord.press({ ...bob, messageId: short.id, customId: buttonOf(short, 'Open the form again') });
    expect(formOf(lab, BOB).value).toBe('1: sing\n9: `what` is this');
    const long = `9: what\n${'sing of the rain in the town\n'.repeat(120)}`;
    const kept = await edit(long);
    expect(kept.files).toEqual(['what-you-typed.txt']);
    expect(Buffer.from(the(lab.discord.files().at(-1)).bytes).toString()).toBe(long);
    await lab.discord.press({ ...bob, messageId: kept.id, customId: buttonOf(kept, 'Open the form again') });
    await lab.discord.submitModal({ modalId: formOf(lab, BOB).id, values: { lanes: '1: sing' } });
    await lab.until('the plan again', () => replies(lab, thread)[0]?.text.includes('Run 1 lane'));
    expect(whispers(lab, BOB, thread)).toHaveLength(2);
    expectCalm(lab);
  });

  it('answers an old button, and a form that comes too late, with a sentence', async () => {
    const { lab, model } = await openLab({}, () => ({ hang: true }));
    await slash(lab, 'plan', { request: forEach(4) });
    const board = await boardSaying(lab, 'Run 4 lanes');
    await press(lab, 'Edit lanes…');
    const form = formOf(lab);
    lab.discord.fail.every('PATCH /channels/:channel/messages/:message', 1, { kind: '429', retryAfterS: 0.2 });
    await press(lab, 'Run', BOB);
    await lab.until('all at work', () => model.inFlight() === 4);
    await lab.discord.submitModal({ modalId: form.id, values: { lanes: '1: something else' } });
    expect(await whisper(lab, 'only before the first')).toContain('1: something else');
    for (const label of ['Run', 'Sample first', 'Edit lanes…']) await press(lab, label, BOB, board);
    const told = await lab.until('a word for each', () => (whispers(lab, BOB).length === 3 ? whispers(lab, BOB) : null));
    expect(told.join('\n')).toMatch(
      /The run does not wait for a yes\.[\s\S]*only before the first lane begins[\s\S]*What should change now you can say in the thread/,
    );
    lab.discord.fail.clear();
    await press(lab, 'Cancel', BOB, board);
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('Stopped');
  });

  it('of too many lanes for a form says what else can be done', async () => {
    const { lab } = await openLab();
    await ask(lab, forEach(200));
    await boardSaying(lab, 'Run 200 lanes');
    await press(lab, 'Edit lanes…');
    expect(await whisper(lab, 'These are 200 lanes')).toContain('Sample first');
    await press(lab, 'Cancel');
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('Stopped');
    expectCalm(lab);
  });

  it('is nobody’s who may not see it, and a yes is never one to what is asked since', async () => {
    const { lab, model, process } = await openLab();
    await slash(lab, 'plan', { request: forEach(4) });
    const board = await boardSaying(lab, 'Run 4 lanes');
    const [runId] = await lab.runs();
    const it = the(runId);
    for (const who of [
      { user: EVE, channel: '300000000000000004' },
      { user: MALLORY, channel: '300000000000000006' },
    ])
      for (const verb of ['yes', 'sample', 'cheaper', 'no', 'raise']) {
        const before = whispers(lab, who.user, who.channel).length;
        await slash(lab, verb, { run: it }, who);
        expect(await lab.until('a no', () => whispers(lab, who.user, who.channel)[before])).toContain('There is no run');
      }
    // The board that Bob sees is not the newest any more.
    lab.discord.fail.every('PATCH /channels/:channel/messages/:message', 1, { kind: '429', retryAfterS: 0.2 });
    await press(lab, 'Edit lanes…');
    await lab.discord.submitModal({ modalId: formOf(lab).id, values: { lanes: `1: sing\n${'dance\n'.repeat(60)}` } });
    await press(lab, 'Run', BOB, board);
    await whisper(lab, 'What that asked for has changed meanwhile', BOB);
    expect((await process.fanout.watch.now(it)).phase).toBe('asking');
    lab.discord.fail.clear();
    await boardSaying(lab, 'Run 61 lanes');
    await press(lab, 'Cancel', BOB);
    await lab.delivered();
    expect(model.calls).toEqual([]);
    expectCalm(lab);
  });

  it('of as many lanes that say something else since is no plan that somebody said yes to, and takes one edit of two', async () => {
    const { lab, model, process } = await openLab();
    await slash(lab, 'plan', { request: forEach(4) });
    const board = await boardSaying(lab, 'Run 4 lanes');
    for (const user of [ADA, BOB]) await press(lab, 'Edit lanes…', user);
    const [adas, bobs] = [formOf(lab), formOf(lab, BOB)];
    lab.discord.fail.every('PATCH /channels/:channel/messages/:message', 1, { kind: '429', retryAfterS: 0.2 });
    await lab.discord.submitModal({ modalId: bobs.id, values: { lanes: bobs.value.replace('write a slogan', 'write a sonnet') } });
    await press(lab, 'Run', ADA, board);
    await whisper(lab, 'What that asked for has changed meanwhile');
    await lab.discord.submitModal({ modalId: adas.id, values: { lanes: '2: \n3: write a song' } });
    expect(await whisper(lab, 'The lanes have changed since this form was opened')).toContain('3: write a song');
    const [runId] = await lab.runs();
    expect((await process.fanout.watch.now(the(runId))).phase).toBe('asking');
    lab.discord.fail.clear();
    await press(lab, 'Cancel');
    await lab.delivered();
    expect(model.calls).toEqual([]);
    expectCalm(lab);
  });

  it('waits over a restart, is edited after it, and cancelled by a press', async () => {
    const { lab, model, process } = await openLab();
    await slash(lab, 'plan', { request: forEach(4) });
    const board = await boardSaying(lab, 'Run 4 lanes');
    await process.close();
    await lab.start();
    await press(lab, 'Edit lanes…', BOB);
    await lab.discord.submitModal({ modalId: formOf(lab, BOB).id, values: { lanes: '7: write a song' } });
    const no = await lab.until('a no', () => lab.discord.seenBy(BOB, GENERAL).find(({ text }) => text.includes('There is no lane 7')));
    const again = { ...inGeneral, user: BOB, messageId: no.id, customId: buttonOf(no, 'Open the form again') };
    await lab.discord.press(again);
    await lab.discord.submitModal({ modalId: formOf(lab, BOB).id, values: { lanes: 'write a song' } });
    await boardSaying(lab, 'Run 1 lane');
    await press(lab, 'Cancel', BOB);
    await lab.delivered();
    expect(the(boards(lab)[0])).toMatchObject({ id: board.id, text: expect.stringContaining('Stopped before a lane began') });
    await lab.discord.press(again);
    await whisper(lab, 'The lanes can be edited only before', BOB);
    expect([model.calls, boards(lab).length]).toEqual([[], 1]);
    expectCalm(lab);
  });

  it('becomes cheaper for as long as there is a cheaper model', async () => {
    const cards = [
      cardOf('large', { strength: 'large', price: { input: 5, output: 20 } }),
      cardOf('middle', { strength: 'medium', price: { input: 2, output: 6 } }),
      cardOf('small', { strength: 'medium', price: { input: 1, output: 2 } }),
    ];
    const { lab, model } = await openLab({
      catalogue: catalogueOf(cards, { prefer: [{ works: null, languages: null, models: ['large'] }] }),
      prices: FAKE_PRICES,
    });
    await slash(lab, 'plan', { request: forEach(4) });
    expect(labelsOf(await boardSaying(lab, 'on large'))).toContain('Cheaper');
    // Two clicks on one board are one step down.
    const seen = await boardSaying(lab, 'on large');
    await press(lab, 'Cheaper', ADA, seen);
    await press(lab, 'Cheaper', ADA, seen);
    await whisper(lab, 'What that asked for has changed meanwhile');
    await boardSaying(lab, 'on middle');
    await press(lab, 'Cheaper');
    expect(labelsOf(await boardSaying(lab, 'on small'))).toEqual(expect.not.arrayContaining(['Cheaper']));
    await press(lab, 'Run');
    await lab.delivered();
    expect(new Set(laneCalls(model.calls).map((call) => call.model))).toEqual(new Set(['small']));
    expectCalm(lab);
  });

  it('of a command with nothing to work on asks in a form, which keeps all that was chosen', async () => {
    const { lab, model } = await openLab({ prices: FAKE_PRICES });
    const chosen = { request: 'translate into French and German', merge: 'ordered', budget: 2, cap: 3, quorum: '90%', deadline: '5m' };
    expect(await slash(lab, 'plan', chosen)).toMatchObject({ acknowledged: 'modal' });
    const form = formOf(lab);
    expect(form.value).toBe('--quorum 90% --deadline 300s --budget 2 --cap 3 translate into French and German');
    await lab.discord.submitModal({ modalId: form.id, values: { text: 'The cat sat.', request: `${form.value} --cap many` } });
    expect(await whisper(lab, '--cap takes')).toMatch(/The cat sat\./);
    await slash(lab, 'plan', chosen);
    await lab.discord.submitModal({ modalId: formOf(lab).id, values: { text: 'The cat sat.' } });
    const board = await boardSaying(lab, 'Run 2 lanes');
    expect(board.text).toContain('It never costs more than $2');
    await slash(lab, 'plan', { ...chosen, quorum: 'most' });
    await whisper(lab, 'quorum takes a share like 90%.');
    await slash(lab, 'run', { request: 'translate into French: hi --x', deadline: 'soon' });
    await whisper(lab, 'deadline takes a time like 5m, 90s or 1h.');
    expect(model.calls).toEqual([]);
  });
});
