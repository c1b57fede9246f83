import { FanoutError } from '../errors.ts';
import type { Materials } from '../lanes/materials.ts';
import { toOutputRule } from '../lanes/output.ts';
import type { LanePlan, Plan } from '../plan/plan.ts';
import type { Material, Model, ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { RunState } from '../run/state.ts';
import { type Estimate, estimateCall } from './estimate.ts';

export interface EstimatePlanDeps {
  readonly model: Model;
  readonly prices: Prices;
  readonly materials: Materials;
}

/** What each lane of a plan is likely to use, in order. Merges that a model writes are not in it. */
export async function estimatePlan(plan: Plan, state: RunState, deps: EstimatePlanDeps): Promise<Estimate[]> {
  const planned = { ...state, plan };
  const estimates: Estimate[] = [];
  let before: Estimate[] = [];
  for (const stage of plan.stages) {
    const own: Estimate[] = [];
    for (const lane of stage.lanes) own.push(await estimateLane(lane, planned, before, deps));
    estimates.push(...own);
    before = own;
  }
  return estimates;
}

async function estimateLane(
  lane: LanePlan,
  state: RunState,
  before: readonly Estimate[],
  { model, prices, materials }: EstimatePlanDeps,
): Promise<Estimate> {
  const here = lane.sources.filter((id) => !id.startsWith('R'));
  const got = await gather(materials, state, here);
  const instruction = `${lane.prompt}\n\n${toOutputRule(lane.output)}`;
  const call: ModelCall = { work: lane.work, instruction, materials: got, model: state.request.model, maxOutputTokens: null };
  const coming = here.length < lane.sources.length ? before : [];
  // What is refused, or can't be read, costs nothing.
  const asked = got.length < here.length || model.refusal(call) !== null ? null : (state.request.model ?? model.name);
  return await estimateCall(call, asked, prices, coming);
}

async function gather(materials: Materials, state: RunState, ids: readonly string[]): Promise<Material[]> {
  try {
    return await materials.gather(state, ids);
  } catch (error) {
    if (error instanceof FanoutError) return [];
    throw error;
  }
}
