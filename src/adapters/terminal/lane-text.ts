import type { Ledger } from '#core/run/ledger.ts';
import type { LaneEnd } from '#core/run/outcome.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { toCounted, toWholeSeconds } from './amount.ts';
import { toPlainLine } from './plain-text.ts';
import { type Span, span } from './span.ts';

/** What a lane's end is called, in the ledger's order. */
export const END_WORDS: Readonly<Record<LaneEnd, string>> = {
  done: 'done',
  failed: 'failed',
  timedOut: 'timed out',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

const GLYPHS = {
  waiting: span('·', 'quiet'),
  running: span('●', 'active'),
  done: span('✓', 'good'),
  failed: span('✗', 'bad'),
  timedOut: span('!', 'bad'),
  skipped: span('–', 'quiet'),
  cancelled: span('⊘', 'quiet'),
} as const satisfies Record<LaneView['status'], Span>;

const HELD_BACK = span('○', 'slow');

/** One column wide, and told apart without colour. */
export const laneGlyph = (lane: LaneView): Span => (isHeldBack(lane) ? HELD_BACK : GLYPHS[lane.status]);

/** Waits for its provider or a back-off, not for its turn. */
export const isHeldBack = (lane: LaneView): boolean => lane.status === 'waiting' && lane.waitsUntilMs !== null;

/** How long until a lane that is held back may start, as text; counted down to `1 s`, never to nothing. */
export const toWait = (waitsUntilMs: number, nowMs: number): string =>
  toWholeSeconds(Math.max(1, Math.ceil((waitsUntilMs - nowMs) / 1_000)) * 1_000);

export const laneEnd = (lane: LaneView): LaneEnd | null => (lane.status === 'waiting' || lane.status === 'running' ? null : lane.status);

/** `failed after 3 attempts: the provider is overloaded`. Of a lane that is missing. */
export function missingText(lane: LaneView, end: LaneEnd): string {
  const tries = lane.attempts > 1 ? ` after ${toCounted(lane.attempts, 'attempt')}` : '';
  const note = lane.note === null ? '' : toPlainLine(lane.note);
  return `${END_WORDS[end]}${tries}${note === '' ? '' : `: ${note}`}`;
}

/** `13 of 15 lanes done, 1 failed, 1 timed out` */
export function toLedgerText(ledger: Ledger): string {
  const missing = (['failed', 'timedOut', 'skipped', 'cancelled'] as const).filter((end) => ledger[end] > 0);
  return [`${ledger.done} of ${toCounted(ledger.asked, 'lane')} done`, ...missing.map((end) => `${ledger[end]} ${END_WORDS[end]}`)].join(
    ', ',
  );
}
