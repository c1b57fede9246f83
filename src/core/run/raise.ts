import { isOver, type LaneState, type RunState } from './state.ts';

/** A budget that is just enough would be used up by the next retry. */
const HEADROOM = 1.25;
const CENTS = 100;

export const isGivenUp = (lane: LaneState): boolean => lane.status === 'skipped' && lane.failure.code === 'over_budget';

/** The budget, in whole cents up, with which the lanes that were given up for want of money can all start; null where there are none, or no budget. In US dollars. */
export function toRaisedUsd(state: RunState): number | null {
  const wanting = state.lanes.filter(isGivenUp);
  if (state.budgetUsd === null || wanting.length === 0 || !state.lanes.every(isOver)) return null;
  const neededUsd = wanting.reduce((sum, lane) => sum + (lane.estimate.mostUsd ?? 0), 0);
  return Math.max(Math.ceil((state.spentUsd + neededUsd) * HEADROOM * CENTS) / CENTS, state.budgetUsd + 1 / CENTS);
}
