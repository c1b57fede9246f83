import type { Estimate } from '../cost/estimate.ts';
import type { PlanChange } from '../plan/plan.ts';
import { toTotalUsd, withChange } from './reopen.ts';
import { isOver, type LaneState, type RunState } from './state.ts';

/** A budget that is just enough would be used up by the next retry. */
const HEADROOM = 1.25;
const CENTS = 100;

export const isGivenUp = (lane: LaneState): boolean => lane.status === 'skipped' && lane.failure.code === 'over_budget';

/** The budget with which the lanes that were given up for want of money can all start; null where there are none, or no budget. In US dollars. */
export function toRaisedUsd(state: RunState): number | null {
  const wanting = state.lanes.filter(isGivenUp);
  if (state.budgetUsd === null || wanting.length === 0 || !state.lanes.every(isOver)) return null;
  return toBudgetUsd(state, state.budgetUsd, sumMostUsd(wanting));
}

/** The budget with which all lanes can start that a change of the plan leaves to be done; null where it has room for them as it is, or there is none. In US dollars. */
export function toChangedBudgetUsd(state: RunState, change: PlanChange, estimates: readonly Estimate[]): number | null {
  if (state.budgetUsd === null || toTotalUsd(state, change, estimates) <= state.budgetUsd) return null;
  const after = withChange(state, change, estimates);
  // What is in flight is paid for, and what is to be done otherwise a second time.
  const inFlight = after.lanes.filter((lane) => lane.status === 'running' && lane.wish !== null);
  const left = after.lanes.filter((lane) => !isOver(lane) && !isLeaving(lane));
  const mergesUsd = (state.priced.merges ?? []).reduce((usd, merge) => usd + (merge.usd ?? 0), 0);
  return toBudgetUsd(state, state.budgetUsd, sumMostUsd([...inFlight, ...left]) + mergesUsd);
}

/** Dropped, and not yet let go of. */
const isLeaving = (lane: LaneState): boolean => lane.status === 'running' && lane.wish?.kind === 'drop';

const sumMostUsd = (lanes: readonly LaneState[]): number => lanes.reduce((usd, { estimate }) => usd + (estimate.mostUsd ?? 0), 0);

/** In whole cents up, and more than it is now. */
const toBudgetUsd = ({ spentUsd }: RunState, budgetUsd: number, neededUsd: number): number =>
  Math.ceil(Math.max((spentUsd + neededUsd) * HEADROOM * CENTS, budgetUsd * CENTS + 1)) / CENTS;
