import type { LaneEnd } from '#core/run/outcome.ts';
import { toCounted } from '#core/view/amount.ts';
import { END_WORDS, isHeldBack, laneEnd } from '#core/view/lane-words.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { toPlainLine } from './plain-text.ts';
import { type Span, span } from './span.ts';

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

/** `failed after 3 attempts: the provider is overloaded`. Of a lane that is missing. */
export function missingText(lane: LaneView, end: LaneEnd): string {
  const tries = lane.attempts > 1 ? ` after ${toCounted(lane.attempts, 'attempt')}` : '';
  const note = lane.note === null ? '' : toPlainLine(lane.note);
  return `${END_WORDS[end]}${tries}${note === '' ? '' : `: ${note}`}`;
}

/** `an answer is out; 2 lanes still at work` */
export function publishedText({ lanes, revision }: RunView): string {
  const open = lanes.filter((lane) => laneEnd(lane) === null).length;
  const which = revision > 1 ? `revision ${revision} of the answer` : 'an answer';
  return `${which} is out${open === 0 ? '' : `; ${toCounted(open, 'lane')} still at work`}`;
}

/**
 * A run that was stopped before any lane began: its lanes are nothing to tell of, one by one. Also while it is being
 * put together.
 */
export const isUnbegun = ({ lanes, outcome }: RunView): boolean =>
  (outcome === null || outcome === 'stopped') &&
  lanes.some(({ status }) => status === 'cancelled') &&
  lanes.every(({ status, starts, ms }) => status === 'cancelled' && starts === 0 && ms === 0);
