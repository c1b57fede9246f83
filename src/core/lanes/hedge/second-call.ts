import { estimateCall } from '../../cost/estimate.ts';
import type { Model, ModelCall } from '../../ports/model.ts';
import type { Prices } from '../../ports/prices.ts';
import type { LaneState } from '../../run/state.ts';

/** The call that goes out beside a lane's own. */
export interface SecondCall {
  readonly call: ModelCall;
  /** The most it can cost; null: unknown. */
  readonly mostUsd: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** On another model where the lane's route has one that takes it and, where there is a budget to keep, has a price; else on the same. Null: under a budget nothing could be reserved for it. */
export async function toSecondCall(
  lane: LaneState,
  call: ModelCall,
  { model, prices, budgeted }: { readonly model: Model; readonly prices: Prices; readonly budgeted: boolean },
): Promise<SecondCall | null> {
  const other = lane.route.fallbacks[lane.fallen];
  if (other !== undefined && other !== (call.model ?? model.name)) {
    const estimate = await estimateCall({ ...call, model: other }, other, prices);
    const it = { ...call, model: other, maxOutputTokens: budgeted ? estimate.maxOutputTokens : call.maxOutputTokens };
    if (model.refusal(it) === null && !(budgeted && estimate.mostUsd === null)) return { ...estimate, call: it };
  }
  return budgeted && lane.estimate.mostUsd === null ? null : { ...lane.estimate, call };
}
