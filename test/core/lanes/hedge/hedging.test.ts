import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from '#core/models/model-card.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab, type LabOptions } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { runTail } from './heavy-tail.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

async function compare(own: number) {
  const pairs: { readonly ratio: number; readonly extra: number; readonly hedgedMs: number; readonly withoutMs: number }[] = [];
  for (const seed of SEEDS) {
    const { makespanMs: withoutMs } = await runTail({ seed, hedge: false, own });
    const { makespanMs: hedgedMs, calls } = await runTail({ seed, hedge: true, own });
    pairs.push({ ratio: hedgedMs / withoutMs, extra: calls - 50, hedgedMs, withoutMs });
  }
  const ratios = pairs.map(({ ratio }) => ratio).sort((one, other) => one - other);
  const sum = (pick: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((total, pair) => total + pick(pair), 0);
  return {
    median: ratios[10] ?? 1,
    total: sum(({ hedgedMs }) => hedgedMs) / sum(({ withoutMs }) => withoutMs),
    worst: ratios.at(-1) ?? 1,
    extra: sum(({ extra }) => extra) / (50 * pairs.length),
    mostExtra: Math.max(...pairs.map(({ extra }) => extra)),
  };
}

describe('fifty lanes, of which a few straggle', () => {
  it('take half as long with second calls, for a few calls more, and no run takes longer', async () => {
    const { median, total, worst, extra, mostExtra } = await compare(0);
    expect(median).toBeLessThanOrEqual(0.5);
    expect(total).toBeLessThanOrEqual(0.5);
    expect(worst).toBeLessThanOrEqual(1.05);
    expect(extra).toBeLessThanOrEqual(0.055);
    expect(mostExtra).toBeLessThanOrEqual(4);
  });

  it('take two thirds where half of the slowness is the lane itself', async () => {
    const { median, worst, mostExtra } = await compare(0.5);
    expect(median).toBeLessThanOrEqual(0.65);
    expect(worst).toBeLessThanOrEqual(1.05);
    expect(mostExtra).toBeLessThanOrEqual(4);
  });
});

const STRAGGLER = 8;

/** Eight lanes of 1 s; the last one's first call hangs, its second is what the test says. */
async function straggle(second: (call: ModelCall) => ScriptStep | Promise<ScriptStep>, more: Partial<LabOptions> & { cap?: number } = {}) {
  const clock = createFakeClock();
  const never = new AbortController().signal;
  const { cap = 8, ...lab } = more;
  let calls = 0;
  const model = createScriptedModel(async (call) => {
    if (!call.instruction.includes(`L${STRAGGLER}`)) {
      await clock.sleep(1_000, never);
      return 'ordinary';
    }
    calls += 1;
    return calls === 1 ? { hang: true } : await second(call);
  });
  const it = createLab({ model, clock, ...lab });
  const prompts = Array.from({ length: 8 }, (_, index) => `L${index + 1}`);
  const runId = await it.fanout.ask(toTestRequest(prompts, { cap }));
  const view = await it.toEnd(runId);
  const events = await it.runLog.read(runId, 0);
  const ends = events.filter((event) => 'lane' in event && event.lane === STRAGGLER && event.type !== 'lane.started');
  return { view, events, ends, model, clock, lab: it };
}

const card = (name: string, input: number): ModelCard => ({
  name,
  provider: name,
  windowTokens: 100_000,
  sees: false,
  strength: 'large',
  languages: null,
  works: null,
  price: { input, output: input * 4 },
});

describe('a lane that straggles', () => {
  it('is one start with one end that says so, answered by its second call; the other is aborted and its cost counted', async () => {
    const { view, ends, model, events } = await straggle(() => 'second', { prices: FAKE_PRICES });
    expect(view.outcome).toBe('done');
    expect(ends).toMatchObject([{ type: 'lane.done', text: 'second', hedged: true }]);
    expect(events.filter((event) => event.type === 'lane.done' && event.hedged === undefined)).toHaveLength(7);
    expect(model.calls).toHaveLength(9);
    expect(model.inFlight()).toBe(0);
    // What it was billed for the second answer, and what the first is likely to have read.
    const [end] = ends;
    expect(end?.type === 'lane.done' && end.usage.inputTokens).toBeGreaterThan(10);
  });

  it('asks another model where its route has one', async () => {
    const catalogue = { cards: [card('near', 0.1), card('far', 1)], planner: null, judge: null, fallbacks: [], prefer: [] };
    const { ends, model } = await straggle((call) => `by ${call.model}`, { catalogue, prices: FAKE_PRICES });
    expect(model.calls.at(-1)?.model).toBe('far');
    expect(ends).toMatchObject([{ type: 'lane.done', text: 'by far', model: 'far' }]);
  });

  it.each<[string, Partial<LabOptions> & { cap?: number }]>([
    ['it is switched off', { hedge: false }],
    ['the run has no place under its cap', { cap: 1 }],
    ['the rate limit has no room', { limits: new Map([['scripted', { requestsPerMinute: null, tokensPerMinute: null, concurrency: 1 }]]) }],
  ])('gets no second call while %s', async (_, more) => {
    const { ends } = await straggle(() => 'again', more);
    // The deadline ends the call, and another attempt follows.
    expect(ends).toMatchObject([
      { type: 'lane.attempt_failed', code: 'lane_timeout' },
      { type: 'lane.done', text: 'again' },
    ]);
    expect(ends.at(-1)).not.toHaveProperty('hedged');
  });

  it('is given up when its peers suggest it, not at the end of the configured time', async () => {
    const { ends, events } = await straggle(() => 'again', { hedge: false });
    const startedAtMs = events.find((event) => event.type === 'lane.started')?.atMs ?? 0;
    expect((ends[0]?.atMs ?? 0) - startedAtMs).toBe(20_000);
  });
});

describe('a budget', () => {
  it('is not overshot by second calls, whatever straggles', async () => {
    let hedged = 0;
    const lanesAndCents = fc.record({
      seed: fc.integer({ min: 1, max: 10_000 }),
      lanes: fc.integer({ min: 4, max: 24 }),
      share: fc.double({ min: 0.3, max: 1.6, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(lanesAndCents, async ({ seed, lanes, share }) => {
        const budgetUsd = lanes * 0.001 * share;
        const { view, events } = await runTail({
          seed,
          lanes,
          cap: lanes,
          hedge: true,
          budgetUsd,
          spends: true,
          lab: { prices: FAKE_PRICES },
        });
        expect(view.usage.costUsd ?? 0).toBeLessThanOrEqual(budgetUsd);
        expect(events.at(-1)?.type).toBe('run.ended');
        hedged += events.filter((event) => event.type === 'lane.done' && event.hedged === true).length;
      }),
      { numRuns: 60 },
    );
    expect(hedged).toBeGreaterThan(0);
  });
});
