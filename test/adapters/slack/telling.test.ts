import { describe, expect, it } from 'vitest';
import type { ModelCall } from '#core/ports/model.ts';
import { laneCalls, toTold } from '#test/fakes/change-answer.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import type { ScriptStep } from '#test/fakes/scripted-model.ts';
import { LAB_TEAM, type SlackLab } from '#test/fakes/slack-lab.ts';
import { asking, formOf, labelsOf, openLab } from './planning.ts';
import { ADA, BOB, boards, EVE, expectCalm, forEach, replies, the, whispers } from './seeing.ts';

const board = (lab: SlackLab) => the(boards(lab)[0]);
const said = (lab: SlackLab, root: string): readonly string[] => replies(lab, root).map(({ text }) => text);
const answerIn = (lab: SlackLab, root: string) => replies(lab, root).find(({ text }) => /\d lanes? = /.test(text));
const TRANSLATE = 'translate into German, French and Polish: Our new phone is out today.';

describe('a sample', () => {
  it('is seen first; what should be different joins every lane, and the rest runs', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(14)}` });
    const { ts } = await asking(lab);
    await Promise.all([1, 2].map(() => lab.slack.press({ ...BOB, ts, actionId: 'fanout_sample' })));
    const shown = await asking(lab, 'These came first');
    expect(labelsOf(shown)).toEqual(expect.arrayContaining(['Run the rest', 'Correct…', 'Stop']));
    expect(laneCalls(model.calls)).toHaveLength(3);
    await lab.until('three lanes to be seen', () => replies(lab, ts).filter(({ text }) => text.includes('made of:')).length === 3);
    await lab.slack.press({ ...EVE, ts, actionId: 'fanout_correct' });
    await lab.until('a no', () => whispers(lab, 'U3').includes('Only people in this channel may do that.'));
    await lab.slack.press({ ...BOB, ts, actionId: 'fanout_correct' });
    const form = await formOf(lab, 'U2', 0);
    expect(form.shown).toContain('the 11 that wait begin with it');
    const send = (words: string) => lab.slack.submit({ viewId: form.id, values: { words } });
    expect(await send(' \n ')).toMatchObject({ isOpen: true, errors: { words: expect.stringContaining('Run the rest') } });
    expect(await send('rhyme, and <@U1> is no word')).toMatchObject({ isOpen: false, errors: null });
    await lab.delivered();
    const after = laneCalls(model.calls).slice(3);
    expect(after).toHaveLength(14);
    for (const { instruction } of after) expect(instruction).toMatch(/wants this of every one:\n- rhyme, and <@U1> is no word/);
    expect(the(answerIn(lab, ts)).text).toContain('14 lanes = 14 done');
    expectCalm(lab);
  });

  it('is corrected by words in the thread, too', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: `plan ${forEach(4)}` });
    const { ts } = await asking(lab);
    await lab.slack.press({ ...ADA, ts, actionId: 'fanout_sample' });
    await asking(lab, 'These came first');
    await lab.slack.mention({ ...BOB, threadTs: ts, text: 'half as long, and funnier' });
    await lab.delivered();
    const after = laneCalls(model.calls).slice(3);
    expect(after.map(({ instruction }) => instruction)).toEqual(after.map(() => expect.stringContaining('- half as long, and funnier')));
    expect(after).toHaveLength(4);
    expect(said(lab, ts)).toContain('Taken: it joins every lane, and all of them run now.');
    expectCalm(lab);
  });
});

describe('what is said in the thread of a run', () => {
  it('adds a lane by mention, once, however often it is told, and the answer is a new revision', async () => {
    const { lab, model } = await openLab();
    await lab.slack.command({ ...ADA, text: TRANSLATE });
    await lab.delivered();
    const { ts } = board(lab);
    const first = the(answerIn(lab, ts));
    const calls = laneCalls(model.calls).length;
    const { deliveries } = await lab.slack.mention({ ...BOB, threadTs: ts, text: 'also Korean' });
    await lab.delivered();
    for (const name of ['EvOther', 'EvThird']) await lab.slack.deliver({ ...the(deliveries[0]).body, event_id: name });
    await lab.delivered();
    expect(laneCalls(model.calls)).toHaveLength(calls + 1);
    expect(laneCalls(model.calls).at(-1)?.instruction).toContain('Korean');
    const second = the(replies(lab, ts).find((message) => message.ts === first.ts));
    expect(second.text).toMatch(/^Revision 2[\s\S]*4 lanes = 4 done/);
    expect(said(lab, ts).filter((text) => text === 'Added Korean.')).toHaveLength(1);
    expect(await lab.runs()).toHaveLength(1);
    expect(boards(lab)).toHaveLength(1);

    // A request of its own is a run of its own, also there.
    await lab.slack.mention({ ...BOB, threadTs: ts, text: 'run: write a haiku' });
    await lab.delivered();
    expect(await lab.runs()).toHaveLength(2);
    expectCalm(lab);
  });

  it('in a direct message needs no mention', async () => {
    const { lab, model } = await openLab();
    const { ts } = await lab.slack.dm({ team: 'T1', user: 'U1', text: TRANSLATE });
    await lab.delivered();
    const channel = the(lab.slack.directChannel('T1', 'U1') ?? undefined);
    const { deliveries } = await lab.slack.dm({ team: 'T1', user: 'U1', threadTs: ts, text: 'shorter' });
    await lab.delivered();
    await lab.slack.deliver({ ...the(deliveries[0]).body, event_id: 'EvAgain' });
    await lab.delivered();
    const amended = laneCalls(model.calls).slice(-3);
    expect(amended.map(({ instruction }) => instruction)).toEqual(amended.map(() => expect.stringContaining('- shorter\n\nL')));
    expect(laneCalls(model.calls)).toHaveLength(6);
    const seen = lab.slack.seenBy('T1', 'U1', channel, { threadTs: ts }).filter(({ from }) => from === LAB_TEAM.botUserId);
    expect(seen.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['All lanes again: shorter.', expect.stringMatching(/^Revision 2/)]),
    );
    expect(await lab.runs()).toHaveLength(1);
  });

  it('and asks something is answered there in lines, which call nobody; and what is a request after all begins a run there, once', async () => {
    const { lab, model } = await openLab({}, ({ standing }) =>
      standing?.startsWith('You answer a question') === true ? 'Lane 2, *French*.\n<!channel> is <@U1>.' : null,
    );
    await lab.slack.command({ ...ADA, text: TRANSLATE });
    await lab.delivered();
    const { ts } = board(lab);
    await lab.slack.mention({ ...BOB, threadTs: ts, text: 'which of them is longest?' });
    await lab.delivered();
    expect(said(lab, ts).at(-1)).toMatch(/^Lane 2, \*French\*\.\n/);
    expect(laneCalls(model.calls)).toHaveLength(3);

    const { deliveries } = await lab.slack.mention({ ...BOB, threadTs: ts, text: 'new: a poem about the sea' });
    await lab.delivered();
    await lab.slack.deliver({ ...the(deliveries[0]).body, event_id: 'EvAgain' });
    await lab.delivered();
    const runs = await lab.runs();
    expect(runs).toHaveLength(2);
    const word = `That is a new request: run ${runs[0]} began.`;
    expect(said(lab, ts).filter((text) => text === word)).toHaveLength(1);
    expect(said(lab, ts).at(-1)).toMatch(/poem about the sea[\s\S]*1 lane = 1 done/);
    expect(boards(lab)).toHaveLength(1);
    // What is said next is said about that one.
    await lab.slack.mention({ ...BOB, threadTs: ts, text: 'warmer' });
    await lab.delivered();
    expect(laneCalls(model.calls).at(-1)?.instruction).toMatch(/poem about the sea[\s\S]*- warmer/);
    expectCalm(lab);
  });

  it('and is not understood gets one answer, which calls nobody and formats nothing', async () => {
    const { lab } = await openLab({}, ({ schema }) =>
      schema?.name === 'change' ? toTold({ kind: 'talk', reply: 'No, *that* is _none_ <b>' }) : null,
    );
    await lab.slack.command({ ...ADA, text: TRANSLATE });
    await lab.delivered();
    const { ts } = board(lab);
    await lab.slack.mention({ ...BOB, threadTs: ts, text: 'is the weather nice over there' });
    await lab.delivered();
    expect(said(lab, ts).at(-1)).toMatch(/^No, /);
    expectCalm(lab);
  });

  it('is answered each time, also where much is said while Slack takes no message', async () => {
    const { lab, process } = await openLab();
    await lab.slack.command({ ...ADA, text: TRANSLATE });
    await lab.delivered();
    const { ts } = board(lab);
    const [runId] = await lab.runs();
    lab.slack.fail.every('chat.postMessage', 1, { kind: 'error', error: 'ratelimited' });
    const times = 30;
    for (let said = 0; said < times; said += 1) await lab.slack.mention({ ...BOB, threadTs: ts, text: 'only the ones that failed' });
    for await (const { phase } of process.fanout.watch.views(the(runId), 0, new AbortController().signal)) if (phase === 'ended') break;
    lab.slack.fail.clear();
    await lab.delivered();
    expect(said(lab, ts).filter((text) => text.startsWith('Nothing to retry'))).toHaveLength(times);
    expectCalm(lab);
  });

  it('and goes beyond what was approved is a card beside the run: changed, or left', async () => {
    const { lab, model } = await openLab({}, ({ instruction }) => (instruction.startsWith('For item 50:') ? { hang: true } : null));
    await lab.slack.command({ ...ADA, text: forEach(50) });
    await lab.until('all but one', () => boards(lab)[0]?.text.includes('49 of 50 done'));
    const { ts } = board(lab);
    const ask = async (item: string) => {
      await lab.slack.mention({ ...BOB, threadTs: ts, text: `also ${item}` });
      return await asking(lab, new RegExp(`Added ${item}`));
    };
    expect(labelsOf(await ask('Rome')).slice(0, 4)).toEqual(['Change it', 'Leave it', 'Stop', 'Merge now']);
    await lab.slack.press({ ...BOB, ts, actionId: 'fanout_decline' });
    await lab.until('it left', () => !board(lab).text.includes('Leave it'));
    // One that takes long may be called twice.
    expect(new Set(laneCalls(model.calls).map(({ instruction }) => instruction)).size).toBe(50);
    await ask('Oslo');
    await Promise.all([1, 2].map(() => lab.slack.press({ ...BOB, ts, actionId: 'fanout_yes' })));
    await lab.until('one more', () => board(lab).text.includes('50 of 51 done'));
    await lab.slack.press({ ...BOB, ts, actionId: 'fanout_merge' });
    await lab.delivered();
    expect(said(lab, ts).filter((text) => text.includes('it waits for a yes'))).toHaveLength(2);
    expect(the(answerIn(lab, ts)).text).toContain('51 lanes = 50 done + 1 skipped');
    expectCalm(lab);
  });
});

describe('an answer', () => {
  it('is out at the quorum, and is another revision once all are done', async () => {
    let release: (step: ScriptStep) => void = () => {};
    const late = new Promise<ScriptStep>((resolve) => {
      release = resolve;
    });
    const { lab } = await openLab({}, ({ instruction }: ModelCall) => (instruction.includes('item 4') ? late : null));
    await lab.slack.command({ ...ADA, text: `${forEach(4).replace(':', ' --quorum 75%:')}` });
    const early = await lab.until('an answer', () => boards(lab)[0] && answerIn(lab, board(lab).ts));
    expect(early.text).toMatch(/^Answer so far[\s\S]*Published with 75 % of the lanes done\. Still at work: 4 item 4/);
    await lab.until('how far it is', () => board(lab).text.includes('3 of 4 done'));
    release('late but here');
    await lab.delivered();
    const last = the(answerIn(lab, board(lab).ts));
    expect(last.ts).toBe(early.ts);
    expect(last.text).toMatch(/^Revision 2\n[\s\S]*late but here[\s\S]*4 lanes = 4 done[\s\S]*\d+ tokens/);
    expectCalm(lab);
  });

  it('that lacks lanes for want of money has a button that raises the cap, once', async () => {
    const usage = { inputTokens: 400, outputTokens: 400, costUsd: 0.0008 };
    const { lab, model } = await openLab({ prices: FAKE_PRICES }, () => ({ text: 'made', usage }));
    await lab.slack.command({ ...ADA, text: forEach(4).replace(':', ' --budget 0.002:') });
    await lab.delivered();
    const { ts } = board(lab);
    const calls = model.calls.length;
    expect(calls).toBeLessThan(4);
    const label = the(labelsOf(board(lab)).find((it) => it.startsWith('Raise the cap to $')));
    expect(
      JSON.stringify(
        lab.slack
          .messages('T1', 'C1')
          .find((it) => it.ts === ts)
          ?.revisions.at(-1)?.blocks,
      ),
    ).toContain(`"confirm":{"type":"plain_text","text":"${label}"`);
    await Promise.all(['U1', 'U2'].map((user) => lab.slack.press({ ...ADA, user, ts, actionId: 'fanout_raise' })));
    await lab.delivered();
    expect(model.calls).toHaveLength(4);
    expect(the(answerIn(lab, ts)).text).toMatch(/4 lanes = 4 done/);
    expectCalm(lab);
  });
});

it('a form shows the plan first where that is ticked, and takes what was typed with the command', async () => {
  const { lab, process } = await openLab({ prices: FAKE_PRICES });
  await lab.slack.command({ ...ADA, text: 'plan translate into French and German --quorum 50% --budget 2 --deadline 5m' });
  const form = await formOf(lab, 'U1', 0);
  expect(form.shown).toMatch(/"initial_value":"2"[\s\S]*"initial_options":\[\{"value":"card"/);
  const send = (request: string) => lab.slack.submit({ viewId: form.id, values: { request, text: 'Good morning.' } });
  expect(await send('translate into French and German --cap many')).toMatchObject({
    errors: { request: '--cap takes a whole number from 1 up.' },
  });
  expect(await send('translate into French and German --cap 1')).toMatchObject({ errors: null });
  await asking(lab, 'Run 2 lanes');
  const [runId] = await lab.runs();
  const [asked] = await process.fanout.watch.log(the(runId));
  expect(asked).toMatchObject({
    request: { text: 'translate into French and German', card: true, quorum: 0.5, deadlineMs: 300_000, budgetUsd: 2, cap: 1 },
  });
  await lab.slack.press({ ...ADA, ts: board(lab).ts, actionId: 'fanout_yes' });
  await lab.delivered();
  expectCalm(lab);
});
