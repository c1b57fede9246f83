import { toCounted } from '#core/view/amount.ts';
import { laneEnd } from '#core/view/lane-words.ts';
import type { LaneView } from '#core/view/run-view.ts';
import { laneGlyph } from './lane-text.ts';
import { type Line, type Span, span } from './span.ts';

const GROUP = 10;

/**
 * One glyph per lane in groups of ten, each line led by the number of its first lane:
 *     1  ✓✓✓✓✓✓✓✓✓✓ ✓✓✓✓✗✓✓●●● ●●●●●·····
 *    31  ·········· ··········
 * At most `room` lines: where that is too few, leading lines on which every lane has ended go first, then the last ones.
 */
export function gridLines(lanes: readonly LaneView[], columns: number, room: number): Line[] {
  const labelWidth = String(lanes.length).length;
  const perLine = lanesPerLine(columns - labelWidth - 2);
  const lineCount = Math.ceil(lanes.length / perLine);
  if (lineCount <= room) return linesOf(lanes, 0, lanes.length, perLine, labelWidth);

  const shown = Math.max(0, room - 1);
  const firstOpen = lanes.findIndex((lane) => laneEnd(lane) === null);
  const settled = Math.floor((firstOpen === -1 ? 0 : firstOpen) / perLine);
  const from = Math.min(settled, lineCount - shown) * perLine;
  const to = Math.min(lanes.length, from + shown * perLine);
  return [...linesOf(lanes, from, to, perLine, labelWidth), [span(`+ ${toCounted(lanes.length - (to - from), 'more lane')}`, 'quiet')]];
}

function lanesPerLine(columns: number): number {
  return columns < GROUP ? Math.max(1, columns) : Math.floor((columns + 1) / (GROUP + 1)) * GROUP;
}

function linesOf(lanes: readonly LaneView[], from: number, to: number, perLine: number, labelWidth: number): Line[] {
  const lines: Line[] = [];
  for (let first = from; first < to; first += perLine) {
    const glyphs = lanes.slice(first, Math.min(to, first + perLine)).map(laneGlyph);
    lines.push([span(`${String(first + 1).padStart(labelWidth)}  `, 'quiet'), ...grouped(glyphs)]);
  }
  return lines;
}

/** Neighbours in one style become one span, so that a frame carries few escapes. */
function grouped(glyphs: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const [at, glyph] of glyphs.entries()) {
    const text = at > 0 && at % GROUP === 0 ? ` ${glyph.text}` : glyph.text;
    const last = spans.at(-1);
    if (last?.style === glyph.style) spans[spans.length - 1] = span(last.text + text, last.style);
    else spans.push(span(text, glyph.style));
  }
  return spans;
}
