import { describe, expect, it } from 'vitest';
import { type ErrorCode, FanoutError, type Retry } from '#core/errors.ts';
import type { Catalogue, ModelCard } from '#core/models/model-card.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { createJumpingClock } from '#test/fakes/jumping-clock.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createScriptedModel, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const HOUR_MS = 3_600_000;
const again: Retry = { kind: 'again', afterMs: null };
const fault = (code: ErrorCode, retry: Retry = again): FanoutError => new FanoutError(code, `fault: ${code}`, { retry });

/** A run of three lanes; the second meets the fault once. */
async function meet(step: ScriptStep) {
  let met = false;
  const model = createScriptedModel((call) => {
    if (!call.instruction.includes('L2') || met) return `whole text of ${call.instruction}`;
    met = true;
    return step;
  });
  const lab = createLab({ model });
  const runId = await lab.fanout.ask(toTestRequest(['L1', 'L2', 'L3']));
  const view = await lab.toEnd(runId);
  const events = await lab.runLog.read(runId, 0);
  return { view, model, ends: events.filter((event) => 'lane' in event && event.lane === 2 && event.type !== 'lane.started'), lab };
}

describe('a lane that meets a fault is tried again, and the others do not notice', () => {
  it.each<[string, ErrorCode, ScriptStep]>([
    ['a hung socket', 'lane_timeout', { hang: true }],
    ['a stream cut in the middle', 'stream_cut', fault('stream_cut')],
    ['an empty answer', 'empty_answer', fault('empty_answer')],
    ['a web page for an answer, or an error with a good status', 'provider_unavailable', fault('provider_unavailable')],
    ['a host that is not found', 'provider_unreachable', fault('provider_unreachable')],
  ])('%s', async (_, code, step) => {
    const { view, ends } = await meet(step);
    expect(ends).toMatchObject([
      { type: 'lane.attempt_failed', code },
      { type: 'lane.done', text: 'whole text of L2' },
    ]);
    expect(view.ledger).toMatchObject({ asked: 3, done: 3 });
    expect(view.lanes.map(({ attempts }) => attempts)).toEqual([1, 2, 1]);
  });

  it('a wait of hours is waited, costs no attempt, and is over to the moment', async () => {
    const { view, ends } = await meet(fault('rate_limited', { kind: 'wait', afterMs: 5 * HOUR_MS }));
    const [deferred, done] = ends;
    expect(deferred).toMatchObject({ type: 'lane.deferred', untilMs: (deferred?.atMs ?? 0) + 5 * HOUR_MS });
    expect((done?.atMs ?? 0) - (deferred?.atMs ?? 0)).toBeGreaterThanOrEqual(5 * HOUR_MS);
    expect((done?.atMs ?? 0) - (deferred?.atMs ?? 0)).toBeLessThan(5 * HOUR_MS + 120_000);
    expect(view.lanes[1]).toMatchObject({ status: 'done', attempts: 1 });
  });
});

const card = (name: string, price: number): ModelCard => ({
  name,
  provider: name,
  windowTokens: 100_000,
  sees: false,
  strength: 'large',
  languages: null,
  works: null,
  price: { input: price, output: price },
});
const LIST = 'list 3 car makers, then research each';
const isList = (call: ModelCall): boolean => call.schema?.name.includes('items') === true;

describe('an answer in another form than asked', () => {
  it('twice ends the lane, with the reason', async () => {
    const model = createScriptedModel((call) => (isList(call) ? 'I would rather chat.' : 'x'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: LIST })));
    expect(model.calls.filter(isList)).toHaveLength(2);
    expect(view.lanes[0]).toMatchObject({ status: 'failed', code: 'wrong_output', attempts: 2 });
  });

  it('twice lets the next model try, once', async () => {
    const catalogue: Catalogue = { cards: [card('one', 0.1), card('two', 1)], planner: null, judge: null, fallbacks: [], prefer: [] };
    const model = createScriptedModel((call) => (isList(call) ? 'I would rather chat.' : 'x'));
    const lab = createLab({ model, catalogue });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: LIST })));
    expect(model.calls.filter(isList).map((call) => call.model)).toEqual(['one', 'one', 'two']);
    expect(view.lanes[0]).toMatchObject({ status: 'failed', code: 'wrong_output' });
  });

  it('once is made good by the next', async () => {
    const makers = JSON.stringify({ items: ['Fiat', 'BYD', 'Ford'] });
    const model = createScriptedModel((call, n) => (isList(call) ? (n === 1 ? 'no' : makers) : 'x'));
    const lab = createLab({ model });
    const view = await lab.toEnd(await lab.fanout.ask(toTestRequest([], { text: LIST })));
    expect(view.outcome).toBe('done');
  });
});

describe('a clock that is set while lanes are at work', () => {
  it.each([
    ['forward', HOUR_MS],
    ['back', -HOUR_MS],
  ])('%s ends none of them, and gives hardly any a second call', async (_, ms) => {
    const clock = createJumpingClock();
    const never = new AbortController().signal;
    const model = createScriptedModel(async (call) => {
      await clock.sleep(1_000 + Number(/\d+/.exec(call.instruction)?.[0]) * 100, never);
      return 'x';
    });
    const lab = createLab({ model, clock });
    const prompts = Array.from({ length: 12 }, (_, index) => `L${index + 1}`);
    const runId = await lab.fanout.ask(toTestRequest(prompts));
    await lab.clock.advance(1_650);
    clock.jump(ms);
    const view = await lab.toEnd(runId);
    expect(view.ledger).toMatchObject({ asked: 12, done: 12 });
    expect(model.calls.length).toBe(12);
  });
});
