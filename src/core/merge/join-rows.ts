import { toKey } from './near.ts';
import { findSame } from './same.ts';

export interface LaneRow {
  /** The title of the lane that gave it. */
  readonly from: string;
  readonly cells: readonly string[];
}

export interface JoinedRow {
  /** Titles of all lanes that gave it, in the order asked, each once. */
  readonly from: readonly string[];
  readonly cells: readonly string[];
}

/**
 * Rows with the same key, or nearly the same, as one, in the order they first come. `key` is the key's column, -1 where there is none: then, as with an empty key, no row is the same as another. Where lanes
 * differ about a cell, it says who says what.
 */
export function joinRows(rows: readonly LaneRow[], key: number): JoinedRow[] {
  const { union } = findSame(rows.map((row) => row.cells[key] ?? ''));
  const groups = Map.groupBy(rows.keys(), (index) => union.root(index));
  return [...groups.values()].map((indices) => {
    const group = indices.flatMap((index) => rows[index] ?? []);
    const [first] = group;
    return {
      from: [...new Set(group.map((row) => row.from))],
      cells: (first?.cells ?? []).map((_, column) => toCell(group, column, column === key)),
    };
  });
}

/** Of a key the longest wording; of any other cell what all say who say something, or `A: x / B: y`. */
function toCell(group: readonly LaneRow[], column: number, isKey: boolean): string {
  const said = group.flatMap(({ from, cells }) =>
    cells[column] === undefined || cells[column] === '' ? [] : [{ from, text: cells[column] }],
  );
  const versions = isKey ? [said] : [...Map.groupBy(said, ({ text }) => toKey(text) || text).values()];
  const texts = versions.map((version) => ({
    text: longest(version.map((it) => it.text)),
    from: [...new Set(version.map((it) => it.from))],
  }));
  if (texts.length <= 1) return texts[0]?.text ?? '';
  return texts.map(({ text, from }) => `${from.join(', ')}: ${text}`).join(' / ');
}

/** The first of those that say most, punctuation not counted. */
export const longest = (texts: readonly string[]): string =>
  texts.reduce((best, text) => (toKey(text).length > toKey(best).length ? text : best), texts[0] ?? '');
