import type { Clock } from '../ports/clock.ts';
import { changedOrDue } from './changed-or-due.ts';
import type { Steps } from './coordinate.ts';
import type { LiveRun } from './live-run.ts';
import { next } from './next.ts';
import { isSettled } from './state.ts';

/**
 * The end of a process that loses nothing: nothing new begins, what is under way has a while to end, and only then
 * are the runs let go of. What a run can end with by what it has (a merge, an answer) still
 * begins: it needs no lane.
 */
export interface Drain {
  /** From now on nothing new begins. */
  begin(): void;
  isDraining(): boolean;
  /** The same steps; once it drains, those that would begin something do nothing. */
  readonly steps: Steps;
  /**
   * Resolves once nothing of the run is under way. Rejects with `signal.reason`, or with what keeps the run from
   * going on.
   */
  quiet(run: LiveRun, signal: AbortSignal): Promise<void>;
}

/** What is under way mostly says so in the log when it ends; where it does not, so often is looked. In milliseconds. */
const LOOK_MS = 200;

/** What ends a stage or a run by what is there. */
const ENDINGS: ReadonlySet<string> = new Set(['merge', 'end', 'publish', 'give up']);

export function createDrain(steps: Steps, clock: Clock): Drain {
  let draining = false;
  /** Steps under way, by run; those that end a run are seen by `next`. */
  const under = new Map<LiveRun, number>();

  function unlessDraining<Rest extends readonly unknown[]>(step: (run: LiveRun, ...rest: Rest) => Promise<void>) {
    return async (run: LiveRun, ...rest: Rest): Promise<void> => {
      if (draining) return;
      under.set(run, (under.get(run) ?? 0) + 1);
      try {
        await step(run, ...rest);
      } finally {
        const left = (under.get(run) ?? 0) - 1;
        if (left > 0) under.set(run, left);
        else under.delete(run);
      }
    };
  }

  function isQuiet(run: LiveRun): boolean {
    const state = run.state();
    if (isSettled(state)) return true;
    if (under.has(run) || state.lanes.some((lane) => lane.status === 'running')) return false;
    return !next(state, clock.now(), run.aside.reservedUsd).some(({ type }) => ENDINGS.has(type));
  }

  return {
    begin() {
      draining = true;
    },
    isDraining: () => draining,
    steps: {
      ...steps,
      start: (run, starts) => {
        if (!draining) steps.start(run, starts);
      },
      read: unlessDraining(steps.read),
      plan: unlessDraining(steps.plan),
      brief: unlessDraining(steps.brief),
      expand: unlessDraining(steps.expand),
      consider: unlessDraining(steps.consider),
      begin: unlessDraining(steps.begin),
    },
    async quiet(run, signal) {
      while (!isQuiet(run)) await changedOrDue(run, run.state().seq, clock, clock.now() + LOOK_MS, signal);
    },
  };
}
