import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import type { Fanout } from '#core/fanout.ts';
import type { ModelCall } from '#core/ports/model.ts';
import type { Wish } from '#core/run/steer.ts';
import type { RunView } from '#core/view/run-view.ts';
import { answerChange, asksForChange } from '#test/fakes/change-answer.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createLife, type Life, mortal } from '#test/fakes/mortal.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const ID = 'r';
const REQUEST = 'Investigate the ticket machines of our competitors in depth, and compare how each of them treats its passengers';

const each = { prompt: 'Describe {item}.', one: 'operator', sources: [], work: 'answer', output: 'text', fields: [], limit: 20, likely: 4 };
const stage = { lanes: [], each: null, merge: 'ordered', merge_prompt: '', key: null };
const lane = (title: string, output: string) => ({
  title,
  objective: `${title} of the job`,
  boundaries: '',
  sources: [],
  tools: [],
  work: 'answer',
  output,
  fields: [],
  count: null,
  needs: [],
});
const PLAN = {
  kind: 'fan_out',
  why: 'first who they are, then each',
  question: null,
  stages: [
    { ...stage, title: 'Operators', lanes: [lane('List the operators', 'items')], merge: 'dedupe' },
    { ...stage, title: 'Each', each },
    { ...stage, title: 'Comparison', lanes: [lane('Compare them', 'text')] },
  ],
  brief: 'style',
};

function answer(call: ModelCall): string {
  if (asksForChange(call)) return answerChange(call);
  if (call.schema?.name === 'brief') return '{"tone": "Plain.", "terms": []}';
  if (call.schema?.name.includes('items') === true) return '{"items": ["DB", "SNCF", "OEBB", "SBB", "PKP"]}';
  if (call.standing?.includes('PLANNER') === true) return JSON.stringify(PLAN);
  return `did: ${call.instruction.split('\n')[0]}`;
}

interface Step {
  readonly press: string;
  readonly wish: Wish;
  /** When the person does it. */
  readonly when: (view: RunView) => boolean;
}

const STEPS: readonly Step[] = [
  {
    press: 'p1',
    wish: { kind: 'edit', text: '1: List the operators of the job, the large ones', mostChars: 3_000 },
    when: (view) => view.card?.kind === 'plan',
  },
  { press: 'p2', wish: { kind: 'approve' }, when: (view) => view.card?.kind === 'plan' && view.why?.includes('edited') === true },
  { press: 'p3', wish: { kind: 'tell', text: 'also Trenitalia' }, when: (view) => view.phase === 'ended' && view.revision >= 1 },
  { press: 'p4', wish: { kind: 'tell', text: 'shorter' }, when: (view) => view.phase === 'ended' && view.revision >= 2 },
];

/** A planned run with what people do to it, in a process that dies at one call to its log; the next goes on, and people do again what got no answer. */
async function live(dies: Life['dies']) {
  const store = createMemoryStore();
  const clock = createFakeClock();
  const model = createScriptedModel(answer, { plans: true });
  let life = createLife(dies);
  let lab = createLab({ model, clock, store, runLog: mortal(store.runLog, life), prices: FAKE_PRICES });

  /** Does it, in the next process where this one dies with it. */
  async function act<T>(work: (fanout: Fanout) => Promise<T>): Promise<T> {
    for (;;) {
      let result: { readonly value: T } | null = null;
      const working = work(lab.fanout).then((value) => {
        result = { value };
      });
      for (let waits = 0; waits < 400 && result === null && !life.dead; waits += 1) await clock.advance(100);
      if (result !== null) {
        await working;
        return (result as { readonly value: T }).value;
      }
      if (!life.dead) throw new Error('it hangs');
      life = createLife();
      lab = createLab({ model, clock, store, runLog: mortal(store.runLog, life), prices: FAKE_PRICES });
      await lab.fanout.resume();
    }
  }

  /** Until the run is so, in whatever process. */
  async function until(holds: (view: RunView) => boolean): Promise<RunView> {
    for (let looks = 0; looks < 400; looks += 1) {
      const view = await act((fanout) => fanout.watch.now(ID));
      if (holds(view)) return view;
      await clock.advance(200);
    }
    throw new Error(`it does not get there: ${JSON.stringify(await lab.fanout.watch.now(ID))}`);
  }

  await act((fanout) => fanout.ask(toTestRequest([], { text: REQUEST, card: true, quorum: 0.5 }), ID));
  for (const { press, wish, when } of STEPS) {
    await until(when);
    await act((fanout) => fanout.steer(ID, wish, 'ann', press));
  }
  const view = await until((it) => it.phase === 'ended' && it.revision >= 3);
  return { view, calls: model.calls.length, logCalls: life.calls, log: await store.runLog.read(ID, 0) };
}

describe('a planned run whose process dies', () => {
  it('at any call to its log gives the same answer, and pays no more than for what was in flight', async () => {
    const calm = await live(null);
    expect(calm.view.outcome).toBe('done');
    expect(calm.view.lanes.map(({ title }) => title)).toContain('Trenitalia');
    expect(calm.log.map((event) => event.type)).toEqual(
      expect.arrayContaining(['run.replanned', 'stage.expanded', 'run.told', 'run.changed', 'run.ended']),
    );
    // Every third call, before and after: all kinds of moments, in a second.
    for (let at = 2; at < calm.logCalls; at += 3) {
      const dies = { at, when: at % 2 === 0 ? 'before' : 'after' } as const;
      const wild = await live(dies);
      expect(wild.view.answer, JSON.stringify(dies)).toBe(calm.view.answer);
      expect(wild.view.ledger).toEqual(calm.view.ledger);
      expect(wild.calls, JSON.stringify(dies)).toBeLessThanOrEqual(calm.calls + 16);
      const seqs = wild.log.map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  });
});
