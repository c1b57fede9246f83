import type { Ledger } from '../run/ledger.ts';
import type { LaneEnd } from '../run/outcome.ts';
import { toCounted, toWholeSeconds } from './amount.ts';
import type { LaneView } from './run-view.ts';

/** What a lane's end is called, in the ledger's order. */
export const END_WORDS: Readonly<Record<LaneEnd, string>> = {
  done: 'done',
  failed: 'failed',
  timedOut: 'timed out',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

/** Waits for its provider or a back-off, not for its turn. */
export const isHeldBack = (lane: LaneView): boolean => lane.status === 'waiting' && lane.waitsUntilMs !== null;

/** How long until a lane that is held back may start, as text; counted down to `1 s`, never to nothing. */
export const toWait = (waitsUntilMs: number, nowMs: number): string =>
  toWholeSeconds(Math.max(1, Math.ceil((waitsUntilMs - nowMs) / 1_000)) * 1_000);

export const laneEnd = (lane: LaneView): LaneEnd | null => (lane.status === 'waiting' || lane.status === 'running' ? null : lane.status);

/** `13 of 15 lanes done, 1 failed, 1 timed out` */
export function toLedgerText(ledger: Ledger): string {
  const missing = (['failed', 'timedOut', 'skipped', 'cancelled'] as const).filter((end) => ledger[end] > 0);
  return [`${ledger.done} of ${toCounted(ledger.asked, 'lane')} done`, ...missing.map((end) => `${ledger[end]} ${END_WORDS[end]}`)].join(
    ', ',
  );
}
