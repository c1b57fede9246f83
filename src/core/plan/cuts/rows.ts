import { type Cut, type Finder, type Part, PLAIN_CUT } from '../cut.ts';
import { ROW_NOUNS, TELLING_COLUMNS } from '../data/tables.ts';
import { JOINING } from '../data/verbs.ts';
import { dropRepeats } from '../drop-repeats.ts';
import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import { tooManyLanes, toQuestion } from '../question.ts';
import { findItemList } from '../read/item-list.ts';
import { singular } from '../read/noun.ts';
import { oneOf } from '../read/pattern.ts';
import { isMaterialNoun, type Reference } from '../read/reference.ts';
import { findSomeOf, type SomeOf, takeSomeOf, toSomeNotes } from '../read/some-of.ts';
import { referencesOf, type Step } from '../step.ts';
import { shorten, toTitles } from '../title.ts';
import { isQuestion } from '../work.ts';

/** Columns that are looked at to tell empty and equal rows; a table with more has no rows dropped. */
const MAX_COLUMNS = 60;
const JOINS = new RegExp(`^${oneOf(JOINING)}(?![\\p{L}-])`, 'iu');
const MAX_HEADING_CHARS = 60;
const ASIDE = 'The material is one row of a table.';

const toWord = (name: string): string =>
  singular(
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[_\s]+/g, ' ')
      .trim(),
  );

/** The column that a noun of the request means: its own name, or a name that begins or ends with it ("Company name"). */
function columnFor(noun: string, columns: readonly string[]): string | null {
  const word = toWord(noun);
  if (word === '') return null;
  const named = columns.find((column) => toWord(column) === word);
  return named ?? columns.find((column) => toWord(column) === `${word} name` || toWord(column).split(' ')[0] === word) ?? null;
}

function tellingColumn({ columns }: KnownSource): string {
  const telling = TELLING_COLUMNS.map((name) => columns.find((column) => toWord(column) === name));
  return telling.find((column) => column !== undefined) ?? columns[0] ?? '';
}

interface RowWish {
  readonly reference: Reference | null;
  readonly column: string | null;
}

/** Whether a reference means the rows: its noun names them or a column, or there is nothing else it could mean. */
function meansRows(step: Step, table: KnownSource, reference: Reference): boolean {
  if (reference.of && !reference.pointed) return false;
  const noun = toWord(reference.noun);
  if (reference.kind === 'these')
    return (
      reference.pointed &&
      !JOINS.test(step.masked) &&
      !isQuestion(step.masked) &&
      (noun === 'row' || columnFor(noun, table.columns) !== null)
    );
  if (noun === 'row' || columnFor(noun, table.columns) !== null) return true;
  if (step.sources.filter((source) => source.kind === 'file').length > 1) return false;
  const own = noun === '' || ROW_NOUNS.includes(noun) || !isMaterialNoun(noun);
  if (!own || /^(?:column|cell|field|day|week|month|time)$/.test(noun)) return false;
  // A list that the person wrote out comes before the rows, unless it is what they want of each.
  const list = findItemList(step.words, () => true, step.words.length);
  return list === null || list.drop.some((edit) => step.shape.end > edit.start && step.shape.start < edit.end);
}

function findWish(step: Step, table: KnownSource): RowWish | null {
  const reference = referencesOf(step).find((found) => meansRows(step, table, found));
  if (reference !== undefined) return { reference, column: columnFor(reference.noun, table.columns) };
  // "fill in the columns industry and size" and "classify as A or B" are done row by row.
  const { output, weak } = step.shape;
  const alone = step.sources.length === 1 && referencesOf(step).every(({ kind, noun }) => kind === 'these' && !isMaterialNoun(noun));
  const fills = /^(?:fill|add|complete|populate|enrich|classify|categori[sz]e|label|tag)(?![\p{L}-])/iu.test(step.masked);
  return output.kind !== 'text' && !weak && alone && fills ? { reference: null, column: null } : null;
}

interface Rows {
  /** 1-based, in order. */
  readonly numbers: readonly number[];
  readonly titles: readonly string[];
  readonly notes: readonly string[];
}

/** Those of the rows that are asked for. */
function takeRows(rows: Rows, some: SomeOf | null): Rows {
  if (some === null) return rows;
  const notes = [...rows.notes, ...toSomeNotes(some, rows.numbers.length, 'rows')];
  return { numbers: takeSomeOf(rows.numbers, some), titles: takeSomeOf(rows.titles, some), notes };
}

/** The rows that are neither empty nor equal in every cell to one before; all of them where not all can be known. */
async function readRows(table: KnownSource, column: string, deps: PlanDeps): Promise<Rows> {
  const unique = new Set(table.columns).size === table.columns.length && table.columns.length <= MAX_COLUMNS;
  const cells = unique ? await Promise.all(table.columns.map((name) => deps.column(table.id, name))) : [];
  const known = unique && cells.every((column) => column.length === table.rows);
  const titles = known ? (cells[table.columns.indexOf(column)] ?? []) : await deps.column(table.id, column);
  const all = Array.from({ length: table.rows }, (_, index) => index);
  if (!known) return { numbers: all.map((index) => index + 1), titles: all.map((index) => titles[index] ?? ''), notes: [] };
  const filled = all.filter((index) => cells.some((column) => (column[index] ?? '').trim() !== ''));
  const whole = filled.map((index) => cells.map((column) => column[index] ?? '').join('\u0000'));
  const { indices, notes } = dropRepeats(whole, (row) => row.split('\u0000')[table.columns.indexOf(column)] || 'a row');
  const kept = indices.map((index) => filled[index] ?? 0);
  const empty = table.rows - filled.length;
  const said = empty === 0 ? [] : [`Left out ${empty} empty ${empty === 1 ? 'row' : 'rows'}.`];
  return { numbers: kept.map((index) => index + 1), titles: kept.map((index) => titles[index] ?? ''), notes: [...said, ...notes] };
}

async function toCut(step: Step, table: KnownSource, wish: RowWish, deps: PlanDeps): Promise<Cut | Question> {
  const column = wish.column ?? tellingColumn(table);
  // Titles are kept whole, so that a table far over the limit is refused before it is read.
  if (table.rows > deps.maxLanes * 10) return tooManyLanes(table.rows, deps.maxLanes);
  const meansRow = (noun: string): boolean =>
    toWord(noun) === 'row' || columnFor(noun, table.columns) !== null || ROW_NOUNS.includes(toWord(noun));
  const some = wish.reference === null ? null : findSomeOf(step.masked, wish.reference, meansRow);
  const rows = takeRows(await readRows(table, column, deps), some);
  if (rows.numbers.length === 0)
    return toQuestion('items_missing', 'The table has no rows that hold anything. Attach one with at least one row.');
  if (rows.numbers.length > deps.maxLanes) return tooManyLanes(rows.numbers.length, deps.maxLanes);
  const titles = toTitles(rows.titles.map((title, index) => shorten(title) || `Row ${rows.numbers[index]}`));
  const noun = singular(some?.noun ?? (wish.reference?.noun || 'row'));
  const end = Math.max(wish.reference?.end ?? 0, some?.end ?? 0);
  const edits = wish.reference === null ? [] : [{ start: wish.reference.start, end, text: `the ${noun}` }];
  const parts: Part[] = rows.numbers.map((number, index) => ({
    title: titles[index] ?? `Row ${number}`,
    edits,
    passage: '',
    aside: ASIDE,
    sources: [`${table.id}#${number}`],
  }));
  const rowName = shorten(column, MAX_HEADING_CHARS) || 'Row';
  return { ...PLAIN_CUT, one: 'row', many: 'rows', rowName, parts, notes: rows.notes, holdsMaterial: true, rows: true };
}

/** One part a row of the only table, where the step is about each of them: "each row", "each company", "fill in the columns industry and size". */
export const findRows: Finder = async (step, deps) => {
  const tables = step.sources.filter((source) => source.columns.length > 0 && source.rows > 0);
  const [table] = tables;
  if (table === undefined || tables.length > 1) return null;
  const wish = findWish(step, table);
  return wish === null ? null : toCut(step, table, wish, deps);
};
