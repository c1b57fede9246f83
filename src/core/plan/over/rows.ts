import { dropRepeats } from '../drop-repeats.ts';
import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import { tooManyLanes, toQuestion } from '../question.ts';
import { shorten, toTitles } from '../title.ts';
import type { Over, Piece } from './over.ts';

/** Columns that are looked at to tell empty and equal rows; a table with more has no rows dropped. */
const MAX_COLUMNS = 60;
const MAX_HEADING_CHARS = 60;
/** Columns that tell rows apart for a reader, the best first. */
const TELLING = ['name', 'title', 'company', 'company name', 'product', 'customer', 'subject', 'id'];

const toWord = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();

/** The column whose cells name the rows. */
export function tellingColumn({ columns }: Pick<KnownSource, 'columns'>): string {
  const telling = TELLING.map((name) => columns.find((column) => toWord(column) === name));
  return telling.find((column) => column !== undefined) ?? columns[0] ?? '';
}

interface Rows {
  /** 1-based, in order. */
  readonly numbers: readonly number[];
  readonly titles: readonly string[];
  readonly account: readonly string[];
}

/** The rows that are neither empty nor equal in every cell to one before; all of them where not all can be known. */
async function readRows(table: KnownSource, column: string, deps: PlanDeps): Promise<Rows> {
  const unique = new Set(table.columns).size === table.columns.length && table.columns.length <= MAX_COLUMNS;
  const cells = unique ? await Promise.all(table.columns.map((name) => deps.column(table.id, name))) : [];
  const known = unique && cells.every((column) => column.length === table.rows);
  const titles = known ? (cells[table.columns.indexOf(column)] ?? []) : await deps.column(table.id, column);
  const all = Array.from({ length: table.rows }, (_, index) => index);
  if (!known) return { numbers: all.map((index) => index + 1), titles: all.map((index) => titles[index] ?? ''), account: [] };
  const filled = all.filter((index) => cells.some((column) => (column[index] ?? '').trim() !== ''));
  const whole = filled.map((index) => cells.map((column) => column[index] ?? '').join('\u0000'));
  const { indices, notes } = dropRepeats(whole, (row) => row.split('\u0000')[table.columns.indexOf(column)] || 'a row');
  const kept = indices.map((index) => filled[index] ?? 0);
  const empty = table.rows - filled.length;
  const said = empty === 0 ? [] : [`Left out ${empty} empty ${empty === 1 ? 'row' : 'rows'}.`];
  return { numbers: kept.map((index) => index + 1), titles: kept.map((index) => titles[index] ?? ''), account: [...said, ...notes] };
}

/** One piece a row of a table. `one`: what a row is called in an instruction. */
export async function overRows(table: KnownSource, one: string, deps: PlanDeps): Promise<Over | Question> {
  // Titles are kept whole, so that a table far over the limit is refused before it is read.
  if (table.rows > deps.maxLanes * 10) return tooManyLanes(table.rows, deps.maxLanes);
  const column = tellingColumn(table);
  const { numbers, titles: cells, account } = await readRows(table, column, deps);
  if (numbers.length === 0)
    return toQuestion('items_missing', 'The table has no rows that hold anything. Attach one with at least one row.');
  if (numbers.length > deps.maxLanes) return tooManyLanes(numbers.length, deps.maxLanes);
  const titles = toTitles(cells.map((title, index) => shorten(title) || `Row ${numbers[index]}`));
  const pieces = numbers.map(
    (number, index): Piece => ({
      title: titles[index] ?? `Row ${number}`,
      item: one === 'row' ? 'the row' : `the ${one} in the row`,
      isNamed: false,
      sources: [`${table.id}#${number}`],
      aside: { kind: 'row' },
    }),
  );
  const rowName = shorten(column, MAX_HEADING_CHARS) || 'Row';
  return { one: 'row', many: 'rows', pieces, texts: [], rowName, notes: [], account, parted: [table.id], long: false };
}
