import { estimateCall } from '../cost/estimate.ts';
import type { ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Fallback } from '../run/retry.ts';
import type { LaneState } from '../run/state.ts';

/** The next model of a lane's route, where its price is known or there is no budget to keep; null: there is none. */
export async function toNextModel(run: LiveRun, { route, fallen }: LaneState, call: ModelCall, prices: Prices): Promise<Fallback | null> {
  const model = route.fallbacks[fallen];
  if (model === undefined) return null;
  const estimate = await estimateCall(call, model, prices);
  return run.state().budgetUsd !== null && estimate.mostUsd === null ? null : { model, estimate };
}
