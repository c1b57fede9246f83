import type { Materials } from '../../lanes/materials.ts';
import { type CitedSource, toMarkList } from '../../merge/claims/cited-source.ts';
import { createCiting } from '../../merge/claims/citing.ts';
import { marksIn, withoutMarks } from '../../merge/claims/marks.ts';
import { mergeOwnRows } from '../../merge/own-rows.ts';
import { readEarlier, readMerged, readRows, withOwnRows } from '../../merge/read-rows.ts';
import { findSame } from '../../merge/same.ts';
import { mergeTable, toMarkdownTable } from '../../merge/table.ts';
import type { Material } from '../../ports/model.ts';
import type { RunLog } from '../../ports/run-log.ts';
import type { Table } from '../../ports/source-reader.ts';
import type { MergeKind } from '../../request.ts';
import type { RunState } from '../../run/state.ts';
import type { Part, Parts } from '../expand-stage.ts';
import type { EachPlan } from '../plan.ts';
import { findColumn, groupRows, type RowGroup } from './group-rows.ts';

const MOST_NAMED = 8;

interface GroupDeps {
  readonly runLog: RunLog;
  readonly materials: Materials;
}

/** A table that may be grouped. */
interface Grouped {
  readonly table: Table;
  /** The source that it is, where it is one: its lanes get their own rows of it, and not the whole. */
  readonly source: string | null;
  /** What marks in its cells stand for; none: what looks like a mark is text. */
  readonly cited: readonly CitedSource[];
}

/**
 * One part for each value of a column: its rows, with all columns, in the order in which values first come. The rows
 * are those that the stage before gave; where these have no such column, those of a table among the sources. Where
 * none
 * has it, one part is all of it.
 */
export async function readGroups(
  each: EachPlan & { readonly by: string },
  stage: number,
  state: RunState,
  deps: GroupDeps,
): Promise<Parts> {
  const before = stage === 1 ? null : await readTable(stage - 1, state, deps);
  const sources = await Promise.all(each.sources.map(async (source) => ({ source, table: await deps.materials.table(state, source) })));
  const tables: readonly Grouped[] = [
    ...(before === null ? [] : [before]),
    ...sources.flatMap(({ source, table }) => (table === null ? [] : [{ source, table, cited: [] }])),
  ];
  const found = tables.find(({ table }) => findColumn(table, each.by) !== -1);
  if (found !== undefined) return toGroups(each, found);
  return await toWhole(each.by, each, tables[0] ?? null, async () =>
    stage === 1 ? [] : await deps.materials.gather(state, [`R${stage - 1}`]),
  );
}

function toGroups({ by, limit, sources }: EachPlan & { readonly by: string }, grouped: Grouped): Parts {
  const { table, cited, source } = grouped;
  const column = findColumn(table, by);
  const name = table.columns[column] ?? by;
  const groups = groupRows(table, column, cited.length === 0 ? (cell) => cell : withoutMarks);
  const parts = groups
    .slice(0, limit)
    .map(({ value, table: own }): Part => ({ title: value, name: `${name}: ${value}`, text: toText(own, cited) }));
  return { parts, notes: toNotes(groups, name, limit), sources: sources.filter((id) => id !== source) };
}

/** The rows with what their marks stand for. */
function toText(table: Table, cited: readonly CitedSource[]): string {
  const text = toMarkdownTable(table);
  const marks = new Set(marksIn(text));
  return `${text}${toMarkList(cited.filter(({ mark }) => marks.has(mark)))}`;
}

function toNotes(groups: readonly RowGroup[], column: string, limit: number): string[] {
  const left = groups.slice(limit);
  if (left.length === 0) return [];
  const named = left.slice(0, MOST_NAMED).map(({ value }) => value);
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
  const rows = left.reduce((sum, group) => sum + group.table.rows.length, 0);
  return [
    `Left out ${left.length} of ${groups.length} by “${column}” (${named.join(', ')}${more}), with ${rows === 1 ? '1 row' : `${rows} rows`}: at most ${limit === 1 ? '1 lane comes' : `${limit} lanes come`} from it.`,
  ];
}

async function toWhole(by: string, { one, sources }: EachPlan, grouped: Grouped | null, all: () => Promise<Material[]>): Promise<Parts> {
  const notes = [`There is no column “${by}” to group by: one lane goes over everything instead.`];
  const title = `every ${one}`;
  const texts = grouped === null ? (await all()).map((it) => it.text) : [toText(grouped.table, grouped.cited)];
  const parts = texts.map((text): Part => ({ title, name: title, text }));
  return { parts, notes, sources: sources.filter((id) => id !== grouped?.source), isWhole: true };
}

/**
 * The rows that a stage gave: of its table, else of its lanes where these gave fields or were over rows. Null: it
 * gave none.
 */
async function readTable(stage: number, state: RunState, { runLog, materials }: GroupDeps): Promise<Grouped | null> {
  const merged = await readMerged(state, stage, runLog);
  if (merged === null) return null;
  const cited = merged.cited ?? [];
  if (merged.table !== null) return { table: merged.table, source: null, cited };
  const given = await readRows(state, stage, runLog);
  const citing = createCiting(given, await readEarlier(state, stage, runLog));
  const readable = given.map((row) => (row.output.kind === 'claims' ? citing.readable(row) : row));
  const rows = await withOwnRows(readable, state, materials);
  const over = mergeOwnRows(rows, '', citing.clean);
  if (over !== null) return { table: over.table, source: null, cited };
  const hasFields = rows.some(({ output }) => output.kind === 'fields' || (output.kind === 'items' && output.fields.length > 0));
  if (!hasFields) return null;
  // Without the lanes' titles: they are no value of a row.
  const { columns, rows: cells } = mergeTable(rows, '', null, citing.clean);
  const bare = cells.map((row) => row.slice(1));
  return { table: { columns: columns.slice(1), rows: toDistinct(bare, merged.kind) }, source: null, cited };
}

/** Where the answer has each thing once, so have the groups. */
function toDistinct(rows: readonly (readonly string[])[], kind: MergeKind): readonly (readonly string[])[] {
  if (kind !== 'dedupe') return rows;
  const { union } = findSame(rows.map((row) => withoutMarks(row.filter((cell) => cell !== '').join(' — '))));
  return rows.filter((_, index) => union.root(index) === index);
}
