import type { Table } from '../ports/source-reader.ts';
import { type Row, readRecords, toColumnName, toMarkdownTable } from './table.ts';

/** The row of a person's own table that a lane was over. */
export interface OwnRow {
  /** `S1#12`; `T1.12` of a table that was pasted. */
  readonly id: string;
  readonly columns: readonly string[];
  readonly cells: readonly string[];
}

/** Which part of a merged table is a person's own: its first columns, cell by cell as they were. */
export interface OwnPart {
  readonly columns: number;
  /** Cells of these that were empty and that lanes filled, as [row, column], both from 0. */
  readonly filled: readonly (readonly [number, number])[];
  /** Columns that the text of the answer shows where it is too wide to show all, from 0. Default: all. */
  readonly shown?: readonly number[];
}

/** Wider tables are no longer read in a chat. */
const MOST_COLUMNS = 6;
const LANE = 'Lane';

/** A new column, and where its values go: into a column of the person's own where it has that name. */
interface NewColumn {
  readonly name: string;
  /** Of its values in a record. */
  readonly record: string;
  readonly own: number;
}

export interface OwnTable {
  readonly table: Table;
  readonly own: OwnPart;
  readonly note: string | null;
}

/**
 * What lanes over rows gave, behind the rows themselves: the person's columns in their order and untouched, then
 * what is new. A column that is there already is filled where it is empty; where lanes gave something else than it
 * holds, all that they gave
 * is a new column beside it. Null where no lane was
 * over a row. `clean` has each value that a lane gave.
 */
export function mergeOwnRows<R extends Row & { readonly own?: OwnRow }>(
  rows: readonly R[],
  rowName: string,
  clean: (row: R, text: string) => string = (_, text) => text,
): OwnTable | null {
  const own = rows.flatMap((row) => row.own ?? []);
  if (own.length === 0) return null;
  const columns = toOwnColumns(own);
  // Several lanes over one row differ in something that no column tells.
  const named = new Set(own.map(({ id }) => id)).size < own.length;
  const asked = toNewColumns(rows, columns);
  const differing = asked.map((column) => countDiffering(rows, column, columns, clean));
  const fresh = asked.map((column, nth) => ((differing[nth] ?? 0) === 0 ? column : toBeside(column, columns, asked)));
  const added = fresh.filter((column) => column.own === -1);
  const filled: (readonly [number, number])[] = [];
  const cells: string[][] = [];
  const telling = findTelling(rows, rowName, columns);
  for (const row of rows) {
    const records = readRecords(row);
    for (const record of records.length === 0 ? [new Map<string, string>()] : records) {
      const before = toOwnCells(row.own, columns);
      if (row.own === undefined) {
        before[telling] = row.title;
        filled.push([cells.length, telling]);
      }
      for (const { own: at, record: name } of fresh) {
        const value = at === -1 ? '' : clean(row, record.get(name) ?? '');
        if (value === '') continue;
        if ((before[at] ?? '').trim() === '') {
          before[at] = value;
          filled.push([cells.length, at]);
        }
      }
      cells.push([...before, ...(named ? [row.title] : []), ...added.map(({ record: name }) => clean(row, record.get(name) ?? ''))]);
    }
  }
  const table = {
    columns: [...columns.map(({ name }) => name), ...(named ? [toFree(LANE, columns)] : []), ...added.map(({ name }) => name)],
    rows: cells,
  };
  const said = asked.flatMap(({ own: at }, nth) => {
    const count = differing[nth] ?? 0;
    const cell = `${count} ${count === 1 ? 'cell' : 'cells'} of “${columns[at]?.name ?? ''}”`;
    return count === 0 ? [] : [`${cell} (what was given instead is “${fresh[nth]?.name ?? ''}”)`];
  });
  const note = said.length === 0 ? null : `Kept as they were: ${said.join(', ')}.`;
  const shown = table.columns.length <= MOST_COLUMNS ? {} : { shown: toShown(telling, columns, fresh, table) };
  return { table, own: { columns: columns.length, filled, ...shown }, note };
}

interface OwnColumn {
  readonly name: string;
  /** Tells columns of one name in one table apart. */
  readonly nth: number;
}

const toOwn = (names: readonly string[]): OwnColumn[] =>
  names.map((name, index) => ({ name, nth: names.slice(0, index).filter((it) => toColumnName(it) === toColumnName(name)).length }));

const findColumn = (columns: readonly OwnColumn[], { name, nth }: OwnColumn): number =>
  columns.findIndex((it) => it.nth === nth && toColumnName(it.name) === toColumnName(name));

/** Those of the first table, then what others have beside. */
function toOwnColumns(own: readonly OwnRow[]): readonly OwnColumn[] {
  const columns: OwnColumn[] = [];
  const seen = new Set<string>();
  for (const row of own) {
    const source = row.id.replace(/#.*$/, '');
    if (seen.has(source)) continue;
    seen.add(source);
    for (const column of toOwn(row.columns)) if (findColumn(columns, column) === -1) columns.push(column);
  }
  return columns;
}

function toOwnCells(own: OwnRow | undefined, columns: readonly OwnColumn[]): string[] {
  const cells = columns.map(() => '');
  if (own === undefined) return cells;
  const isSame = own.columns.length <= columns.length && own.columns.every((name, index) => name === columns[index]?.name);
  const places = isSame ? own.columns.map((_, index) => index) : toOwn(own.columns).map((column) => findColumn(columns, column));
  for (const [index, at] of places.entries()) if (at !== -1) cells[at] = own.cells[index] ?? '';
  return cells;
}

/** A name that lanes were asked for by the person fills that column; one that is Fanout's own ("Label") never does. */
function toNewColumns(rows: readonly Row[], columns: readonly OwnColumn[]): readonly NewColumn[] {
  const asked = new Map<string, NewColumn>();
  for (const { output } of rows) {
    const names = output.kind === 'fields' || output.kind === 'items' ? output.fields : [];
    for (const name of names) {
      const record = toColumnName(name);
      const own = columns.findIndex((column) => toColumnName(column.name) === record);
      if (!asked.has(record)) asked.set(record, { name, record, own });
    }
    const usual = names.length > 0 ? null : output.kind === 'label' ? 'Label' : output.kind === 'items' ? 'Item' : 'Result';
    const record = usual === null ? '' : toColumnName(usual);
    if (usual !== null && !asked.has(record)) asked.set(record, { name: toFree(usual, columns), record, own: -1 });
  }
  return [...asked.values()];
}

/** How many cells of the person's hold something else than lanes gave for them. */
function countDiffering<R extends Row & { readonly own?: OwnRow }>(
  rows: readonly R[],
  { own: at, record: name }: NewColumn,
  columns: readonly OwnColumn[],
  clean: (row: R, text: string) => string,
): number {
  if (at === -1) return 0;
  const cells = rows.flatMap((row) => {
    const before = (toOwnCells(row.own, columns)[at] ?? '').trim();
    const given = readRecords(row).map((record) => clean(row, record.get(name) ?? '').trim());
    return before === '' ? [] : given.filter((value) => value !== '' && value !== before);
  });
  return cells.length;
}

/** The same as a column of its own. */
function toBeside({ own, record }: NewColumn, columns: readonly OwnColumn[], asked: readonly NewColumn[]): NewColumn {
  const taken = [...columns, ...asked.map(({ name }) => ({ name, nth: 0 }))];
  return { name: toFree(columns[own]?.name ?? '', taken), record, own: -1 };
}

/** The name, or `name 2` where the person's table has it. */
function toFree(name: string, columns: readonly OwnColumn[]): string {
  const taken = new Set(columns.map((column) => toColumnName(column.name)));
  for (let nth = 1; ; nth += 1) {
    const free = nth === 1 ? name : `${name} ${nth}`;
    if (!taken.has(toColumnName(free))) return free;
  }
}

/** The column that tells rows apart, those that lanes filled, and what is new. */
function toShown(telling: number, columns: readonly OwnColumn[], fresh: readonly NewColumn[], table: Table): readonly number[] {
  const results = new Set(fresh.map(({ own }) => own));
  return table.columns.flatMap((_, index) => (index >= columns.length || index === telling || results.has(index) ? [index] : []));
}

/** The column of that name, else the one that lanes have their titles from, else the first. */
function findTelling(rows: readonly (Row & { readonly own?: OwnRow })[], rowName: string, columns: readonly OwnColumn[]): number {
  const named = columns.findIndex((column) => toColumnName(column.name) === toColumnName(rowName));
  if (named !== -1) return named;
  const told = columns.map((_, at) => rows.filter(({ own, title }) => startsAlike(own?.cells[at] ?? '', title)).length);
  return told.reduce((best, count, at) => (count > (told[best] ?? 0) ? at : best), 0);
}

/** So much of a cell that is a title is there in any case, in UTF-16 code units. */
const TITLE_CHARS = 20;
const startsAlike = (cell: string, title: string): boolean => {
  const begin = cell.replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARS);
  return begin !== '' && title.startsWith(begin);
};

/**
 * The table as people read it: where it is too wide, what tells its rows apart and what is new, and a line that
 * says so.
 */
export function toTableText(table: Table, own: OwnPart | null): string {
  const shown = own?.shown;
  if (shown === undefined) return toMarkdownTable(table);
  const pick = (cells: readonly string[]): string[] => shown.map((index) => cells[index] ?? '');
  const narrow = toMarkdownTable({ columns: pick(table.columns), rows: table.rows.map(pick) });
  return `${narrow}\n\n*${shown.length} of ${table.columns.length} columns; the table’s file has all of them.*`;
}

/** The table with each cell that is not the person's own changed. */
export function mapGiven(table: Table, own: OwnPart | null, change: (cell: string) => string): Table {
  const filled = new Set(own?.filled.map(([row, column]) => `${row} ${column}`));
  const isOwn = (row: number, column: number): boolean => column < (own?.columns ?? 0) && !filled.has(`${row} ${column}`);
  return { ...table, rows: table.rows.map((cells, row) => cells.map((cell, column) => (isOwn(row, column) ? cell : change(cell)))) };
}
