import type { Estimate } from '../cost/estimate.ts';
import type { LaneState, RunState } from './state.ts';

/** Reading is so many times as fast as writing, in tokens: it counts for little of a call's time. */
const READS_FASTER = 50;
/** Within this factor lanes count as equally long: a guess is no better than that, and people expect the order they asked in. */
const ALIKE = 1.5;

const orders = new WeakMap<NonNullable<RunState['plan']>, { readonly lanes: number; readonly order: readonly number[] | null }>();

/**
 * The lanes in the order in which they start: those that are likely to take longest first, so that no long one is left alone at the end, and otherwise as asked. Null: as asked. That goes for all runs whose lanes go at once, or
 * are alike, and for those that may end before their last lane: under a budget, a quorum or a deadline many short ones are worth more than a few long ones.
 */
export function toStartOrder({ plan, lanes, request, budgetUsd }: RunState): readonly number[] | null {
  if (plan === null || lanes.length <= request.cap || budgetUsd !== null || request.quorum !== null || request.deadlineMs !== null)
    return null;
  const known = orders.get(plan);
  if (known?.lanes === lanes.length) return known.order;
  const sized = lanes.map((lane) => ({ lane: lane.lane, size: toSize(lane) }));
  const order = sized.every(({ size }) => size === sized[0]?.size)
    ? null
    : sized.toSorted((one, other) => other.size - one.size || one.lane - other.lane).map(({ lane }) => lane);
  orders.set(plan, { lanes: lanes.length, order });
  return order;
}

/** By the first estimate, which no attempt changes: so the order depends on what the run is, and not on when it was first asked for. */
const toSize = ({ firstEstimate }: LaneState): number => Math.floor(Math.log(1 + toWork(firstEstimate)) / Math.log(ALIKE));
const toWork = ({ inputTokens, outputTokens }: Estimate): number => outputTokens + inputTokens / READS_FASTER;
