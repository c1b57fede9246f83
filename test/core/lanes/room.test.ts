import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { Catalogue, ModelCard } from '#core/models/model-card.ts';
import type { Prices } from '#core/ports/prices.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const HOUR_MS = 3_600_000;
const card = (name: string): ModelCard => ({
  name,
  provider: name,
  windowTokens: 100_000,
  sees: false,
  strength: 'large',
  languages: null,
  works: null,
  price: { input: 1, output: 1 },
});
const PROMPTS = Array.from({ length: 8 }, (_, index) => `L${index + 1}`);
const wait = (afterMs: number): FanoutError => new FanoutError('rate_limited', 'too many', { retry: { kind: 'wait', afterMs } });
const PRICES: Prices = { usd: async (_, { outputTokens }) => outputTokens / 1_000 };

/** The first calls are refused; those after them take a while. */
async function refuseFirst(count: number, change: { readonly cap?: number; readonly budgetUsd?: number }) {
  const clock = createFakeClock();
  const never = new AbortController().signal;
  let atWork = 0;
  let most = 0;
  const model = createScriptedModel(async (_, n) => {
    if (n <= count) return wait(10_000);
    atWork += 1;
    most = Math.max(most, atWork);
    await clock.sleep(5_000, never);
    atWork -= 1;
    return 'x';
  });
  const lab = createLab({ model, clock, prices: PRICES, hedge: false });
  const view = await lab.toEnd(await lab.fanout.ask(toTestRequest(PROMPTS, change)));
  const planned = (await lab.runLog.read(view.runId, 0)).find((event) => event.type === 'run.planned');
  const reserveUsd = planned?.type === 'run.planned' ? (planned.estimates[0]?.mostUsd ?? 0) : 0;
  return { view, most: () => most, reserveUsd };
}

describe('lanes that waited for their provider', () => {
  it('never go beyond the cap of their run, though others were let through meanwhile', async () => {
    const { view, most } = await refuseFirst(2, { cap: 2 });
    expect(view.ledger).toMatchObject({ asked: 8, done: 8 });
    expect(most()).toBe(2);
  });

  it('never go beyond its budget', async () => {
    const { view, most, reserveUsd } = await refuseFirst(2, { budgetUsd: 3 });
    expect(view.ledger).toMatchObject({ asked: 8, done: 8 });
    expect(most()).toBeGreaterThan(1);
    expect(most() * reserveUsd).toBeLessThanOrEqual(3);
  });
});

describe('what lanes that begin have reserved', () => {
  it.each([3, 7, 11, 13, 17])('is given back to the last crumb (by %d): what never fits is given up in the end', async (by) => {
    const prices: Prices = { usd: async (_, { inputTokens, outputTokens }) => (inputTokens / 9 + outputTokens / by) / 1_000 };
    const prompts = Array.from({ length: 12 }, (_, index) => `write ${'ab '.repeat(index * 7)}`);
    const lab = createLab({ model: createScriptedModel(() => 'x'), prices, hedge: false });
    const runId = await lab.fanout.ask(toTestRequest([...prompts, 'long '.repeat(90_000)], { budgetUsd: 8 }));
    const view = await lab.toEnd(runId);
    expect(view.ledger).toMatchObject({ asked: 13, done: 12, skipped: 1 });
  });
});

describe('a provider that takes no calls', () => {
  it('holds up no lane of its run that asks another one, however many are before it', async () => {
    const prefer = [{ works: null, languages: ['de', 'fr', 'nl', 'da'], models: ['shut'] }];
    const catalogue: Catalogue = { cards: [card('open'), card('shut')], planner: null, judge: null, fallbacks: [], prefer };
    const model = createScriptedModel(({ model: name }) => (name === 'shut' ? wait(HOUR_MS) : 'hola'));
    const lab = createLab({ model, catalogue, hedge: false });
    const text = 'Translate "hello" into German, French, Dutch, Danish, Spanish and Italian';
    const runId = await lab.fanout.ask(toTestRequest([], { text, cap: 2 }));
    await lab.until(runId, ({ lanes }) => lanes.length === 6);
    await lab.clock.advance(60_000);
    const view = await lab.fanout.watch.now(runId);
    expect(view.lanes.filter(({ status }) => status === 'done').map(({ title }) => title)).toEqual(['Spanish', 'Italian']);
    expect(model.calls.filter((call) => call.model === 'shut').length).toBeLessThanOrEqual(2);
    await lab.fanout.close();
    expect(lab.clock.pending).toBe(0);
  });
});

describe('a lane that gave fewer items than were asked for', () => {
  it('stands with what it gave where its provider takes no calls for long', async () => {
    const clock = createFakeClock();
    const never = new AbortController().signal;
    const model = createScriptedModel(async (call) => {
      if (call.instruction === 'refused') return wait(HOUR_MS);
      await clock.sleep(5_000, never);
      return JSON.stringify({ items: ['Fiat', 'BYD'] });
    });
    const lab = createLab({ model, clock, hedge: false });
    const runId = await lab.fanout.ask(toTestRequest([], { text: 'list 3 car makers, then research each' }));
    await lab.until(runId, ({ lanes }) => lanes[0]?.status === 'running');
    const other = await lab.fanout.ask(toTestRequest(['refused']));
    await lab.until(other, ({ lanes }) => lanes[0]?.code === 'rate_limited');
    await clock.advance(10_000);
    expect(model.calls).toHaveLength(2);
    expect((await lab.fanout.watch.now(runId)).lanes[0]).toMatchObject({ status: 'done' });
    await lab.fanout.close();
    expect(clock.pending).toBe(0);
  });
});
