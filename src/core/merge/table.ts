import { readFields } from '../lanes/output.ts';
import type { Output } from '../plan/plan.ts';
import type { Table } from '../ports/source-reader.ts';
import type { Section } from './section.ts';

/** A section with what its lane was asked to answer with. */
export interface Row extends Section {
  readonly output: Output;
}

/**
 * A row a lane, in the order asked: its title, then its fields, or its label, or its whole text. Columns are those of all lanes, in the order they first come, so nothing is lost when lanes
 * differ.
 */
export function mergeTable(rows: readonly Row[], rowName: string): Table {
  const columns = [...new Set(rows.flatMap(({ output }) => columnsOf(output)))];
  return {
    columns: [rowName === '' ? 'Lane' : rowName, ...columns],
    rows: rows.map((row) => [row.title, ...columns.map((column) => cellOf(row, column))]),
  };
}

const LABEL = 'Label';
const RESULT = 'Result';

function columnsOf(output: Output): readonly string[] {
  if (output.kind === 'fields') return output.fields;
  return output.kind === 'label' ? [LABEL] : [RESULT];
}

function cellOf({ output, text }: Row, column: string): string {
  if (output.kind === 'fields') return readFields(text)[column] ?? '';
  return columnsOf(output)[0] === column ? text.trim() : '';
}

/** A GFM table. Cells are untrusted: one line each, and no pipe of theirs ends a cell. */
export function toMarkdownTable({ columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(toCell).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

const toCell = (text: string): string =>
  text
    .trim()
    .replace(/\\/g, '\\\\')
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, '<br>')
    .replace(/\s+/g, ' ');
