import { findBlock } from './block.ts';
import { findFence } from './fence.ts';
import { parseList } from './list.ts';
import { findMarkdownTable, type MarkdownTable } from './markdown-table.ts';
import { singular } from './noun.ts';

/** A list that is set in lines of its own: bullets, numbers, a code block, a table. */
export interface LaidOut {
  /** Where it stands in the text: [start, end). */
  readonly start: number;
  readonly end: number;
  /** At least one; `noun` is what the request calls them, for a table the column to take. */
  items(noun: string): readonly string[];
  /** What else stands in each item's row of a table; empty for any other list. */
  readonly details: readonly string[];
  /** True where it says that there are more like these ("etc."). */
  readonly open: boolean;
}

const toWord = (name: string): string => singular(name.toLowerCase().trim());

function toColumn({ columns, rows }: MarkdownTable, noun: string): readonly string[] {
  const named =
    noun === '' ? -1 : columns.findIndex((column) => toWord(column) === toWord(noun) || toWord(column).split(/\s+/)[0] === toWord(noun));
  return rows.map((row) => row[Math.max(0, named)] || row.find((cell) => cell !== '') || '');
}

function fromTable(table: MarkdownTable): LaidOut {
  const { start, end, columns, rows } = table;
  const details = columns.length < 2 ? [] : rows.map((row) => columns.map((column, index) => `${column}: ${row[index]}`).join('\n'));
  return { start, end, details, items: (noun) => toColumn(table, noun), open: false };
}

/** The first of them in a text; null where there is none. */
export function findLaidOut(text: string): LaidOut | null {
  const fence = findFence(text);
  if (fence !== null) {
    const { items, open } = parseList(fence.body);
    if (items.length > 1) return { start: fence.start, end: fence.end, details: [], items: () => items, open };
  }
  const table = findMarkdownTable(text);
  if (table !== null) return fromTable(table);
  const block = findBlock(text);
  if (block === null) return null;
  return { start: block.start, end: block.end, details: [], items: () => block.items, open: false };
}
