import { describe, expect, it } from 'vitest';
import { estimateMerge, type MergedLane } from '#core/cost/estimate-merge.ts';
import { forecastPlan } from '#core/cost/estimate-plan.ts';
import { toLikelyTokens } from '#core/cost/tokens.ts';
import { findBest } from '#core/merge/best.ts';
import { mergeDigest } from '#core/merge/digest.ts';
import type { Output, StagePlan } from '#core/plan/plan.ts';
import type { ModelCall } from '#core/ports/model.ts';
import type { MergeKind } from '#core/request.ts';
import { toAsked } from '#core/run/fold.ts';
import { createAsking } from '#test/core/merge/asking.ts';
import { toLane, toStage } from '#test/core/plan/lanes.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const TEXT: Output = { kind: 'text' };
const toLanes = (count: number, outputTokens: number, output: Output = TEXT): MergedLane[] =>
  Array.from({ length: count }, () => ({
    output,
    estimate: { inputTokens: 500, outputTokens, usd: 0.001, mostUsd: 0.002, maxOutputTokens: 3 * outputTokens },
  }));
const estimate = async (
  merge: MergeKind,
  lanes: readonly MergedLane[],
  { asked = 'usual' as string | null, windowTokens = 100_000 } = {},
) => await estimateMerge({ merge, mergePrompt: 'the wish' }, lanes, { model: { windowTokens }, asked, prices: FAKE_PRICES, cap: 4 });

const tokensOf = (calls: readonly ModelCall[]): number =>
  calls.reduce((sum, { instruction, materials }) => sum + toLikelyTokens([instruction, ...materials.map((it) => it.text)].join('\n')), 0);
const off = (said: number, is: number): number => Math.abs(said - is) / is;
const toText = (tokens: number, seed: number): string => `${seed} `.padEnd(tokens * 4, 'word ');

describe('what a merge is likely to take', () => {
  it.each([
    [3, 300, 100_000],
    [40, 300, 8_000],
    [100, 1_000, 20_000],
    [12, 5_000, 8_000],
  ])('is what a digest of %i results of %i tokens asks, in a window of %i', async (count, tokens, windowTokens) => {
    const { asking, model } = createAsking(
      ({ materials }) => toText(Math.max(300, tokensOf([{ materials, instruction: '' } as unknown as ModelCall]) / 2), materials.length),
      { windowTokens },
    );
    const sections = Array.from({ length: count }, (_, at) => ({
      lane: at + 1,
      title: `L${at}`,
      text: toText(tokens, at),
      truncated: false,
    }));
    await mergeDigest(sections, { job: 'report', request: '', wish: 'the wish', step: null, language: null }, false, asking);
    const said = await estimate('digest', toLanes(count, tokens), { windowTokens });
    expect(off(said.inputTokens, tokensOf(model.calls))).toBeLessThan(0.34);
    expect(said.usd).toBeCloseTo((said.inputTokens + said.outputTokens) / 1_000_000, 12);
    expect(said.forecast.tokens.low).toBeGreaterThan(0);
  });

  it.each([2, 5, 8, 20])('is what judging %i results in pairs asks', async (count) => {
    const { asking, model } = createAsking(() => '{"winner": "A", "why": ""}');
    await findBest(
      Array.from({ length: count }, (_, at) => toText(400, at)),
      'the wish',
      asking,
    );
    const said = await estimate('best', toLanes(count, 400));
    expect(off(said.inputTokens, tokensOf(model.calls))).toBeLessThan(0.34);
    // Each call has two of the results.
    expect((await estimate('best', toLanes(count, 900))).inputTokens - said.inputTokens).toBe(model.calls.length * 2 * 500);
  });

  it('may be nothing where it depends on what comes', async () => {
    for (const [kind, lanes] of [
      ['dedupe', toLanes(10, 600)],
      ['vote', toLanes(5, 400)],
    ] as const) {
      const { forecast, inputTokens } = await estimate(kind, lanes);
      expect([forecast.tokens.low, forecast.usd?.low]).toEqual([0, 0]);
      expect(forecast.tokens.high).toBeGreaterThan(inputTokens);
    }
  });

  it.each<[string, MergeKind, MergedLane[], string | null]>([
    ['in order', 'ordered', toLanes(9, 400), 'usual'],
    ['a table', 'table', toLanes(9, 400), 'usual'],
    ['a digest of one', 'digest', toLanes(1, 400), 'usual'],
    ['the best of one', 'best', toLanes(1, 400), 'usual'],
    ['a vote by labels', 'vote', toLanes(9, 400, { kind: 'label', labels: ['a', 'b'] }), 'usual'],
    ['a list of one thing', 'dedupe', toLanes(1, 400, { kind: 'items', fields: [], count: 1 }), 'usual'],
    ['a digest without a model', 'digest', toLanes(9, 400), null],
    ['a digest of nothing', 'digest', [], 'usual'],
  ])('is nothing for %s', async (_, kind, lanes, asked) => {
    expect(await estimate(kind, lanes, { asked })).toMatchObject({
      inputTokens: 0,
      outputTokens: 0,
      usd: null,
      forecast: { tokens: { low: 0, high: 0 } },
    });
  });

  it('is unknown in dollars with a model whose price is, and so is the whole', async () => {
    expect(await estimate('digest', toLanes(3, 400), { asked: 'unknown' })).toMatchObject({ usd: null, forecast: { usd: null } });
  });
});

describe('a plan whose merge asks a model', () => {
  const state = toAsked({ type: 'run.asked', request: toTestRequest([], { cap: 4, model: 'usual' }), runId: 'r', seq: 1, atMs: 0 });
  const materials = { gather: async () => [] };
  const deps = { model: createScriptedModel([]), prices: FAKE_PRICES, materials };
  const stage = (merge: MergeKind): StagePlan => ({
    ...toStage(['a', 'b', 'c'].map((it) => toLane(it, `Write about ${it}.`, { sources: [], work: 'write' }))),
    merge,
  });
  const forecast = async (...stages: StagePlan[]) =>
    await forecastPlan({ mode: 'orchestrate', why: '', notes: [], texts: [], stages }, state, deps);

  it('has it in what all takes, once for each stage, and not in what its lanes take', async () => {
    const [plain, digest] = [await forecast(stage('ordered')), await forecast(stage('digest'))];
    expect(digest.estimates).toEqual(plain.estimates);
    expect(plain.merges.map((it) => it.inputTokens)).toEqual([0]);
    const merge = digest.merges[0]?.forecast;
    expect(digest.forecast.tokens.low).toBe(plain.forecast.tokens.low + (merge?.tokens.low ?? 0));
    expect(digest.forecast.usd?.high).toBeCloseTo((plain.forecast.usd?.high ?? 0) + (merge?.usd?.high ?? 0), 12);
    expect(digest.forecast.ms.high).toBeGreaterThan(plain.forecast.ms.high);
    expect((await forecast(stage('digest'), stage('best'))).merges.map((it) => it.inputTokens > 0)).toEqual([true, true]);
  });

  it('shows it on the card and beside what was used, which has it too', async () => {
    const usage = (call: ModelCall) => ({ inputTokens: tokensOf([call]), outputTokens: 300, costUsd: null });
    const model = createScriptedModel((call) => ({ text: toText(300, call.instruction.length), usage: usage(call) }));
    const lab = createLab({ model });
    const lanes = ['funny', 'serious', 'short'].map((it) => `Write a ${it} tagline for tea.`);
    const runId = await lab.fanout.ask(toTestRequest(lanes, { text: 'three taglines for tea, as one text', merge: 'digest' }));
    const view = await lab.toEnd(runId);
    const merged = model.calls.filter((call) => /^Write one text/.test(call.instruction));
    expect(merged).toHaveLength(1);
    const used = view.usage.inputTokens + view.usage.outputTokens;
    const said = (view.estimate?.inputTokens ?? 0) + (view.estimate?.outputTokens ?? 0);
    expect(used).toBe(model.calls.reduce((sum, call) => sum + usage(call).inputTokens + 300, 0));
    expect(off(said, used)).toBeLessThan(0.5);
    expect(said).toBeGreaterThan(used - usage(merged[0] as ModelCall).inputTokens);
  });
});
