import type { RunView } from '#core/view/run-view.ts';
import { crowdLines } from './board-crowd.ts';
import { countsLine, figuresLine, progressLine, titleLine } from './board-head.ts';
import { laneRows } from './board-rows.ts';
import { publishedText } from './lane-text.ts';
import { toPlainLine } from './plain-text.ts';
import { type Line, lineWidth, printLine, span, wrapText } from './span.ts';

/** In characters, as the terminal tells it. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const MOST_NOTES = 3;
const BLANK: Line = [];

/**
 * The live board, from the top: title, why it was cut this way, notes; progress, counts, figures; then the lanes: a row each where all of them
 * fit, else a grid of one glyph each with rows for those that failed or run. At most `rows - 1` lines, since the cursor needs
 * one; each at most `columns` wide. What has no room goes, the least needed first. Untrusted text can't command the terminal.
 */
export function renderBoard(view: RunView, nowMs: number, size: Size, colour: boolean): string[] {
  const height = Math.max(0, Math.floor(size.rows) - 1);
  const columns = Math.floor(size.columns);
  const lines = height < 6 ? smallBoard(view, nowMs, columns, height) : wholeBoard(view, nowMs, columns, height);
  return lines.slice(0, height).map((line) => printLine(line, columns, colour));
}

function smallBoard(view: RunView, nowMs: number, columns: number, height: number): Line[] {
  const lines = statusLines(view, nowMs, columns);
  return height <= lines.length ? lines : [titleLine(view, columns), ...lines];
}

function wholeBoard(view: RunView, nowMs: number, columns: number, height: number): Line[] {
  const title = titleLine(view, columns);
  const status = statusLines(view, nowMs, columns);
  const why = withText([[span(toPlainLine(view.why ?? ''), 'quiet')]]);
  const notes = noteLines(view.notes);
  const full = [title, ...why, ...notes, BLANK, ...status];
  if (view.lanes.length === 0) return full;

  const heads = [
    [...full, BLANK],
    [title, ...why, BLANK, ...status, BLANK],
    [title, ...status, BLANK],
    [title, ...status],
  ];
  const head = heads.find((lines) => lines.length + view.lanes.length <= height);
  if (head !== undefined) return [...head, ...laneRows(view.lanes, nowMs, columns)];
  const crowdHead = height < 14 ? [title, ...status] : [title, ...why, BLANK, ...status, BLANK];
  return [...crowdHead, ...crowdLines(view.lanes, nowMs, columns, height - crowdHead.length)];
}

function statusLines(view: RunView, nowMs: number, columns: number): Line[] {
  const progress = progressLine(view, nowMs, columns);
  if (view.question !== null) return [progress, ...wrapText(toPlainLine(view.question), columns).map((text) => [span(text)])];
  const published: Line = view.published && view.phase !== 'ended' ? [span(publishedText(view), 'good')] : [];
  return withText([progress, countsLine(view, nowMs), figuresLine(view, nowMs), published]);
}

function noteLines(notes: readonly string[]): Line[] {
  const lines = withText(notes.map((note) => [span(toPlainLine(note), 'quiet')]));
  if (lines.length <= MOST_NOTES) return lines;
  // What is new stands last: a change of the plan, of which people want to know.
  return [[span(`+ ${lines.length - MOST_NOTES + 1} earlier notes`, 'quiet')], ...lines.slice(1 - MOST_NOTES)];
}

const withText = (lines: readonly Line[]): Line[] => lines.filter((line) => lineWidth(line) > 0);
