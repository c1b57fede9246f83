import { describe, expect, it } from 'vitest';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import { forecastPlan } from '#core/cost/estimate-plan.ts';
import { FanoutError } from '#core/errors.ts';
import { createMaterials } from '#core/lanes/materials.ts';
import { splitGiven } from '#core/lanes/take-given.ts';
import { withCorrection } from '#core/plan/sample.ts';
import type { Model } from '#core/ports/model.ts';
import type { Priced, RunEvent } from '#core/run/events.ts';
import { LaneList } from '#core/run/lane-list.ts';
import { readState } from '#core/run/read-log.ts';
import { NO_USAGE } from '#core/usage.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';
import { createLab, type LabOptions } from '#test/fakes/lab.ts';
import { createLife, mortal } from '#test/fakes/mortal.ts';
import { storeWith, toPlannedLane, toPlanOf } from '#test/fakes/planned.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const GIVEN = toPlannedLane('it', { work: 'answer', given: { text: 'It is Paris.', model: 'thinker' } });
const PLAN = toPlanOf([GIVEN], { mode: 'simple' });

/** What `pricePlan` says of it. */
async function priceOf(model: Model): Promise<Priced> {
  const store = await storeWith(PLAN);
  const state = await readState(store.runLog, 'r');
  if (state === null) throw new Error('it was planned just now');
  return await forecastPlan(PLAN, state, { model, prices: FAKE_PRICES, materials: createMaterials(store.runLog) });
}

async function open(options: Partial<LabOptions> = {}, change: Parameters<typeof storeWith>[1] = {}) {
  const model = createScriptedModel(() => 'It is Rome.');
  const store = await storeWith(PLAN, { priced: await priceOf(options.model ?? model), ...change });
  const lab = createLab({ model, prices: FAKE_PRICES, store, hedge: false, ...options });
  const events = async (): Promise<readonly RunEvent[]> => await lab.runLog.read('r', 0);
  await lab.fanout.resume();
  return { model, store, lab, events };
}

describe('a lane whose result the plan has', () => {
  it('is done without a call, with the text and the model of the plan', async () => {
    const { lab, model, events } = await open();
    const view = await lab.toEnd('r');
    expect(view.answer).toMatch(/^It is Paris\./);
    expect(view.lanes[0]).toMatchObject({ status: 'done', attempts: 1 });
    expect(model.calls).toEqual([]);
    expect((await events()).filter((event) => event.type.startsWith('lane.'))).toMatchObject([
      { type: 'lane.started', lane: 1, start: 1 },
      { type: 'lane.done', lane: 1, start: 1, text: 'It is Paris.', model: 'thinker', usage: NO_USAGE, ms: 0, reusedFrom: null },
    ]);
  });

  it('is estimated to take nothing; doing it again takes what it takes', async () => {
    const { estimates, forecast } = (await priceOf(createScriptedModel([]))) as Required<Priced>;
    expect(estimates[0]).toMatchObject({ inputTokens: 0, outputTokens: 0, usd: 0, mostUsd: 0 });
    expect(forecast).toMatchObject({ tokens: { low: 0, high: 0 }, usd: null });
    expect(estimates[0]?.again?.outputTokens).toBeGreaterThan(0);
  });

  it('needs no model that would take it', async () => {
    const { lab } = await open({ model: createOfflineModel() });
    expect((await lab.toEnd('r')).answer).toMatch(/^It is Paris\./);
  });

  it.each([
    ['the only slot is taken', { hang: true }, 'running'],
    [
      'its provider takes no calls',
      new FanoutError('rate_limited', 'too many', { retry: { kind: 'wait', afterMs: 3_600_000 } }),
      'waiting',
    ],
  ] as const)('waits for nobody where %s', async (_, step, status) => {
    const { lab, store } = await open({ model: createScriptedModel(() => step), concurrency: 1 }, { runId: 'first' });
    const busy = await lab.fanout.ask(toTestRequest(['busy']));
    await lab.until(busy, ({ lanes }) => lanes[0]?.starts === 1 && lanes[0].status === status);
    await storeWith(PLAN, { store });
    await lab.fanout.resume('r');
    await lab.clock.advance(0);
    expect((await lab.fanout.watch.now('r')).phase).toBe('ended');
    await lab.fanout.close();
  });

  it('has room in a budget that is overspent', async () => {
    const spent = { inputTokens: 1, outputTokens: 1, costUsd: 2 };
    const store = await storeWith(PLAN, { budgetUsd: 1, priced: await priceOf(createScriptedModel([])) });
    await store.runLog.append('r', 'digest:plan', { type: 'digest.part', part: 'plan', text: '', usage: spent }, 0);
    const lab = createLab({ model: createScriptedModel([]), store, prices: FAKE_PRICES });
    await lab.fanout.resume();
    expect((await lab.toEnd('r')).answer).toMatch(/^It is Paris\./);
  });

  it('is asked once a person wants it again or otherwise, within what is reserved then', async () => {
    for (const prompt of [null, 'Say it in Italian.']) {
      const { lab, model } = await open({}, { budgetUsd: 1 });
      await lab.toEnd('r');
      await lab.fanout.steer('r', { kind: 'retry', lanes: [1], prompt, budgetUsd: null }, 'ann');
      const view = await lab.until('r', ({ revision }) => revision === 2);
      expect(view.answer).toMatch(/^It is Rome\./);
      expect(model.calls.map((call) => call.instruction)).toEqual([prompt ?? GIVEN.prompt]);
      expect(model.calls[0]?.maxOutputTokens).toBeGreaterThan(100);
    }
  });

  it('is asked where its words were edited before it began, whoever prices it then', async () => {
    const { lab, model } = await open({}, { card: true, approved: false });
    await lab.until('r', ({ phase }) => phase !== 'planning');
    await lab.fanout.steer('r', { kind: 'edit', text: '1: Say it in Italian.', mostChars: 3_000 }, 'ann');
    await lab.fanout.steer('r', { kind: 'approve' }, 'ann');
    expect((await lab.toEnd('r')).answer).toMatch(/^It is Rome\./);
    expect(model.calls).toHaveLength(1);

    const other = await open({}, { card: true, approved: false });
    await other.lab.fanout.steer('r', { kind: 'retry', lanes: [1], prompt: 'Say it in Italian.', budgetUsd: null }, 'ann');
    const state = await readState(other.store.runLog, 'r');
    expect(state?.plan?.stages[0]?.lanes[0]).not.toHaveProperty('given');
  });

  it('is asked where what was said of a sample joined its words', async () => {
    const state = await readState((await storeWith(PLAN)).runLog, 'r');
    const [lane] = state?.lanes ?? [];
    if (state === null || lane === undefined) throw new Error('it was planned just now');
    const starts = [{ lane: 1, start: 1 }];
    expect(splitGiven(state, starts)).toEqual([[], starts]);
    const lanes = LaneList.of([{ ...lane, prompt: withCorrection(lane.prompt, 'in Italian') }]);
    expect(splitGiven({ ...state, lanes }, starts)).toEqual([starts, []]);
  });

  it('is done once, whenever the process dies', async () => {
    for (let at = 1; ; at += 1) {
      const store = await storeWith(PLAN);
      const clock = createFakeClock();
      const model = createScriptedModel([]);
      const life = createLife({ at, when: at % 2 === 0 ? 'before' : 'after' });
      const first = createLab({ model, store, clock, runLog: mortal(store.runLog, life) });
      void first.fanout.resume();
      await clock.advance(1_000);
      const second = createLab({ model, store, clock });
      await second.fanout.resume();
      const view = await second.toEnd('r');
      expect(view.answer).toMatch(/^It is Paris\./);
      expect(view.lanes[0]).toMatchObject({ status: 'done', attempts: 1 });
      if (!life.dead) break;
    }
  });
});
