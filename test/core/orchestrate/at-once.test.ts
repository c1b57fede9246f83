import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { toCardMark } from '#core/deliver/card-mark.ts';
import { FanoutError } from '#core/errors.ts';
import type { Wish } from '#core/run/steer.ts';
import { laneCalls, type Steps, steered } from '#test/fakes/change-answer.ts';
import { createHeldLog } from '#test/fakes/held-log.ts';
import { createLab, type Lab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT = 'translate into French, German and Dutch: Good morning';
const LONG = 'translate into French, German, Dutch, Polish and Thai: Good morning';
const tell = (lab: Lab, runId: string, text: string, press?: string) => lab.fanout.steer(runId, { kind: 'tell', text }, 'bob', press);

function createHeldLab(script: Steps, usd: number | null = null) {
  const store = createMemoryStore();
  const runLog = createHeldLog(store.runLog);
  const model = createScriptedModel(steered(script));
  const lab = createLab({ model, store, runLog, prices: { usd: async () => usd } });
  return { lab, model, runLog, store };
}

const markOf = async (lab: Lab, runId: string): Promise<string | null> => toCardMark(await lab.fanout.watch.now(runId));
const unfinished = async (lab: Lab): Promise<string[]> =>
  (await lab.fanout.watch.list({ unfinished: true })).map((heading) => heading.runId);

async function toPlanCard(lab: Lab): Promise<string> {
  const runId = await lab.fanout.ask(toTestRequest([], { text: LONG, approved: false, card: true }));
  await lab.until(runId, (view) => view.phase === 'asking');
  return runId;
}

describe('an answer counts for what was shown', () => {
  it('a yes that is on its way while the plan changes starts nothing, and says so', async () => {
    const { lab, model, runLog } = createHeldLab(() => 'x');
    const runId = await toPlanCard(lab);
    const yes = runLog.hold('run.approved');
    const said = lab.fanout.steer(runId, { kind: 'approve', mark: await markOf(lab, runId) }, 'ann');
    await yes.reached;
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [2], prompt: 'Write an epic.', budgetUsd: null }, 'bob');
    yes.release();
    expect(await said).toMatch(/changed meanwhile/);
    await lab.clock.advance(120_000);
    expect(await lab.fanout.watch.now(runId)).toMatchObject({ phase: 'asking', card: { kind: 'plan' } });
    expect(model.calls).toHaveLength(0);
    expect(await lab.fanout.steer(runId, { kind: 'approve', mark: await markOf(lab, runId) }, 'ann')).toBeNull();
    expect((await lab.toEnd(runId)).ledger.done).toBe(5);
  });

  it('of two yeses to a plan in the same instant the second is none to the change that is asked about next', async () => {
    const { lab, model, runLog } = createHeldLab(() => 'x', 0.3);
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 0.5 }));
    await lab.until(runId, (view) => view.phase === 'asking');
    const late = runLog.hold('run.approved');
    const second = lab.fanout.steer(runId, { kind: 'approve' }, 'bob');
    await late.reached;
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'ann')).toBeNull();
    await lab.toEnd(runId);
    await tell(lab, runId, 'also Korean, Thai, Polish and Czech');
    await lab.until(runId, (view) => view.card?.kind === 'change');
    late.release();
    // What it said yes to was done: it asks for nothing more.
    expect(await second).toBeNull();
    await lab.clock.advance(120_000);
    expect(await lab.fanout.watch.now(runId)).toMatchObject({ phase: 'ended', card: { kind: 'change' }, lanes: { length: 3 } });
    expect(laneCalls(model.calls)).toHaveLength(3);
    expect(await unfinished(lab)).toEqual([]);
  });

  it('whatever is pressed on a card that has changed is refused, and leaves it as it is', async () => {
    const { lab } = createHeldLab(() => 'x');
    const runId = await toPlanCard(lab);
    const mark = await markOf(lab, runId);
    await tell(lab, runId, 'also Korean');
    await lab.until(runId, (view) => view.lanes.length === 6);
    for (const kind of ['approve', 'decline', 'sample', 'cheaper'] as const) {
      const wish: Wish = { kind, mark };
      expect(await lab.fanout.steer(runId, wish, 'ann')).toMatch(/changed meanwhile/);
    }
    expect(await lab.fanout.watch.now(runId)).toMatchObject({ phase: 'asking', sample: [] });
    expect(await lab.fanout.steer(runId, { kind: 'sample', mark: await markOf(lab, runId) }, 'ann')).toBeNull();
    expect((await lab.until(runId, (view) => view.card?.kind === 'sample')).sample).toHaveLength(3);
  });

  it('lanes that were edited while others changed the plan take the place of nothing that was not seen', async () => {
    const { lab, runLog } = createHeldLab(() => 'x');
    const runId = await toPlanCard(lab);
    const lines = (await lab.fanout.watch.editable(runId, 3_000)) ?? '';
    const edited = runLog.hold('run.replanned');
    const said = lab.fanout.steer(runId, { kind: 'edit', text: lines.split('\n').slice(1).join('\n'), mostChars: 3_000 }, 'ann');
    await edited.reached;
    await tell(lab, runId, 'also Korean');
    await lab.until(runId, (view) => view.lanes.length === 6);
    edited.release();
    expect(await said).toMatch(/changed meanwhile/);
    expect((await lab.fanout.watch.now(runId)).lanes).toHaveLength(6);
  });
});

describe('an answer that is delivered again', () => {
  it('is the same one: there is nothing to say about it, whatever is asked by then', async () => {
    const { lab, model } = createHeldLab(() => 'x', 0.3);
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 0.5 }));
    const { card } = await lab.until(runId, (view) => view.phase === 'asking');
    expect(card?.kind).toBe('plan');
    const yes: Wish = { kind: 'approve', mark: await markOf(lab, runId) };
    expect(await lab.fanout.steer(runId, yes, 'ann', 'yes')).toBeNull();
    await lab.toEnd(runId);
    expect(await lab.fanout.steer(runId, yes, 'ann', 'yes')).toBeNull();
    await tell(lab, runId, 'also Korean, Thai, Polish and Czech');
    await lab.until(runId, (view) => view.card?.kind === 'change');
    expect(await lab.fanout.steer(runId, yes, 'ann', 'yes')).toBeNull();
    expect(await lab.fanout.steer(runId, yes, 'ann', 'another')).toMatch(/changed meanwhile/);
    expect(laneCalls(model.calls)).toHaveLength(3);
  });
});

describe('what was said of a sample', () => {
  it('joins its lanes once, where the process died before it answered', async () => {
    let hangs = false;
    const { lab, runLog, store } = createHeldLab(() => (hangs ? { hang: true } : 'x'));
    const runId = await toPlanCard(lab);
    await lab.fanout.steer(runId, { kind: 'sample' }, 'ann');
    await lab.until(runId, (view) => view.card?.kind === 'sample');
    hangs = true;
    const answered = runLog.hold('told.answered');
    await tell(lab, runId, 'make it shorter');
    await answered.reached;
    await lab.until(runId, ({ lanes }) => lanes.every(({ status }) => status === 'running'));
    const later = createLab({ model: createScriptedModel(() => 'y'), store });
    expect(await later.fanout.resume()).toEqual([runId]);
    const view = await later.toEnd(runId);
    expect(view).toMatchObject({ ledger: { done: 5 }, replies: [{ text: 'Taken: it joins every lane, and all of them run now.' }] });
    expect((await later.fanout.watch.prompt(runId, 1)).match(/shorter/g)).toHaveLength(1);
  });
});

describe('a wish in words', () => {
  it.each([
    ['retry the failed ones', 'Again: 2 German.'],
    ['stop', undefined],
  ])('is carried out once, and answered as what it was, where the process died in between: %s', async (words, reply) => {
    let hangs = false;
    const { lab, runLog, store } = createHeldLab(({ instruction }) => {
      if (hangs || (reply === undefined && /Dutch/.test(instruction))) return { hang: true };
      return /German/.test(instruction) ? new FanoutError('bad_request', 'no') : 'x';
    });
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.until(runId, ({ lanes, phase }) => lanes[1]?.status === 'failed' && (phase === 'ended' || reply === undefined));
    hangs = true;
    const answered = runLog.hold('told.answered');
    await tell(lab, runId, words);
    await answered.reached;
    await lab.until(runId, ({ lanes, outcome }) => lanes[1]?.status === 'running' || outcome === 'stopped');
    const later = createLab({ model: createScriptedModel(() => 'y'), store });
    expect(await later.fanout.resume()).toEqual([runId]);
    expect((await later.toEnd(runId)).replies.map(({ text }) => text)).toEqual(reply === undefined ? [] : [reply]);
  });
});

describe('of two answers to one card in the same instant', () => {
  it('an edit that comes after a yes is not taken, and whoever made it hears so', async () => {
    const { lab, runLog } = createHeldLab(() => 'x');
    const runId = await toPlanCard(lab);
    const lines = (await lab.fanout.watch.editable(runId, 3_000)) ?? '';
    const edited = runLog.hold('run.replanned');
    const said = lab.fanout.steer(runId, { kind: 'edit', text: lines.split('\n').slice(1).join('\n'), mostChars: 3_000 }, 'ann');
    await edited.reached;
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'bob')).toBeNull();
    edited.release();
    expect(await said).toMatch(/changed meanwhile/);
    expect((await lab.toEnd(runId)).ledger.done).toBe(5);
  });

  it('the second of two edits is not taken, and whoever made it hears so', async () => {
    const { lab, runLog } = createHeldLab(() => 'x');
    const runId = await toPlanCard(lab);
    const lines = ((await lab.fanout.watch.editable(runId, 3_000)) ?? '').split('\n');
    const edit = (left: number, by: string) =>
      lab.fanout.steer(runId, { kind: 'edit', text: lines.slice(left).join('\n'), mostChars: 3_000 }, by);
    const late = runLog.hold('run.replanned');
    const said = edit(1, 'ann');
    await late.reached;
    expect(await edit(2, 'bob')).toBeNull();
    late.release();
    expect(await said).toMatch(/changed meanwhile/);
    expect((await lab.fanout.watch.now(runId)).lanes).toHaveLength(3);
  });

  it('a no that comes after a yes is not taken, and whoever said it hears so', async () => {
    const { lab, runLog } = createHeldLab(() => 'x', 0.3);
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd: 1 }));
    await lab.toEnd(runId);
    await tell(lab, runId, 'also Korean');
    await lab.until(runId, (view) => view.card !== null);
    const no = runLog.hold('change.declined');
    const said = lab.fanout.steer(runId, { kind: 'decline' }, 'ann');
    await no.reached;
    expect(await lab.fanout.steer(runId, { kind: 'approve' }, 'bob')).toBeNull();
    no.release();
    expect(await said).toMatch(/changed meanwhile/);
    expect((await lab.toEnd(runId)).ledger.done).toBe(4);
  });
});

describe('what lists say of a run', () => {
  it('is that it is open, where it was answered and opened again in the same instant, so that a restart takes it up', async () => {
    let hangs = false;
    const { lab, runLog, store } = createHeldLab(() => (hangs ? { hang: true } : 'x'));
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.toEnd(runId);
    hangs = true;
    const answered = runLog.hold('told.answered');
    await tell(lab, runId, 'thanks!');
    await answered.reached;
    await lab.fanout.steer(runId, { kind: 'retry', lanes: [1], prompt: null, budgetUsd: null }, 'ann');
    answered.release();
    await lab.until(runId, (view) => view.lanes[0]?.status === 'running');
    expect(await unfinished(lab)).toEqual([runId]);
    await lab.fanout.close();
    const later = createLab({ model: createScriptedModel(() => 'y'), store });
    expect(await later.fanout.resume()).toEqual([runId]);
    expect((await later.toEnd(runId)).ledger.done).toBe(3);
    expect(await unfinished(later)).toEqual([]);
  });

  it('is that it has ended, however many things were said of it at once', async () => {
    const { lab } = createHeldLab(() => 'x');
    const runId = await lab.fanout.ask(toTestRequest([], { text: TEXT }));
    await lab.toEnd(runId);
    await Promise.all(['thanks!', 'great', 'thank you', 'nice'].map((text, at) => tell(lab, runId, text, `press-${at}`)));
    await lab.toEnd(runId);
    await lab.clock.advance(1_000);
    expect(await unfinished(lab)).toEqual([]);
  });
});

describe('a change that waits for a yes', () => {
  async function toWaiting(budgetUsd: number | null, askUsd: number) {
    const held = createHeldLab(() => 'x', 0.3);
    const runId = await held.lab.fanout.ask(toTestRequest([], { text: TEXT, approved: false, askUsd, budgetUsd }));
    await held.lab.toEnd(runId);
    await tell(held.lab, runId, 'also Korean', 'korean');
    const view = await held.lab.until(runId, (it) => it.card !== null);
    return { ...held, runId, view };
  }

  it('raises the budget that has no room for it to what its card names, and a no leaves that', async () => {
    // Three lanes and who tells what was said: there is room for these four calls alone.
    const { lab, runId, view } = await toWaiting(1.3, 5);
    expect(view.card).toMatchObject({ kind: 'change', budgetUsd: 1.3, raiseUsd: 1.88 });
    expect(view.replies.at(-1)?.text).toContain('raises the budget to 1.88 USD');
    await lab.fanout.steer(runId, { kind: 'decline' }, 'ann');
    expect(await lab.fanout.watch.now(runId)).toMatchObject({ card: null, budgetUsd: 1.3 });
    await tell(lab, runId, 'also Korean', 'again');
    await lab.until(runId, (it) => it.card !== null);
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect(await lab.toEnd(runId)).toMatchObject({ budgetUsd: 1.88, ledger: { asked: 4, done: 4 } });
  });

  it('leaves a budget that has room, and a run without one', async () => {
    for (const budgetUsd of [50, null]) {
      const { lab, runId, view } = await toWaiting(budgetUsd, 1);
      expect(view.card).toMatchObject({ kind: 'change', raiseUsd: null });
      await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
      expect(await lab.toEnd(runId)).toMatchObject({ budgetUsd, ledger: { done: 4 } });
    }
  });

  it('is told of where a newer one takes its place', async () => {
    const { lab, runId } = await toWaiting(null, 1);
    await tell(lab, runId, 'also Thai', 'thai');
    const view = await lab.until(runId, (it) => it.card?.change === 'Added Thai');
    expect(view.replies.map(({ id }) => id)).toEqual(['korean', 'korean:replaced', 'thai']);
    expect(view.replies[1]).toMatchObject({ person: 'bob', text: expect.stringMatching(/Added Korean.*replaced by.*Added Thai/) });
    await lab.fanout.steer(runId, { kind: 'approve' }, 'ann');
    expect((await lab.toEnd(runId)).lanes.map(({ title }) => title)).toEqual(['French', 'German', 'Dutch', 'Thai']);
  });
});
