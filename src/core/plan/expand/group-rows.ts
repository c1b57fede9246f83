import type { Table } from '../../ports/source-reader.ts';

/** Rows with the same value in one column. */
export interface RowGroup {
  /** As its first row has it; `(none)` where it is empty. */
  readonly value: string;
  readonly table: Table;
}

const NONE = '(none)';

/** Width, case and spaces make no other value. */
const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** Where the column of that name is, whatever its case; -1 where there is none. */
export const findColumn = ({ columns }: Table, name: string): number => columns.findIndex((column) => fold(column) === fold(name));

/**
 * The rows of a table by what they have in the column at that index, in the order in which values first come. Each
 * group has all columns. `toValue` is what counts of a cell.
 */
export function groupRows({ columns, rows }: Table, column: number, toValue: (cell: string) => string): RowGroup[] {
  const groups = Map.groupBy(rows, (row) => fold(toValue(row[column] ?? '')));
  return [...groups].map(([key, own]) => ({
    value:
      key === ''
        ? NONE
        : toValue(own[0]?.[column] ?? '')
            .replace(/\s+/g, ' ')
            .trim(),
    table: { columns, rows: own },
  }));
}
