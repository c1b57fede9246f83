import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { FanoutError } from '#core/errors.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createLab } from '#test/fakes/lab.ts';
import { createRandom } from '#test/fakes/random.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';
import { runs } from '#test/setup/runs.ts';

interface Weather {
  readonly seed: number;
  readonly failures: number;
  readonly deaths: number;
}

/** A process's hold on the log: after its death nothing it does is heard, and nothing answers it. */
function mortal(runLog: RunLog): { readonly runLog: RunLog; die(): void } {
  let dead = false;
  const orNever = <T>(work: () => Promise<T>): Promise<T> => (dead ? new Promise<never>(() => {}) : work());
  return {
    die: () => {
      dead = true;
    },
    runLog: {
      append: (...args) => orNever(() => runLog.append(...args)),
      read: (...args) => orNever(() => runLog.read(...args)),
      get: (...args) => orNever(() => runLog.get(...args)),
      list: (...args) => orNever(() => runLog.list(...args)),
    },
  };
}

/** The whole of Fanout, coordinator and dispatcher included, on a clock that only the test moves, through weather that depends on the seed alone. */
async function runThrough(lanes: number, cap: number, { seed, failures, deaths }: Weather) {
  const runLog = createMemoryStore().runLog;
  const clock = createFakeClock();
  const tries = new Map<string, number>();
  const never = new AbortController().signal;
  const model = createScriptedModel(async (call) => {
    const nth = (tries.get(call.instruction) ?? 0) + 1;
    tries.set(call.instruction, nth);
    const fate = createRandom(seed + nth * 7_919 + Number(call.instruction.slice(1)) * 104_729);
    await clock.sleep(1 + fate.below(3_000), never);
    // Whether a lane fails depends on the lane, not on how often deaths made it start.
    const doomed = createRandom(seed + Number(call.instruction.slice(1))).chance(failures);
    if (doomed) return new FanoutError('bad_request', 'the provider refused');
    return nth % 2 === 1 && fate.chance(0.3)
      ? new FanoutError('rate_limited', 'the provider asks for time', { retry: { kind: 'wait', afterMs: 500 } })
      : `text of ${call.instruction}`;
  });
  let life = mortal(runLog);
  let lab = createLab({ model, runLog: life.runLog, clock, concurrency: cap });
  const prompts = Array.from({ length: lanes }, (_, n) => `L${n + 1}`);
  const runId = await lab.fanout.ask(toTestRequest(prompts, { cap }), 'r');
  for (let death = 0; death < deaths; death += 1) {
    await clock.advance(createRandom(seed + death).below(4_000));
    life.die();
    life = mortal(runLog);
    lab = createLab({ model, runLog: life.runLog, clock, concurrency: cap });
    await lab.fanout.resume();
  }
  const view = await lab.toEnd(runId);
  return { view, events: await runLog.read(runId, 0) };
}

describe('the whole of Fanout, through random latencies, failures, waits and deaths', () => {
  it('gives the answer that one lane at a time in good weather would give, every lane accounted for', async () => {
    const weather = fc.record({ seed: fc.nat(), failures: fc.double({ min: 0, max: 0.5, noNaN: true }), deaths: fc.nat({ max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 50 }), weather, async (lanes, cap, it) => {
        const calm = await runThrough(lanes, 1, { ...it, deaths: 0 });
        const wild = await runThrough(lanes, cap, it);
        expect(wild.view.answer).toBe(calm.view.answer);
        expect(wild.view.outcome).toBe(calm.view.outcome);
        const { asked, done, failed, timedOut, skipped, cancelled } = wild.view.ledger;
        expect(asked).toBe(lanes);
        expect(done + failed + timedOut + skipped + cancelled).toBe(asked);
        const ends = wild.events.flatMap((event) => (event.type === 'lane.done' ? [event.lane] : []));
        expect(new Set(ends).size).toBe(ends.length);
      }),
      { numRuns: runs(500) },
    );
  });
});
