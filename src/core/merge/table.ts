import { type Item, readItems } from '../lanes/output/items.ts';
import { toPlain } from '../lanes/output/members.ts';
import { readFields } from '../lanes/output.ts';
import type { Output } from '../plan/plan.ts';
import type { Table } from '../ports/source-reader.ts';
import { stripControls } from '../text/neutral.ts';
import { joinRows } from './join-rows.ts';
import type { Section } from './section.ts';

/** A section with what its lane was asked to answer with. */
export interface Row extends Section {
  readonly output: Output;
}

/**
 * A row for each thing that lanes gave, in the order asked: the lane's title, then its fields, or its label, or its
 * whole text; of a list one row each. Columns are those of all lanes, in the order they
 * first come, so nothing is lost when lanes differ; `clean` has each value. With a `key` column, rows with the same
 * value there become one, whoever gave them; a last column names the lanes that did.
 */
export function mergeTable<R extends Row>(
  rows: readonly R[],
  rowName: string,
  key: string | null = null,
  clean: (row: R, text: string) => string = (_, text) => text,
): Table {
  const columns = toColumns(rows.flatMap(({ output }) => columnsOf(output)));
  const cells = rows.flatMap((row) =>
    readRecords(row).map((record) => ({
      from: row.title,
      cells: columns.map((column) => clean(row, record.get(toColumnName(column)) ?? '')),
    })),
  );
  if (key !== null) {
    const at = columns.findIndex((column) => toColumnName(column) === toColumnName(key));
    const joined = joinRows(cells, at);
    return { columns: [...columns, FOUND_BY], rows: joined.map((row) => [...row.cells, row.from.join(', ')]) };
  }
  return { columns: [rowName === '' ? 'Lane' : rowName, ...columns], rows: cells.map((row) => [row.from, ...row.cells]) };
}

/** Whether any lane was asked for this column. */
export const hasColumn = (rows: readonly Row[], key: string): boolean =>
  rows.some(({ output }) => columnsOf(output).some((column) => toColumnName(column) === toColumnName(key)));

const FOUND_BY = 'Found by';
const LABEL = 'Label';
const RESULT = 'Result';
const ITEM = 'Item';

function columnsOf(output: Output): readonly string[] {
  if (output.kind === 'fields') return output.fields;
  if (output.kind === 'items') return output.fields.length === 0 ? [ITEM] : output.fields;
  return output.kind === 'label' ? [LABEL] : [RESULT];
}

/** Columns that differ in case, width or quotes are one: lanes name the same thing as they like. */
export const toColumnName = (column: string): string => toPlain(column) || column;
const toColumns = (columns: readonly string[]): string[] =>
  [...Map.groupBy(columns, (column) => toColumnName(column)).values()].flatMap(([first]) => first ?? []);

/** Values by what their columns plainly are called. */
type Cells = ReadonlyMap<string, string>;
const toCells = (record: Readonly<Record<string, string>>): Cells =>
  new Map(
    Object.entries(record)
      .toSorted(([, a], [, b]) => Number(a !== '') - Number(b !== ''))
      .map(([column, value]) => [toColumnName(column), value]),
  );

/** What a lane gave, by what its columns plainly are called. */
export function readRecords({ output, text }: Row): readonly Cells[] {
  if (output.kind === 'items') return readItems(text).map((item: Item) => toCells(typeof item === 'string' ? { [ITEM]: item } : item));
  return [toCells(output.kind === 'fields' ? readFields(text) : { [columnsOf(output)[0] ?? RESULT]: text.trim() })];
}

/** A GFM table. Cells are untrusted: one line each, and no pipe of theirs ends a cell. */
export function toMarkdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

const toCell = (text: string): string =>
  stripControls(text)
    .trim()
    .replace(/\\/g, '\\\\')
    .replace(/\|/g, '\\|')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('<br>');
