import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { REQUEST_DEFAULTS } from '#core/request.ts';
import type { RunEvent } from '#core/run/events.ts';
import { steered } from '#test/fakes/change-answer.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createLife, type Life, mortal } from '#test/fakes/mortal.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT = 'translate into French, German and Dutch: Good morning';
const WORDS = 'new: write a poem about the sea';
const ASKED = toTestRequest([], { text: TEXT, cap: 2, model: 'm2', budgetUsd: 5, askUsd: 0.7, place: 'here', asker: 'ann', fresh: true });
const prices = { usd: async () => 0.001 };
const quick = () => createScriptedModel(steered((call) => `did ${call.instruction}`));

describe('a request that is said where a run is shown', () => {
  it('starts a run of its own, says so, and leaves the run as it was', async () => {
    const lab = createLab({ model: quick(), prices });
    const runId = await lab.fanout.ask(ASKED);
    const before = await lab.toEnd(runId);
    const sources = [{ id: 'S1', kind: 'text', title: 'the thread', ref: 'the sea is wide' }] as const;
    await lab.fanout.steer(runId, { kind: 'tell', text: WORDS, sources }, 'bob', 'e1');
    const view = await lab.until(runId, ({ begun }) => begun.length === 1);
    const began = view.begun[0]?.runId ?? '';
    expect(view.begun).toEqual([{ runId: began, person: 'bob' }]);
    expect(view.replies).toEqual([{ id: 'e1', person: 'bob', text: `That is a new request: run ${began} began.` }]);
    expect(await lab.toEnd(runId)).toMatchObject({ answer: before.answer, revision: 1, ledger: before.ledger });
    expect((await lab.toEnd(began)).outcome).toBe('done');
    const [asked] = await lab.fanout.watch.log(began);
    // By who said it, in that place, with what the run before was run with; not with what was chosen for that one alone.
    expect(asked).toMatchObject({
      type: 'run.asked',
      request: {
        ...REQUEST_DEFAULTS,
        text: WORDS,
        sources,
        asker: 'bob',
        place: 'here',
        cap: 2,
        model: 'm2',
        budgetUsd: 5,
        askUsd: 0.7,
        fresh: false,
        approved: false,
      },
    });
    expect(await lab.fanout.watch.list({ unfinished: true })).toEqual([]);
  });

  it('said while the run is at work begins beside it, and told again is the same one', async () => {
    const held = Promise.withResolvers<string>();
    const model = createScriptedModel(steered((call) => (call.instruction.includes('poem') ? 'a poem' : held.promise)));
    const lab = createLab({ model, prices });
    const runId = await lab.fanout.ask(ASKED);
    await lab.until(runId, ({ phase }) => phase === 'running');
    for (let times = 0; times < 3; times += 1) await lab.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
    const view = await lab.until(runId, ({ begun }) => begun.length > 0);
    expect((await lab.toEnd(view.begun[0]?.runId ?? '')).outcome).toBe('done');
    expect((await lab.fanout.watch.now(runId)).phase).toBe('running');
    held.resolve('x');
    await lab.toEnd(runId);
    expect(await lab.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 })).toHaveLength(2);
  });

  it('of a run that asked back begins one too', async () => {
    const lab = createLab({ model: quick(), prices });
    const runId = await lab.fanout.ask(toTestRequest([], { text: 'translate this into French', place: 'here' }));
    expect((await lab.toEnd(runId)).outcome).toBe('question');
    await lab.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob');
    const view = await lab.until(runId, ({ begun }) => begun.length === 1);
    expect((await lab.toEnd(view.begun[0]?.runId ?? '')).outcome).toBe('done');
    await lab.fanout.steer(runId, { kind: 'tell', text: 'in the morning' }, 'bob');
    const after = await lab.until(runId, ({ replies }) => replies.length === 2);
    expect(after.replies[1]?.text).toMatch(/^This run asked back and went no further\. Say “run: …”/);
  });
});

describe('a process that dies while a request begins', () => {
  /** The words in a process that dies at one call to its log; the next takes up what is left. */
  async function live(dies: Life['dies']) {
    const store = createMemoryStore();
    const clock = createFakeClock();
    const model = quick();
    const calm = createLab({ model, prices, clock, store });
    const runId = await calm.fanout.ask(ASKED);
    await calm.toEnd(runId);
    await calm.fanout.close();

    const life = createLife(dies);
    const wild = createLab({ model, prices, clock, store, runLog: mortal(store.runLog, life) });
    void wild.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
    for (let waits = 0; waits < 60 && !life.dead; waits += 1) await clock.advance(100);
    // Told again, since nobody heard that it was taken.
    const next = createLab({ model, prices, clock, store });
    await next.fanout.resume();
    await next.fanout.steer(runId, { kind: 'tell', text: WORDS }, 'bob', 'e1');
    const view = await next.until(runId, ({ begun, phase }) => begun.length === 1 && phase === 'ended');
    const began = view.begun[0]?.runId ?? '';
    const end = await next.toEnd(began);
    await clock.advance(1_000);
    const runs = await next.fanout.watch.list({ unfinished: false, place: null, words: [], limit: 9 });
    const open = await next.fanout.watch.list({ unfinished: true });
    return { calls: life.calls, view, end, runs, open, log: await next.fanout.watch.log(runId) };
  }

  it('at any call to its log leaves exactly one run, which is carried to its end', async () => {
    const calm = await live(null);
    expect(calm.runs).toHaveLength(2);
    expect(calm.calls).toBeGreaterThan(10);
    for (let at = 1; at <= calm.calls; at += 1) {
      for (const when of ['before', 'after'] as const) {
        const wild = await live({ at, when });
        const where = `${at} ${when}`;
        expect(wild.runs, where).toHaveLength(2);
        expect(wild.end, where).toMatchObject({ outcome: 'done', revision: 1 });
        expect(wild.view.replies, where).toHaveLength(1);
        expect(wild.open, where).toEqual([]);
        const answered = wild.log.filter((event): event is Extract<RunEvent, { type: 'told.answered' }> => event.type === 'told.answered');
        expect(
          answered.map(({ began }) => began),
          where,
        ).toEqual([wild.end.runId]);
        expect(
          wild.log.filter(({ type }) => type === 'run.begun'),
          where,
        ).toHaveLength(1);
      }
    }
  });
});
