import { createDice } from './dice.ts';
import { type BenchLane, toLane } from './lane.ts';

export interface Workload {
  readonly name: string;
  readonly cap: number;
  /** How often each contestant does it; the medians are reported. */
  readonly repetitions: number;
  /** Whether first come, first served is a bound worth naming: only where latencies are long against the cost of a call. */
  readonly scheduled: boolean;
  /** The same lanes for the same seed. */
  lanes(seed: number): BenchLane[];
}

/** Of the lognormal latencies: the median, and how far they spread (half of them lie between 0.67 and 1.5 of it). */
const MEDIAN_MS = 1_000;
const SIGMA = 0.6;

const lognormal = (count: number) => (seed: number) => {
  const dice = createDice(seed);
  return Array.from({ length: count }, (_, index) => toLane(`n${index + 1}`, Math.round(MEDIAN_MS * Math.exp(SIGMA * dice.normal()))));
};

const even = (count: number, latencyMs: number) => () => Array.from({ length: count }, (_, index) => toLane(`n${index + 1}`, latencyMs));

export const WORKLOADS: readonly Workload[] = [
  { name: '15 x 1 s, cap 15', cap: 15, repetitions: 5, scheduled: true, lanes: even(15, 1_000) },
  { name: '200 lognormal, cap 20', cap: 20, repetitions: 3, scheduled: true, lanes: lognormal(200) },
  { name: '10,000 x 1 ms, cap 200', cap: 200, repetitions: 5, scheduled: false, lanes: even(10_000, 1) },
];

/** The same shapes, smaller: to see in half a minute whether a change moves anything. */
export const QUICK_WORKLOADS: readonly Workload[] = [
  { name: '15 x 1 s, cap 15', cap: 15, repetitions: 2, scheduled: true, lanes: even(15, 1_000) },
  { name: '60 lognormal, cap 20', cap: 20, repetitions: 1, scheduled: true, lanes: lognormal(60) },
  { name: '1,000 x 1 ms, cap 200', cap: 200, repetitions: 3, scheduled: false, lanes: even(1_000, 1) },
];
