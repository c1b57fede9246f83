import type { ListItem } from './for-each.ts';
import { findMarkdownTable } from './markdown-table.ts';

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Fewer lines than these are no table. */
const LEAST_LINES = 3;
const MAX_COLUMNS = 60;

/**
 * A table that was pasted as text: set in Markdown, with tabs, or with commas or semicolons and a header. Null for
 * any other text.
 */
export function readPastedTable(text: string): Table | null {
  const markdown = findMarkdownTable(text);
  if (markdown !== null && text.slice(0, markdown.start).trim() === '' && text.slice(markdown.end).trim() === '') return markdown;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < LEAST_LINES) return null;
  for (const [separator, least] of [
    ['\t', 2],
    [';', 3],
    [',', 3],
  ] as const) {
    const rows = lines.map((line) => line.split(separator).map((cell) => cell.trim()));
    const width = rows[0]?.length ?? 0;
    // Prose has commas too, but not as many in each line, nor a head without a number or a stop.
    const even = width >= least && width <= MAX_COLUMNS && rows.every((row) => row.length === width);
    const [head = [], ...body] = rows;
    if (even && head.every((cell) => cell !== '' && cell.length <= 40 && !/[.!?]$|^\d+$/.test(cell))) return { columns: head, rows: body };
  }
  return null;
}

/** Each row with the names of its columns; its first filled cell is its title. */
export const tableItems = ({ columns, rows }: Table): readonly ListItem[] =>
  rows.map((row) => ({
    title: row.find((cell) => cell !== '') ?? '',
    text: columns.map((column, index) => `${column}: ${row[index] ?? ''}`).join('\n'),
    row: { columns, cells: columns.map((_, index) => row[index] ?? '') },
  }));

/** Deeper arrays are no list that a person pastes, and writing them out would take more stack than there is. */
const MAX_DEPTH = 32;

const isShallow = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' || value === null || (depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1)));

const TITLES = ['name', 'title', 'id', 'company', 'product'];

/** The things of a JSON array that a text is: an object an item. Null for any other text. */
export function readJsonList(text: string): readonly ListItem[] | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // brackets around something else
  }
  if (!Array.isArray(value) || value.length < 2 || !isShallow(value, MAX_DEPTH)) return null;
  return value.map((it): ListItem => {
    if (typeof it !== 'object' || it === null) return { title: String(it), text: String(it) };
    const members = Object.entries(it);
    const named = members.find(([name]) => TITLES.includes(name.toLowerCase())) ?? members.find(([, member]) => typeof member === 'string');
    return { title: String(named?.[1] ?? 'item'), text: JSON.stringify(it, null, 2) };
  });
}
