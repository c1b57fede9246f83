import type { LimitScript, Scenario } from './scenario.ts';

/** When the limits have let in the last of these lanes, each once. In milliseconds. */
function admittedMs(lanes: Scenario['lanes'], { requests, tokens }: LimitScript): number {
  const toMs = (amount: number, { perMinute, burst }: LimitScript['requests']): number => ((amount - burst) / perMinute) * 60_000;
  const sum = lanes.reduce((total, lane) => total + lane.tokens, 0);
  return Math.max(0, toMs(lanes.length, requests), tokens === null ? 0 : toMs(sum, tokens));
}

/**
 * No schedule that calls each lane once is shorter: the longest lane, all of them packed without a gap, or what the limits admit. Lanes count as long as their first call would take without its fault. Second calls of slow lanes
 * can be faster than that. In milliseconds.
 */
export function boundMs({ lanes, limits }: Scenario, cap: number): number {
  const times = lanes.map(({ calls: [first] }) => first.ms);
  const packed = times.reduce((total, ms) => total + ms, 0) / cap;
  return Math.max(packed, ...times, limits === null ? 0 : admittedMs(lanes, limits));
}
