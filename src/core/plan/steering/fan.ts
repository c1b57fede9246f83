import { isDropped, type LaneState, type RunState } from '../../run/state.ts';
import { isShown, type LanePlan } from '../plan.ts';

/** Lanes of a stage that count, in order. */
const lanesOf = (state: RunState, stage: number): LaneState[] => state.lanes.filter((lane) => lane.stage === stage && !isDropped(lane));

/** The stage that new lanes go to: the last that is a fan, or is to be one; else the first. 1-based. */
export function fanStage(state: RunState): number {
  const stages = state.plan?.stages ?? [];
  return stages.findLastIndex(({ each }, index) => each != null || lanesOf(state, index + 1).length > 1) + 1 || 1;
}

/** The lanes that a wish about all of them is about: what they give stands in the answer. */
export function shownLanes(state: RunState): number[] {
  const { plan } = state;
  return plan === null ? [] : state.lanes.filter((lane) => !isDropped(lane) && isShown(plan, lane.stage)).map((lane) => lane.lane);
}

/**
 * What a lane is that a new one of that stage is to be like: its words, its kind of work, and the material that all
 * of them have. Null: there is none to be like.
 */
export function typicalOf(state: RunState, stage: number): Omit<LanePlan, 'title' | 'given'> | null {
  const each = state.plan?.stages[stage - 1]?.each;
  if (each != null) return { prompt: each.prompt, sources: each.sources, work: each.work, output: each.output };
  const plans = lanesOf(state, stage).map((lane) => lane.plan);
  const byLength = plans.toSorted((a, b) => a.prompt.length - b.prompt.length);
  const typical = byLength[Math.floor(byLength.length / 2)];
  if (typical === undefined) return null;
  const { prompt, work, output } = typical;
  // What only some lanes have is theirs: a file each.
  return { prompt, sources: typical.sources.filter((id) => plans.every((plan) => plan.sources.includes(id))), work, output };
}
