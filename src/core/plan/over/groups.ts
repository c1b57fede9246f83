import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { shorten, toTitles } from '../title.ts';
import type { Over, Piece } from './over.ts';

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * One piece for each value of a column, with the rows that have it, in order of their first appearance; null where
 * the table has no such column.
 */
export async function overGroups(table: KnownSource, by: string, one: string, deps: PlanDeps): Promise<Over | Question | null> {
  const column = table.columns.find((name) => fold(name) === fold(by));
  if (column === undefined) return null;
  const cells = await deps.column(table.id, column);
  const groups = new Map<string, { readonly value: string; readonly rows: number[] }>();
  for (const [index, cell] of cells.entries()) {
    const key = fold(cell);
    const group = groups.get(key) ?? { value: cell.trim() === '' ? '(none)' : cell.trim(), rows: [] };
    group.rows.push(index + 1);
    groups.set(key, group);
  }
  if (groups.size > deps.maxLanes) return tooManyLanes(groups.size, deps.maxLanes);
  const titles = toTitles([...groups.values()].map((group) => shorten(group.value)));
  const pieces = [...groups.values()].map(
    ({ rows }, index): Piece => ({
      title: titles[index] ?? '',
      item: one === 'row' ? 'these rows' : `the ${one} in these rows`,
      isNamed: false,
      sources: rows.map((row) => `${table.id}#${row}`),
      aside: { kind: 'rows', column: shorten(column, 60) },
    }),
  );
  if (pieces.length === 0) return null;
  const heading = shorten(column, 60);
  return { one: heading, many: 'groups', pieces, texts: [], rowName: heading, notes: [], account: [], parted: [table.id], long: true };
}
