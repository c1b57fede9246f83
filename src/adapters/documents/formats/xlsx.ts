import readSheets, { type CellValue } from 'read-excel-file/node';
import { type Content, type Input, toContent } from '../content.ts';
import { tableToContent, tableToMarkdown, toTable } from '../table.ts';

/** One sheet with anything in it is a table; several are a section each. Dates are written as people sort them: 2026-11-22. */
export async function readXlsx({ bytes }: Input): Promise<Content> {
  const sheets = (await readSheets(bytes))
    .map(({ sheet, data }) => ({ name: sheet, table: toTable(data.map((row) => row.map(toCell))) }))
    .filter(({ table }) => table.columns.length > 0);
  const [first] = sheets;
  if (first === undefined) return toContent('');
  if (sheets.length === 1) return tableToContent(first.table);
  return toContent(sheets.map(({ name, table }) => `## ${name}\n\n${tableToMarkdown(table)}`).join('\n\n'));
}

function toCell(value: CellValue | null): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date)
    return value
      .toISOString()
      .replace('T00:00:00.000Z', '')
      .replace('T', ' ')
      .replace(/(:00)?\.\d+Z$/, '');
  // A sheet shows 15 digits; the sixteenth and seventeenth are the noise of binary fractions.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  return String(value);
}
