import { describe, expect, it } from 'vitest';
import { createMemoryExperience } from '#adapters/memory/memory-experience.ts';
import { type EstimatePlanDeps, estimatePlan, forecastPlan } from '#core/cost/estimate-plan.ts';
import type { Plan, Route, StagePlan } from '#core/plan/plan.ts';
import type { Sample } from '#core/ports/experience.ts';
import { toAsked } from '#core/run/fold.ts';
import type { RunState } from '#core/run/state.ts';
import { toLane, toStage } from '#test/core/plan/lanes.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const state = toAsked({ type: 'run.asked', request: toTestRequest([], { cap: 4, model: 'usual' }), runId: 'r', seq: 1, atMs: 0 });
const materials: EstimatePlanDeps['materials'] = {
  gather: async (_, ids) => ids.map((id) => ({ id, title: id, text: 'word '.repeat(400), picture: null })),
};
const deps: EstimatePlanDeps = { model: createScriptedModel([]), prices: FAKE_PRICES, materials };

const toPlan = (...stages: StagePlan[]): Plan => ({ mode: 'orchestrate', why: '', notes: [], texts: [], stages });
const two = toStage(['French', 'German'].map((it) => toLane(it, `Translate into ${it}.`)));
const route = (model: string | null): Route => ({ model, why: '', fallbacks: [] });

async function learnt(model: string, ratio: number) {
  const experience = createMemoryExperience();
  const sample: Omit<Sample, 'key'> = {
    work: 'translate',
    model,
    estimatedInput: 100,
    estimatedOutput: 100,
    inputTokens: 100,
    outputTokens: 100 * ratio,
    ms: 1_000,
  };
  await experience.learn(Array.from({ length: 9 }, (_, n) => ({ ...sample, key: `r:${n}:1` })));
  return experience;
}

describe('what a plan is likely to take', () => {
  it('is what its lanes took before, with the model that each goes to', async () => {
    const [plain, other] = await estimatePlan(toPlan(two), state, deps);
    const experience = await learnt('big', 2);
    const routes = [route('big'), route(null)];
    const [routed, unrouted] = await estimatePlan(toPlan(two), state, { ...deps, experience, routes });
    expect(routed?.outputTokens).toBe((plain?.outputTokens ?? 0) * 2);
    expect(routed?.usd).toBeCloseTo(((routed?.inputTokens ?? 0) + (routed?.outputTokens ?? 0)) / 1_000_000, 12);
    expect(routed?.maxOutputTokens).toBeGreaterThan(plain?.maxOutputTokens ?? 0);
    expect(unrouted).toEqual(other);
    const usual = await estimatePlan(toPlan(two), state, { ...deps, experience: await learnt('usual', 2) });
    expect(usual.map((it) => it.outputTokens)).toEqual([plain, other].map((it) => (it?.outputTokens ?? 0) * 2));
  });

  it('has the lanes that a stage will take from the one before, as a guess', async () => {
    const output = { kind: 'text' } as const;
    const each = { prompt: 'Research {item}.', one: 'company', sources: ['S1'], work: 'write', output, limit: 60, likely: 10 } as const;
    const later: StagePlan = { ...toStage([]), each };
    const known = await forecastPlan(toPlan(two), state, deps);
    const both = await forecastPlan(toPlan(two, later), state, deps);
    expect(known).toMatchObject({ lanes: 2, most: 2, guessed: false });
    expect(both).toMatchObject({ lanes: 12, most: 62, guessed: true });
    expect(both.estimates).toEqual(known.estimates);
    expect(both.forecast.tokens.low).toBeGreaterThan(known.forecast.tokens.high);
    const once = await forecastPlan(toPlan(two, { ...later, each: { ...each, limit: 1 } }), state, deps);
    expect(once).toMatchObject({ lanes: 3, most: 3 });
    expect(once.forecast.usd?.high).toBeLessThan(both.forecast.usd?.high ?? 0);
  });

  it('counts what each lane is given: the results of any earlier stage, and one that is there as it is', async () => {
    const report = toStage([toLane('Report', 'Report.', { work: 'answer' })]);
    const list = toStage(Array.from({ length: 20 }, (_, index) => toLane(`L${index}`, 'List.')));
    const last = (sources: readonly string[]): StagePlan => toStage([toLane('Post', 'Post.', { sources, work: 'write' })]);
    const inputOf = async (sources: readonly string[], merges: RunState['merges'] = []): Promise<number> =>
      (await forecastPlan(toPlan(report, list, last(sources)), { ...state, merges }, deps)).estimates.at(-1)?.inputTokens ?? 0;
    const none = await inputOf([]);
    const [first, second, both] = [await inputOf(['R1']), await inputOf(['R2']), await inputOf(['R1', 'R2'])];
    expect(first).toBeGreaterThan(none);
    expect(second - none).toBe(20 * ((await estimatePlan(toPlan(list), state, deps))[0]?.outputTokens ?? 0));
    expect(both - none).toBe(first - none + (second - none));
    // 400 words stand there now.
    expect(await inputOf(['R2'], [null, { round: 1, empty: false, note: null }, null])).toBeLessThan(none + 700);
  });

  it('gives a group its share of the rows, and not the whole table', async () => {
    const columns = ['Company', 'Department'];
    const table = { id: 'S1', title: 't.csv', status: 'read', chars: 40_000, columns, rows: 100, isPicture: false } as const;
    const rows = toStage(Array.from({ length: 100 }, (_, index) => toLane(`row ${index}`, 'Label it.', { sources: [`S1#${index + 1}`] })));
    const output = { kind: 'text' } as const;
    const each = {
      prompt: 'Sum up {item}.',
      one: 'department',
      by: 'Department',
      sources: ['S1'],
      work: 'answer',
      output,
      limit: 60,
      likely: 10,
    } as const;
    const known = { ...state, sources: [table] };
    const before: StagePlan = { ...rows, merge: 'table' };
    const [alone, grouped] = [
      await forecastPlan(toPlan(before), known, deps),
      await forecastPlan(toPlan(before, { ...toStage([]), each }), known, deps),
    ];
    const tokens = grouped.forecast.tokens.high - alone.forecast.tokens.high;
    const outputs = alone.estimates.reduce((sum, estimate) => sum + estimate.outputTokens, 0);
    // Together the groups have the rows once.
    expect(tokens).toBeGreaterThan(outputs);
    expect(tokens).toBeLessThan(4 * (outputs + 10_000));
  });

  it('is unknown in dollars with a model whose price is', async () => {
    const { estimates, forecast } = await forecastPlan(toPlan(two), state, { ...deps, routes: [route('unknown'), route(null)] });
    expect([estimates[0]?.usd, estimates[1]?.usd === null, forecast.usd]).toEqual([null, false, null]);
  });
});
