import { columnsOf, wrapColumns } from './columns.ts';
import { findSpans } from './inline-spans.ts';
import { type Block, toBlocks } from './markdown-blocks.ts';
import { matchContainers, toPrefix } from './markdown-containers.ts';
import { toCells } from './table-row.ts';

/** Narrower columns are not read any more; then each row is shown as a list of its cells. In columns of a fixed-width font. */
const LEAST_COLUMN = 6;
const BETWEEN = ' | ';
/** Marks within marks beyond these are shown as they are. */
const MOST_MARKS = 8;

type Align = 'left' | 'right' | 'center';

/**
 * Markdown in which each table has become aligned text in a code fence, for a chat that shows no tables; all else stays as it is. No line of a table is wider than `maxLineWidth` columns of a fixed-width font
 * (at least 10; a CJK character or an emoji takes 2, marks of a quote or item around the table are not counted): cells too wide go on in the next line, nothing is cut off. Where columns would become too
 * narrow, each row is a list `header: cell`. Bold, code and link marks in cells go, as they would be shown.
 */
export function withPlainTables(markdown: string, maxLineWidth: number): string {
  const width = Math.max(10, maxLineWidth);
  const blocks = toBlocks(markdown);
  if (!blocks.some(({ kind }) => kind === 'table')) return markdown;
  const start = /^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(markdown)?.[0] ?? '';
  return start + blocks.map((block) => (block.kind === 'table' ? fenced(block, width) : block.lines.join('')) + block.gap).join('');
}

function fenced(table: Block, width: number): string {
  const [head = '', delimiter = '', ...rows] = table.lines;
  const inside = (line: string): string => line.slice(matchContainers(line, table.containers).cursor.at);
  const aligns = toCells(inside(delimiter)).map(toAlign);
  const columns = aligns.length;
  const toShown = (line: string): string[] => toCells(line, columns).map((cell) => toCellText(cell));
  const header = toShown(head.slice(table.contentAt));
  const body = rows.map((row) => toShown(inside(row)));
  const room = width - BETWEEN.length * (columns - 1);
  const lines = room >= LEAST_COLUMN * columns ? grid(header, body, aligns, room) : list(header, body, width);
  const longest = lines.reduce((most, line) => Math.max(most, ...(line.match(/`+/g) ?? []).map((run) => run.length)), 2);
  const marks = '`'.repeat(longest + 1);
  const end = `${/[\r\n]+$/.exec(head)?.[0] ?? '\n'}${toPrefix(table.containers)}`;
  return head.slice(0, table.contentAt) + [marks, ...lines, marks].join(end) + (/[\r\n]+$/.exec(table.lines.at(-1) ?? '')?.[0] ?? '');
}

function toAlign(cell: string): Align {
  if (!cell.endsWith(':')) return 'left';
  return cell.startsWith(':') ? 'center' : 'right';
}

/** A cell as it would be shown: marks of code, bold and links are of no use inside a fence. */
function toCellText(cell: string, depth = 0): string {
  let text = '';
  let at = 0;
  for (const span of findSpans(cell).sort((one, other) => one.from - other.from || other.to - one.to)) {
    if (span.from < at || depth > MOST_MARKS) continue;
    const whole = cell.slice(span.from, span.to);
    text += toPlain(cell.slice(at, span.from));
    if (span.kind === 'link') text += span.text === span.target ? span.target : `${toCellText(span.text, depth + 1)} (${span.target})`;
    else if (span.kind === 'code') text += whole.replace(/^(`+) ?(.*?) ?\1$/s, '$2');
    else if (span.kind === 'autolink') text += whole.slice(1, -1);
    else text += toCellText(whole.replace(/^([*_~]+)(.*)\1$/s, '$2'), depth + 1);
    at = span.to;
  }
  return text + toPlain(cell.slice(at));
}

const toPlain = (text: string): string => text.replace(/<br\s{0,9}\/?>/gi, ' ').replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** Columns at their widest cell, the widest ones narrowed until all have room. */
function toWidths(cells: readonly (readonly string[])[], columns: number, room: number): number[] {
  const widest = new Array<number>(columns).fill(3);
  for (const row of cells) for (const [at, cell] of row.entries()) widest[at] = Math.max(widest[at] ?? 3, columnsOf(cell));
  const sum = (cap: number): number => widest.reduce((total, width) => total + Math.min(width, cap), 0);
  let cap = Math.max(...widest);
  if (sum(cap) <= room) return widest;
  let low = LEAST_COLUMN;
  while (cap - low > 1) {
    const middle = (low + cap) >> 1;
    if (sum(middle) <= room) low = middle;
    else cap = middle;
  }
  return widest.map((width) => Math.min(width, low));
}

function grid(header: readonly string[], body: readonly (readonly string[])[], aligns: readonly Align[], room: number): string[] {
  const widths = toWidths([header, ...body], aligns.length, room);
  const show = (row: readonly string[]): string[] => {
    const cells = widths.map((width, at) => wrapColumns(row[at] ?? '', width));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, at) => pad(lines[line] ?? '', widths[at] ?? 3, aligns[at] ?? 'left'))
        .join(BETWEEN)
        .trimEnd(),
    );
  };
  const rule = widths.map((width) => '-'.repeat(width)).join('-+-');
  return [...show(header), rule, ...body.flatMap(show)];
}

function pad(text: string, width: number, align: Align): string {
  const left = Math.max(0, width - columnsOf(text));
  const before = align === 'left' ? 0 : align === 'right' ? left : left >> 1;
  return ' '.repeat(before) + text + ' '.repeat(left - before);
}

function list(header: readonly string[], body: readonly (readonly string[])[], width: number): string[] {
  if (body.length === 0) return header.flatMap((name) => wrapColumns(name, width));
  const shown = body.map((row) => row.flatMap((cell, at) => wrapColumns(`${header[at] ?? ''}: ${cell}`, width)));
  return shown.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}
