import type { Table } from '#core/ports/source-reader.ts';
import { type Content, toContent } from './content.ts';

/** Rows as they came become a table: the first row with anything in it names the columns. Blank rows and columns without name and cells are dropped; short rows are filled up. */
export function toTable(rows: readonly (readonly string[])[]): Table {
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''));
  const [head = [], ...body] = filled;
  const used = new Set(filled.flatMap((row) => row.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))));
  const kept = [...used].sort((a, b) => a - b);
  return { columns: nameColumns(kept.map((index) => head[index] ?? '')), rows: body.map((row) => kept.map((index) => row[index] ?? '')) };
}

/** Each name once: "Column 3" for one that is missing, "Price (2)" for a second "Price". */
function nameColumns(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const wanted = name.trim() || `Column ${index + 1}`;
    let free = wanted;
    for (let count = 2; taken.has(free); count += 1) free = `${wanted} (${count})`;
    taken.add(free);
    return free;
  });
}

export function tableToMarkdown({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

const toCell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .trim();

/** A table of no rows is only words, so that no plan cuts it by rows. */
export function tableToContent(table: Table): Content {
  if (table.rows.length === 0) return toContent(table.columns.join('\n'));
  return { text: tableToMarkdown(table), table, picture: null };
}
