import { toCounted, toShortCount, toUsd } from './amount.ts';
import type { RunView } from './run-view.ts';

/** `80 lanes, about 96.2k tokens, about $1.20`: what a run was estimated to take before it began. */
export function estimateText({ lanes, estimate, budgetUsd }: RunView): string {
  const tokens = (estimate?.inputTokens ?? 0) + (estimate?.outputTokens ?? 0);
  const cost = estimate?.costUsd == null ? 'cost unknown' : `about ${toUsd(estimate.costUsd)}`;
  return [
    toCounted(lanes.length, 'lane'),
    ...(tokens === 0 ? [] : [`about ${toShortCount(tokens)} tokens`, cost]),
    ...(budgetUsd === null ? [] : [`never above ${toUsd(budgetUsd)}`]),
  ].join(', ');
}
