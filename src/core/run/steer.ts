import { FanoutError } from '../errors.ts';
import type { Ids } from '../ports/ids.ts';
import type { RunFact } from './events.ts';
import type { LiveRun } from './live-run.ts';
import type { Runs } from './runs.ts';
import { isOver } from './state.ts';

/** What a person wants of a run. Lanes are numbers, 1-based. */
export type Wish =
  /** Do these again, or with none named all that are missing; `prompt` replaces what is asked of them and `budgetUsd` the run's cap, null keeps it. */
  | { readonly kind: 'retry'; readonly lanes: readonly number[]; readonly prompt: string | null; readonly budgetUsd: number | null }
  /** Yes to the estimate. */
  | { readonly kind: 'approve' }
  | { readonly kind: 'skip'; readonly lane: number }
  /** Stop, and answer with what is there. */
  | { readonly kind: 'stop' }
  /** Answer now with what is there; of a run that ended without the digest it was to have: write it again. */
  | { readonly kind: 'merge' };

/**
 * Puts a wish into the run's log; the run does the rest. Gives a sentence for the person when there is nothing to do, null when it was taken. `press` names the
 * person's press or command: the same one twice is one wish. Rejects with `FanoutError` `unknown_run` or `unknown_lane`.
 */
export type Steering = (runId: string, wish: Wish, by: string, press?: string) => Promise<string | null>;

export function createSteering(runs: Runs, ids: Ids): Steering {
  return async (runId, wish, by, press) => {
    using held = await runs.hold(runId);
    if (held === null) throw new FanoutError('unknown_run', `There is no run ${runId}. \`history\` lists the runs there are.`);
    const fact = toFact(held.run, wish, by);
    if (typeof fact === 'string') return fact;
    await held.run.append(fact, press ?? ids.pressId());
    runs.carry(runId);
    return null;
  };
}

function toFact(run: LiveRun, wish: Wish, by: string): RunFact | string {
  const state = run.state();
  const isMissing = (lane: number): boolean => {
    const it = state.lanes.at(lane - 1);
    return it !== undefined && isOver(it) && it.status !== 'done';
  };
  switch (wish.kind) {
    case 'retry': {
      if (state.plan === null)
        return state.question === null ? 'The run has no lanes yet.' : `The run asked back and has no lanes: ${state.question}`;
      const missing = state.lanes.map((lane) => lane.lane).filter(isMissing);
      const lanes = wish.lanes.length > 0 ? [...new Set(wish.lanes)] : missing;
      for (const lane of lanes) checkLane(run, lane);
      return lanes.length > 0
        ? { type: 'lanes.retried', lanes, prompts: lanes.map(() => wish.prompt), budgetUsd: wish.budgetUsd, why: 'asked', by }
        : 'Nothing to retry: no lane is missing.';
    }
    case 'approve':
      return state.asking ? { type: 'run.approved', by } : 'The run does not wait for a yes.';
    case 'skip': {
      const lane = checkLane(run, wish.lane);
      return isOver(lane) ? `Lane ${wish.lane} has ended already.` : { type: 'lane.skip_asked', lane: wish.lane, by };
    }
    case 'stop':
      return state.ended === null ? { type: 'run.stop_asked', by } : 'The run has ended already.';
    case 'merge':
      if (state.plan === null) return 'The run has no lanes yet.';
      if (state.ended === null) return { type: 'run.merge_asked', by };
      if (state.plan.stages.at(-1)?.merge === 'digest' && state.merges.at(-1)?.note != null) return { type: 'run.remerge_asked', by };
      return 'The run has ended already, and was merged as planned.';
    default:
      throw new Error(`unknown wish ${JSON.stringify(wish satisfies never)}`);
  }
}

function checkLane(run: LiveRun, lane: number) {
  const { lanes } = run.state();
  const it = lanes.at(lane - 1);
  if (it !== undefined) return it;
  const range = lanes.length === 0 ? 'it has no lanes yet' : `its lanes are 1 to ${lanes.length}`;
  throw new FanoutError('unknown_lane', `Run ${run.runId} has no lane ${lane}: ${range}.`);
}
