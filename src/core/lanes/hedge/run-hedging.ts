import type { Clock } from '../../ports/clock.ts';
import type { LiveRun } from '../../run/live-run.ts';
import { next } from '../../run/next.ts';
import { createHedgeBudget } from './budget.ts';
import { createStragglers, type Stragglers } from './stragglers.ts';

/** What is known of a run's calls in this process. Not in the log: a restart begins to look anew. */
export interface RunHedging {
  /** The calls of lanes of one stage (1-based) to one model. */
  stragglers(stage: number, model: string | null): Stragglers;
  /** Second calls in flight, beside those of the lanes. */
  extra: number;
  /** Answers in another form than asked, by lane, opening and model. */
  readonly wrong: Map<string, number>;
}

/** One for each run, for as long as the run is held. */
export function createHedging({ clock, isOn }: { readonly clock: Clock; readonly isOn: boolean }): (run: LiveRun) => RunHedging {
  const runs = new WeakMap<LiveRun, RunHedging>();

  function open(run: LiveRun): RunHedging {
    const budget = createHedgeBudget();
    const all = new Map<string, Stragglers>();
    const it: RunHedging = {
      extra: 0,
      wrong: new Map(),
      stragglers(stage, model) {
        const key = `${stage} ${model ?? ''}`;
        const known = all.get(key);
        if (known !== undefined) return known;
        const lanes = () => ({ stage: countLanes(run, stage), run: run.state().lanes.length });
        const made = createStragglers({ clock, budget, lanes, hasRoom: () => hasRoom(run, it.extra, clock.now()) }, isOn);
        all.set(key, made);
        return made;
      },
    };
    return it;
  }

  return (run) => {
    const it = runs.get(run) ?? open(run);
    runs.set(run, it);
    return it;
  };
}

const countLanes = (run: LiveRun, stage: number): number => run.state().lanes.filter((lane) => lane.stage === stage).length;

/** A second call takes a place under the run's cap like any other, and no lane's: while one waits to start, there is none. */
function hasRoom(run: LiveRun, extra: number, nowMs: number): boolean {
  const state = run.state();
  if (state.stopping || state.mergingNow) return false;
  const running = state.lanes.filter((lane) => lane.status === 'running').length;
  if (running + extra >= state.request.cap) return false;
  return !next(state, nowMs, run.aside.reservedUsd).some((action) => action.type === 'start');
}
