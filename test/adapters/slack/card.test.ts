import { describe, expect, it } from 'vitest';
import { laneCalls } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { cardOf, catalogueOf } from '../../core/models/cards.ts';
import { asking, formOf, LOADING, labelsOf, openLab, textIn } from './planning.ts';
import { ADA, BOB, boards, EVE, expectCalm, forEach, letters, replies, the, whispers } from './seeing.ts';

describe('the plan of a run', () => {
  it('is shown first where that is asked for, and can be edited: dropped, reworded, reordered, added to', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab, 'Run 4 lanes');
    expect(labelsOf(board)).toEqual(['Run', 'Sample first', 'Edit lanes…', 'Cancel']);
    expect(model.calls).toEqual([]);

    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U2', 0);
    const [first = '', , third = ''] = textIn(form.shown).split('\n');
    expect([first, third]).toEqual([expect.stringMatching(/^1: .*item 1/), expect.stringMatching(/^3: .*item 3/)]);
    const send = (lanes: string) => lab.slack.submit({ viewId: form.id, values: { lanes } });
    for (const [garbage, problem] of [
      [' \n ', 'No lane is left'],
      ['9: what is this', 'There is no lane 9'],
      [`${first}\n${first}`, 'Lane 1 is there twice'],
    ] as const)
      expect(await send(garbage)).toMatchObject({ isOpen: true, hasTrouble: false, errors: { lanes: expect.stringContaining(problem) } });
    const text = `${third}\n1: write a slogan for <!channel>\nwrite a poem about item 9`;
    expect(await send(text)).toMatchObject({ isOpen: false, errors: null });
    const edited = await asking(lab, 'Run 3 lanes');
    expect(edited.text).toContain('3 lanes, edited by hand');
    expect(edited.ts).toBe(board.ts);

    await Promise.all([1, 2].map(() => lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_yes' })));
    await lab.delivered();
    expect(laneCalls(model.calls).map(({ instruction }) => instruction)).toEqual([
      expect.stringContaining('item 3'),
      expect.stringContaining('write a slogan for <!channel>'),
      expect.stringContaining('write a poem about item 9'),
    ]);
    expect(the(replies(lab, board.ts).at(-1)).text).toMatch(/item 3[\s\S]*slogan for[\s\S]*item 9[\s\S]*3 lanes = 3 done[\s\S]*45 tokens/);
    expectCalm(lab);
  });

  it('answers an old button, and a form that comes too late, with a sentence', async () => {
    const { lab, model } = await openLab({}, () => ({ hang: true }));
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab);
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U1', 0);
    lab.slack.fail.every('chat.update', 1, { kind: 'error', error: 'ratelimited' });
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_yes' });
    await lab.until('all at work', () => model.inFlight() === 4);
    expect(await lab.slack.submit({ viewId: form.id, values: { lanes: '1: something else' } })).toMatchObject({
      isOpen: true,
      errors: { lanes: 'The lanes can be edited only before the first of them begins.' },
    });
    const offered = ['sample', 'edit', 'yes'];
    for (const wish of offered) await lab.slack.press({ ...BOB, ts: board.ts, actionId: `fanout_${wish}` });
    const told = await lab.until('a word for each', () => (whispers(lab, 'U2').length === offered.length ? whispers(lab, 'U2') : null));
    expect([...told].sort()).toEqual([
      'A sample can be asked for only before the first lane begins.',
      'The lanes can be edited only before the first of them begins. What should change now, say in the thread: “@Fanout also Korean”.',
      'The run does not wait for a yes.',
    ]);
    lab.slack.fail.clear();
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
  });

  it('is run as it was shown: a yes to what was edited since is none', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab);
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U2', 0);
    lab.slack.fail.every('chat.update', 1, { kind: 'error', error: 'ratelimited' });
    await lab.slack.submit({ viewId: form.id, values: { lanes: 'write a song' } });
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_yes' });
    await lab.until('why not', () => whispers(lab).find((text) => text.startsWith('What that asked for has changed meanwhile')));
    expect(model.calls).toEqual([]);
    lab.slack.fail.clear();
    await asking(lab, 'Run 1 lane');
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_yes' });
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(1);
    expectCalm(lab);
  });

  it('edited by two takes the first, and gives the second back: its numbers are those of other lanes by now', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab, 'Run 4 lanes');
    for (const who of [ADA, BOB]) await lab.slack.press({ ...who, ts: board.ts, actionId: 'fanout_edit' });
    const [adas, bobs] = [await formOf(lab, 'U1', 0), await formOf(lab, 'U2', 0)];
    await lab.slack.submit({ viewId: bobs.id, values: { lanes: textIn(bobs.shown).split('\n').slice(1).join('\n') } });
    await asking(lab, 'Run 3 lanes');
    expect(await lab.slack.submit({ viewId: adas.id, values: { lanes: '2: \n3: write a song about item 3' } })).toMatchObject({
      isOpen: true,
      hasTrouble: false,
      errors: { lanes: expect.stringContaining('The lanes have changed since this form was opened') },
    });
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_yes' });
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(3);
    expect(JSON.stringify(model.calls)).not.toContain('song');
    expectCalm(lab);
  });

  it('whose form is sent again, since Slack did not hear that it arrived, is edited once; with other words it is another form', async () => {
    const { lab } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab, 'Run 4 lanes');
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U1', 0);
    const send = (lanes: string) => lab.slack.submit({ viewId: form.id, values: { lanes } });
    const three = textIn(form.shown).split('\n').slice(1).join('\n');
    lab.slack.fail.next('ack', { kind: 'timeout', applied: true });
    expect(await send(three)).toMatchObject({ isOpen: true, hasTrouble: true });
    await asking(lab, 'Run 3 lanes');
    lab.slack.fail.next('ack', { kind: 'timeout', applied: true });
    expect(await send(three)).toMatchObject({ isOpen: true, hasTrouble: true });
    expect(await send(`${three}\nand a song`)).toMatchObject({
      errors: { lanes: expect.stringContaining('The lanes have changed since this form was opened') },
    });
    expect(await send(three)).toMatchObject({ isOpen: false, errors: null, hasTrouble: false });
    expect(the(boards(lab)[0]).text).toContain('Run 3 lanes');
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    expectCalm(lab);
  });

  it('whose form is sent as it was shown stays as it is', async () => {
    const { lab } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab, 'Run 4 lanes');
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U1', 0);
    const sent = await lab.slack.submit({ viewId: form.id, values: { lanes: textIn(form.shown) } });
    expect(sent).toMatchObject({ isOpen: false, errors: null });
    expect(the(boards(lab)[0])).toEqual(board);
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    // Nobody is told of four lanes that came to nothing.
    expect(replies(lab, board.ts).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Stopped before a lane began: nothing was done\.\nPress “Run it after all”/),
    ]);
    expect(the(boards(lab)[0]).text).toMatch(/^.*\nStopped before a lane began · /);
  });

  it('is run as it was shown also where as many lanes say something else since', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab);
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U2', 0);
    lab.slack.fail.every('chat.update', 1, { kind: 'error', error: 'ratelimited' });
    await lab.slack.submit({ viewId: form.id, values: { lanes: textIn(form.shown).replace('write a slogan', 'write a sonnet') } });
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_yes' });
    await lab.until('why not', () => whispers(lab).find((text) => text.startsWith('What that asked for has changed meanwhile')));
    expect(model.calls).toEqual([]);
    lab.slack.fail.clear();
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
  });

  it('of too many lanes for a form says what else can be done, and opens at once where it takes long to read', async () => {
    const { lab } = await openLab();
    await lab.slack.command({ ...ADA, text: forEach(120) });
    const board = await asking(lab, 'Run 120 lanes');
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_edit' });
    expect((await formOf(lab, 'U1', 0)).shown).toMatch(/These are 120 lanes[\s\S]*drop the last two/);
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    expect(the(boards(lab)[0]).text).toContain('Stopped');
    await lab.slack.command({ ...ADA, text: `plan ${forEach(5, 'write a song')}` });
    const second = await asking(lab, 'Run 5 lanes');
    const { promise: until, resolve } = Promise.withResolvers<void>();
    lab.slack.fail.next('conversations.members', { kind: 'held', until });
    await lab.slack.press({ ...BOB, ts: second.ts, actionId: 'fanout_edit' });
    await lab.until('that it comes', () => JSON.stringify(lab.slack.modals('U2')[0]?.view)?.includes(LOADING));
    resolve();
    const form = await lab.until('the lanes', () => lab.slack.modals('U2').find(({ view }) => JSON.stringify(view).includes('5: ')));
    expect(await lab.slack.submit({ viewId: form.id, values: { lanes: '2: \n3: write nothing' } })).toMatchObject({ errors: null });
    await asking(lab, 'Run 1 lane');
    await lab.slack.press({ ...BOB, ts: second.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    expectCalm(lab);
  });

  it('is nobody’s who may not see it', async () => {
    const { lab, model, process } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab);
    const buttons = ['fanout_yes', 'fanout_sample', 'fanout_edit', 'fanout_stop'];
    for (const actionId of buttons) await lab.slack.press({ ...EVE, ts: board.ts, actionId });
    const noes = await lab.until('noes', () => (whispers(lab, 'U3').length === buttons.length ? whispers(lab, 'U3') : null));
    expect(new Set(noes)).toEqual(new Set(['Only people in this channel may do that.']));
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U2', 0);
    lab.slack.kick('T1', 'C1', 'U2');
    // Another process has not seen him there.
    await process.close();
    const { fanout } = await lab.start();
    expect(await lab.slack.submit({ viewId: form.id, values: { lanes: 'write a song' } })).toMatchObject({
      errors: { lanes: 'Only people in this channel may do that.' },
    });
    const [runId] = await lab.runs();
    expect((await fanout.watch.now(the(runId))).phase).toBe('asking');
    expect([lab.slack.modals('U3'), model.calls]).toEqual([[], []]);
  });

  it('waits over a restart, and is cancelled by a press', async () => {
    const { lab, model, process } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab);
    await process.close();
    await lab.start();
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_edit' });
    const form = await formOf(lab, 'U2', 0);
    await lab.slack.submit({ viewId: form.id, values: { lanes: 'write a song' } });
    await asking(lab, 'Run 1 lane');
    await lab.slack.press({ ...BOB, ts: board.ts, actionId: 'fanout_stop' });
    await lab.delivered();
    expect(the(boards(lab)[0])).toMatchObject({ ts: board.ts, text: expect.stringContaining('Stopped before a lane began') });
    expect([model.calls, boards(lab).length]).toEqual([[], 1]);
    expectCalm(lab);
  });

  it('becomes cheaper for as long as there is a cheaper model, and says so where there is none', async () => {
    const cards = [
      cardOf('large', { strength: 'large', price: { input: 5, output: 20 } }),
      cardOf('middle', { strength: 'medium', price: { input: 2, output: 6 } }),
      cardOf('small', { strength: 'medium', price: { input: 1, output: 2 } }),
    ];
    const { lab, model } = await openLab({
      catalogue: catalogueOf(cards, { prefer: [{ works: null, languages: null, models: ['large'] }] }),
      prices: FAKE_PRICES,
    });
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const board = await asking(lab, 'on large');
    expect(labelsOf(board)).toContain('Cheaper');
    // Two clicks on one board are one step down.
    await Promise.all([1, 2].map(() => lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_cheaper' })));
    await asking(lab, 'on middle');
    await lab.until('the second', () => whispers(lab).find((text) => text.startsWith('What that asked for has changed meanwhile')));
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_cheaper' });
    expect(labelsOf(await asking(lab, 'on small'))).not.toContain('Cheaper');
    await lab.slack.command({ ...ADA, text: 'cheaper' });
    await lab.until('that there is none', () => whispers(lab).find((text) => text.includes('There is no cheaper model')));
    await lab.slack.press({ ...ADA, ts: board.ts, actionId: 'fanout_yes' });
    await lab.delivered();
    expect(new Set(model.calls.map((call) => call.model))).toEqual(new Set(['small']));
    expect(letters(lab)).toEqual([]);
    expectCalm(lab);
  });
});
