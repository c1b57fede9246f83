import type { LaneEnd } from './outcome.ts';

/** How each asked lane ended. Of an ended run, asked = done + failed + timedOut + skipped + cancelled. */
export interface Ledger {
  readonly asked: number;
  readonly done: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly skipped: number;
  readonly cancelled: number;
}

/** Counts statuses; those that are not an end (waiting, running) are only asked. */
export function toLedger(statuses: readonly string[]): Ledger {
  const count = (end: LaneEnd): number => statuses.filter((status) => status === end).length;
  return {
    asked: statuses.length,
    done: count('done'),
    failed: count('failed'),
    timedOut: count('timedOut'),
    skipped: count('skipped'),
    cancelled: count('cancelled'),
  };
}

/** How many have ended, however. */
export const countOver = ({ asked: _, ...ends }: Ledger): number => Object.values(ends).reduce((sum, count) => sum + count, 0);
