import type { BenchLane } from './lane.ts';

/** No schedule of these lanes under this cap is shorter: the longest lane, or all of them packed without a gap. In milliseconds. */
export function boundMs(lanes: readonly BenchLane[], cap: number): number {
  const sum = lanes.reduce((total, lane) => total + lane.latencyMs, 0);
  return Math.max(sum / cap, ...lanes.map((lane) => lane.latencyMs));
}

/** How long first come, first served takes when nothing but the endpoint costs time. In milliseconds. */
export function firstComeMs(lanes: readonly BenchLane[], cap: number): number {
  const freeAtMs = Array.from({ length: Math.min(cap, lanes.length) }, () => 0);
  for (const { latencyMs } of lanes) {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    freeAtMs[slot] = (freeAtMs[slot] ?? 0) + latencyMs;
  }
  return Math.max(...freeAtMs);
}
