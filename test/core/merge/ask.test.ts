import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import { createGovernor } from '#core/lanes/governor/create-governor.ts';
import { createAsk } from '#core/merge/ask.ts';
import { toSideCall } from '#core/merge/side-call.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { openLiveRun } from '#core/run/live-run.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createFakeIds } from '#test/fakes/fake-ids.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { createScriptedModel, type Script, type ScriptStep } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const CALL: ModelCall = { work: 'answer', instruction: 'compare these', materials: [], model: null, maxOutputTokens: null };
const USD_A_TOKEN = 0.001;
const prices = {
  usd: async (_: string, usage: { inputTokens: number; outputTokens: number }) => (usage.inputTokens + usage.outputTokens) * USD_A_TOKEN,
};

async function createAskers(script: Script, change = {}) {
  const { runLog } = createMemoryStore();
  const clock = createFakeClock();
  const ids = createFakeIds(0.5);
  const model = createScriptedModel(script);
  await runLog.append('run', 'asked', { type: 'run.asked', request: toTestRequest(['one'], change) }, 0);
  const run = await openLiveRun('run', { runLog, clock, ids });
  if (run === null) throw new Error('it was asked just now');
  const governor = createGovernor({ clock, usual: model.name, limits: new Map() });
  const deps = { runLog, model, prices, clock, ids, log: createRecordingLog(), governor };
  return { run, clock, model, ask: (signal = new AbortController().signal) => createAsk(run, deps, signal) };
}

describe('a call beside the lanes', () => {
  it('that is wanted twice at once is made once', async () => {
    const answer = Promise.withResolvers<string>();
    const { ask, model, run, clock } = await createAskers(() => answer.promise);
    const both = Promise.all([ask()(toSideCall(CALL)), ask()(toSideCall(CALL))]);
    await clock.advance(10);
    answer.resolve('the same');
    expect(await both).toEqual(['the same', 'the same']);
    expect(model.calls).toHaveLength(1);
    expect(run.state().usage.inputTokens).toBe(10);
  });

  it('is made by the second who wants it where the first got nothing, and who is told to stop waits no longer', async () => {
    const { ask, model, clock } = await createAskers((_, n): ScriptStep => (n === 1 ? { hang: true } : 'at last'));
    const [first, third] = [new AbortController(), new AbortController()];
    const failed = ask(first.signal)(toSideCall(CALL)).catch((error: Error) => error.message);
    await clock.advance(10);
    const second = ask()(toSideCall(CALL));
    const left = ask(third.signal)(toSideCall(CALL)).catch((error: Error) => error.message);
    await clock.advance(10);
    third.abort(new Error('enough'));
    expect(await left).toBe('enough');
    first.abort(new Error('stop'));
    expect(await failed).toBe('stop');
    expect(await second).toBe('at last');
    expect(model.calls).toHaveLength(2);
  });

  it('that is let go of after it was sent counts as what it has probably cost', async () => {
    const { ask, run, clock } = await createAskers(() => ({ hang: true }));
    const stop = new AbortController();
    const asked = ask(stop.signal)(toSideCall(CALL)).catch((error: Error) => error.message);
    await clock.advance(10);
    stop.abort(new Error('stop'));
    expect(await asked).toBe('stop');
    const { usage, spentUsd } = run.state();
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(usage.inputTokens * USD_A_TOKEN);
    expect(run.aside.reservedUsd).toBe(0);
  });

  it('that breaks off counts too, and is not tried again where that would go beyond the budget', async () => {
    const cut = new FanoutError('stream_cut', 'the stream was cut', { retry: { kind: 'again', afterMs: 0 } });
    const rich = await createAskers((_, n) => (n < 3 ? cut : 'whole'));
    const answered = rich.ask()(toSideCall(CALL));
    await rich.clock.advance(60_000);
    expect(await answered).toBe('whole');
    expect(rich.run.state().usage.inputTokens).toBeGreaterThan(10);

    const { mostUsd } = await mostOf();
    const poor = await createAskers(() => cut, { budgetUsd: mostUsd + 0.001 });
    const refused = poor
      .ask()(toSideCall(CALL))
      .catch((error: FanoutError) => error.code);
    await poor.clock.advance(60_000);
    expect(await refused).toBe('stream_cut');
    expect(poor.model.calls).toHaveLength(1);
    expect(poor.run.state().spentUsd).toBeLessThanOrEqual(mostUsd + 0.001);
  });

  it('is booked in a run that is stopped while its digest is written', async () => {
    const model = createScriptedModel((call): ScriptStep => (/one text out of/.test(call.instruction) ? { hang: true } : 'x'));
    const lab = createLab({ model, prices });
    const runId = await lab.fanout.ask(toTestRequest(['one', 'two'], { merge: 'digest' }));
    await lab.until(runId, () => model.calls.length === 3);
    const before = (await lab.fanout.watch.now(runId)).usage;
    await lab.fanout.steer(runId, { kind: 'stop' }, 'ann');
    const { usage, outcome } = await lab.toEnd(runId);
    expect(outcome).toBe('stopped');
    expect(usage.inputTokens).toBeGreaterThan(before.inputTokens);
    expect(usage.costUsd).toBeGreaterThan(before.costUsd ?? 0);
  });
});

/** The most that the call can cost, as what it reserves while it is in flight. */
async function mostOf(): Promise<{ readonly mostUsd: number }> {
  const { ask, run, clock } = await createAskers(() => ({ hang: true }), { budgetUsd: 1_000 });
  const stop = new AbortController();
  const asked = ask(stop.signal)(toSideCall(CALL)).catch(() => undefined);
  await clock.advance(10);
  const mostUsd = run.aside.reservedUsd;
  stop.abort();
  await asked;
  return { mostUsd };
}
