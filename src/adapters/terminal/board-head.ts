import { columnsOf } from '#core/text/columns.ts';
import { toDuration, toShortCount, toUsd, toWholeSeconds } from '#core/view/amount.ts';
import { estimateText } from '#core/view/estimate-text.ts';
import { END_WORDS, isHeldBack, laneEnd, toWait } from '#core/view/lane-words.ts';
import { outcomeText } from '#core/view/outcome-words.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { toPlainLine } from './plain-text.ts';
import { cutText, joinLines, type Line, lineWidth, type Span, span } from './span.ts';

const DOT = span(' · ', 'quiet');
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const SPINNER_STEP_MS = 120;
const WIDEST_BAR = 40;
const NARROWEST_BAR = 5;

/** `translate into 15 languages: …   k7m2qx4d`: the id stays whole, unless the title would have no room. */
export function titleLine(view: RunView, columns: number): Line {
  const id = toPlainLine(view.runId);
  const room = columns - columnsOf(id) - 2;
  if (room < 16) return [span(cutText(toPlainLine(view.title), columns), 'strong')];
  return [span(cutText(toPlainLine(view.title), room), 'strong'), span(`  ${id}`, 'quiet')];
}

/** Where the run is and how far: `⠹ stage 1 of 2: research  ━━━━━━━━─────  24/48` */
export function progressLine(view: RunView, nowMs: number, columns: number): Line {
  const lanes = view.stage === null || view.phase === 'ended' ? view.lanes : view.lanes.filter((lane) => lane.stage === view.stage?.index);
  const label: Line = [phaseGlyph(view, nowMs), span(` ${cutText(phaseText(view), Math.max(16, columns - 22))}`)];
  if (lanes.length === 0) return label;
  const ended = lanes.filter((lane) => laneEnd(lane) !== null).length;
  const count = `  ${ended}/${lanes.length}`;
  const bar = Math.min(WIDEST_BAR, columns - lineWidth(label) - columnsOf(count) - 2);
  return bar < NARROWEST_BAR ? [...label, span(count)] : [...label, span('  '), ...progressBar(lanes, bar), span(count)];
}

/** Cells never show more as ended than has ended. */
function progressBar(lanes: readonly LaneView[], width: number): Span[] {
  const upTo = (count: number): number => Math.floor((count / lanes.length) * width);
  const done = lanes.filter((lane) => lane.status === 'done').length;
  const ended = lanes.filter((lane) => laneEnd(lane) !== null).length;
  const begun = ended + lanes.filter((lane) => lane.status === 'running').length;
  return [
    span('━'.repeat(upTo(done)), 'good'),
    span('━'.repeat(upTo(ended) - upTo(done)), 'bad'),
    span('─'.repeat(upTo(begun) - upTo(ended)), 'active'),
    span('─'.repeat(width - upTo(begun)), 'quiet'),
  ];
}

function phaseGlyph(view: RunView, nowMs: number): Span {
  if (view.phase !== 'ended')
    return span(SPINNER[Math.floor(Math.max(0, nowMs) / SPINNER_STEP_MS) % SPINNER.length] ?? SPINNER[0], 'active');
  switch (view.outcome) {
    case 'done':
      return span('✓', 'good');
    case 'question':
      return span('?', 'slow');
    case 'partial':
      return span('!', 'slow');
    default:
      return span('✗', 'bad');
  }
}

function phaseText(view: RunView): string {
  const stage = view.stage === null ? null : `stage ${view.stage.index} of ${view.stage.count}`;
  switch (view.phase) {
    case 'reading':
      return 'reading the material';
    case 'planning':
      // After its end: what somebody said about it may change its plan.
      return view.outcome === null ? 'planning' : 'reading what was said';
    case 'asking':
      return `waiting for a yes: ${estimateText(view)}`;
    case 'running':
      return view.stage === null ? 'running' : `${stage}: ${toPlainLine(view.stage.title)}`;
    case 'merging':
      return stage === null ? 'merging' : `merging ${stage}`;
    case 'ended':
      return outcomeText(view);
    default:
      throw new Error(`unknown phase ${JSON.stringify(view.phase satisfies never)}`);
  }
}

/** `24 done · 1 failed · 16 running · 5 waiting · 2 held back, 34 s`: what ended first, in the ledger's order. */
export function countsLine(view: RunView, nowMs: number): Line {
  const running = view.lanes.filter((lane) => lane.status === 'running').length;
  const waiting = view.lanes.filter((lane) => lane.status === 'waiting' && !isHeldBack(lane)).length;
  const heldBack = view.lanes.filter(isHeldBack).map((lane) => lane.waitsUntilMs ?? nowMs);
  const soonest = heldBack.reduce((soonest, untilMs) => Math.min(soonest, untilMs), Number.POSITIVE_INFINITY);
  const { done, failed, timedOut, skipped, cancelled } = view.ledger;
  return joinLines(
    [
      counted(done, END_WORDS.done, 'good'),
      counted(failed, END_WORDS.failed, 'bad'),
      counted(timedOut, END_WORDS.timedOut, 'bad'),
      counted(skipped, END_WORDS.skipped, 'plain'),
      counted(cancelled, END_WORDS.cancelled, 'plain'),
      counted(running, 'running', 'active'),
      counted(waiting, 'waiting', 'plain'),
      heldBack.length === 0 ? [] : [span(`${heldBack.length} held back, ${toWait(soonest, nowMs)}`, 'slow')],
    ],
    DOT,
  );
}

const counted = (count: number, word: string, style: Span['style']): Line => (count === 0 ? [] : [span(`${count} ${word}`, style)]);

/** `12 s · about 14 s left · 12.3k tokens · $0.04`; tokens and cost only when there are any. */
export function figuresLine(view: RunView, nowMs: number): Line {
  const { inputTokens, outputTokens, costUsd } = view.usage;
  const tokens = inputTokens + outputTokens;
  const elapsed =
    view.endedAtMs === null
      ? toWholeSeconds(Math.floor((nowMs - view.openedAtMs) / 1_000) * 1_000)
      : toDuration(view.endedAtMs - view.openedAtMs);
  const texts = [
    elapsed,
    view.etaMs === null || view.phase === 'ended' ? '' : `about ${toWholeSeconds(calmMs(view.etaMs))} left`,
    tokens === 0 ? '' : `${toShortCount(tokens)} tokens`,
    costUsd === null ? '' : toUsd(costUsd),
  ];
  return joinLines(
    texts.map((text) => [span(text, 'quiet')]),
    DOT,
  );
}

/** A guess that changes every moment is not read: the further away, the coarser. */
function calmMs(etaMs: number): number {
  const stepMs = etaMs > 60_000 ? 10_000 : etaMs > 20_000 ? 5_000 : 1_000;
  return Math.max(1_000, Math.ceil(etaMs / stepMs) * stepMs);
}
