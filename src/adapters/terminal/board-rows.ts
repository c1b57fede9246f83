import { columnsOf } from '#core/text/columns.ts';
import { toCount, toCounted, toDuration, toWholeSeconds } from '#core/view/amount.ts';
import { END_WORDS, isHeldBack, laneEnd, toWait } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { laneGlyph } from './lane-text.ts';
import { toPlainLine } from './plain-text.ts';
import { fitText, type Line, type Span, span } from './span.ts';

/** Below these a row gives up its figures, then its time. */
const COLUMNS_FOR_FIGURES = 56;
const COLUMNS_FOR_TIME = 34;
const TIME_WIDTH = 6;

/**
 * A row per lane, in the order given. After the title stands how far it is, or else why it is not:
 *   ✓  3  Quarterly sales review       1.2 s   1,204 chars · 2 attempts
 *   ✗  4  Security audit              the provider is overloaded · 3 attempts
 */
export function laneRows(lanes: readonly LaneView[], nowMs: number, columns: number): Line[] {
  const titles = lanes.map((lane) => toPlainLine(lane.title));
  const sayings = lanes.map((lane) => sayingSpans(lane, nowMs));
  const indexWidth = widest(lanes.map((lane) => String(lane.index)));
  const room = columns - indexWidth - 4;
  const hasSaying = sayings.some((saying) => saying.length > 0);
  const titleWidth = Math.max(6, Math.min(widest(titles), room - widthAfterTitle(columns, hasSaying)));
  const sizeWidth = widest(lanes.map(sizeText));

  return lanes.map((lane, at) => {
    const saying = sayings[at] ?? [];
    return [
      laneGlyph(lane),
      span(` ${String(lane.index).padStart(indexWidth)}  `, 'quiet'),
      span(fitText(titles[at] ?? '', titleWidth), isQuiet(lane) ? 'quiet' : 'plain'),
      ...(saying.length > 0 ? [span('  '), ...saying] : [span(workText(lane, sizeWidth, columns), 'quiet')]),
    ];
  });
}

function widthAfterTitle(columns: number, hasSaying: boolean): number {
  if (columns >= COLUMNS_FOR_FIGURES) return 2 + TIME_WIDTH + 3 + Math.max(24, Math.floor(columns * 0.3));
  const time = columns < COLUMNS_FOR_TIME ? 0 : 2 + TIME_WIDTH;
  return hasSaying ? Math.max(time, Math.floor(columns * 0.4)) : time;
}

/** Why a lane is missing, or waits; nothing for one that runs, is done or waits for its turn. */
function sayingSpans(lane: LaneView, nowMs: number): Span[] {
  const end = laneEnd(lane);
  const note = toPlainLine(lane.note ?? '');
  if (end !== null && end !== 'done') {
    const tries = lane.attempts > 1 ? ` · ${toCounted(lane.attempts, 'attempt')}` : '';
    return [span((note || END_WORDS[end]) + tries, isQuiet(lane) ? 'quiet' : 'bad')];
  }
  if (isHeldBack(lane)) {
    const wait = span(`waiting for the provider, ${toWait(lane.waitsUntilMs ?? nowMs, nowMs)}`, 'slow');
    return note === '' ? [wait] : [wait, span(` · ${note}`, 'quiet')];
  }
  return lane.status === 'waiting' && note !== '' ? [span(note, 'quiet')] : [];
}

function workText(lane: LaneView, sizeWidth: number, columns: number): string {
  if (columns < COLUMNS_FOR_TIME || lane.status === 'waiting') return '';
  const time = lane.status === 'running' ? toWholeSeconds(Math.floor(lane.ms / 1_000) * 1_000) : toDuration(lane.ms);
  if (columns < COLUMNS_FOR_FIGURES) return `  ${time.padStart(TIME_WIDTH)}`;
  const tries = lane.status === 'running' ? `attempt ${lane.attempts}` : toCounted(lane.attempts, 'attempt');
  const size = sizeText(lane) === '' ? '' : `${sizeText(lane).padStart(sizeWidth)} chars`;
  const figures = [size, lane.attempts > 1 ? tries : '', toPlainLine(lane.note ?? '')].filter((text) => text !== '');
  return `  ${time.padStart(TIME_WIDTH)}   ${figures.join(' · ')}`;
}

const sizeText = (lane: LaneView): string => (lane.chars > 0 ? toCount(lane.chars) : '');

const isQuiet = (lane: LaneView): boolean => lane.status === 'waiting' || lane.status === 'skipped' || lane.status === 'cancelled';

const widest = (texts: readonly string[]): number => texts.reduce((width, text) => Math.max(width, columnsOf(text)), 0);
