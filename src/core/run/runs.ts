import { createLoopTurns } from '../loop-turns.ts';
import type { Log } from '../ports/log.ts';
import { coordinate, type Steps } from './coordinate.ts';
import { createDrain } from './drain.ts';
import { type LiveRun, type LiveRunDeps, openLiveRun } from './live-run.ts';
import { isAtRest, isSettled } from './state.ts';

/** A run held in memory; let go with `using`. */
export interface HeldRun extends Disposable {
  readonly run: LiveRun;
}

/** The runs of this process that somebody carries out, steers or watches: one `LiveRun` each, as long as anybody holds it. */
export interface Runs {
  /** Null when there is no such run. */
  hold(runId: string): Promise<HeldRun | null>;
  /** The run while it is held here; null when it is not. */
  live(runId: string): LiveRun | null;
  /** Has a run carried to its end from now on; one that is carried already is a no-op, and so is all of it once it drains. */
  carry(runId: string): void;
  /** From now on nothing new begins. Resolves once nothing is under way any more, at the latest after `graceMs`, with how many runs are left to go on with. */
  drain(graceMs: number): Promise<number>;
  isDraining(): boolean;
  /** Lets go of all runs where they stand, and resolves when nothing works on them any more. Their logs say how to go on. */
  close(): Promise<void>;
}

/** A reason that is made once: without one, each abort makes an error with a stack. */
const OVER = new Error('the grace is over');

export interface RunsDeps extends LiveRunDeps {
  readonly log: Log;
  readonly steps: Steps;
}

interface Entry {
  readonly opening: Promise<LiveRun | null>;
  run: LiveRun | null;
  holders: number;
}

export function createRuns(deps: RunsDeps): Runs {
  const entries = new Map<string, Entry>();
  const carrying = new Map<string, Promise<void>>();
  const closing = new AbortController();
  const drain = createDrain(deps.steps, deps.clock);
  const turns = createLoopTurns();

  function release(runId: string, entry: Entry): void {
    entry.holders -= 1;
    if (entry.holders === 0 && entries.get(runId) === entry) entries.delete(runId);
  }

  async function hold(runId: string): Promise<HeldRun | null> {
    const entry = entries.get(runId) ?? { opening: turns.next().then(() => openLiveRun(runId, deps)), run: null, holders: 0 };
    entries.set(runId, entry);
    entry.holders += 1;
    const run = await entry.opening.catch((error: unknown) => {
      release(runId, entry);
      throw error;
    });
    entry.run = run;
    if (run === null) {
      release(runId, entry);
      return null;
    }
    return { run, [Symbol.dispose]: () => release(runId, entry) };
  }

  async function carryOut(runId: string, leave: () => void): Promise<void> {
    try {
      using held = await hold(runId);
      if (held !== null) await carryOn(held.run, leave);
    } catch (error) {
      deps.log.error({ err: error, runId }, 'a run could not be opened; the next start takes it up');
    } finally {
      leave();
    }
  }

  async function carryOn(run: LiveRun, leave: () => void): Promise<void> {
    try {
      // Again when a person retried a lane in the moment the run ended.
      while (!isAtRest(run.state())) await coordinate(run, drain.steps, deps.clock, closing.signal);
      // In the same tick as the last look at the state: a wish that comes after it finds the run not carried.
      leave();
    } catch (error) {
      if (closing.signal.aborted) return;
      deps.log.error({ err: error, runId: run.runId }, 'a run can not go on; its log is whole, and the next start takes it up');
      run.fail(error);
    }
  }

  return {
    hold,
    live: (runId) => entries.get(runId)?.run ?? null,
    carry(runId) {
      if (carrying.has(runId) || closing.signal.aborted || drain.isDraining()) return;
      const over = Promise.withResolvers<void>();
      carrying.set(runId, over.promise);
      const leave = (): void => {
        if (carrying.get(runId) === over.promise) carrying.delete(runId);
      };
      void carryOut(runId, leave).finally(over.resolve);
    },
    isDraining: drain.isDraining,
    async drain(graceMs) {
      drain.begin();
      const over = new AbortController();
      const quiet = [...carrying.keys()].map(async (runId) => {
        const run = await entries.get(runId)?.opening;
        if (run != null) await drain.quiet(run, over.signal);
      });
      // A run that can't go on is under way no more.
      const all = Promise.allSettled(quiet);
      await Promise.race([all, deps.clock.sleep(graceMs, over.signal).catch(() => undefined)]);
      over.abort(OVER);
      await all;
      return [...carrying.keys()].filter((runId) => {
        const run = entries.get(runId)?.run;
        return run == null || !isSettled(run.state());
      }).length;
    },
    async close() {
      closing.abort(new Error('Fanout is stopping'));
      await Promise.allSettled(carrying.values());
    },
  };
}
