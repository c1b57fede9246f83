import { describe, expect, it } from 'vitest';
import { createMemoryExperience } from '#adapters/memory/memory-experience.ts';
import { type EstimatePlanDeps, estimatePlan, forecastPlan } from '#core/cost/estimate-plan.ts';
import type { Plan, Route, StagePlan } from '#core/plan/plan.ts';
import type { Sample } from '#core/ports/experience.ts';
import { toAsked } from '#core/run/fold.ts';
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

  it('is unknown in dollars with a model whose price is', async () => {
    const { estimates, forecast } = await forecastPlan(toPlan(two), state, { ...deps, routes: [route('unknown'), route(null)] });
    expect([estimates[0]?.usd, estimates[1]?.usd === null, forecast.usd]).toEqual([null, false, null]);
  });
});
