import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import type { AnswerTable } from '../merge/stand-in-answer.ts';
import { toFileName, uniqueNames } from '../text/file-name.ts';
import type { RunView } from '../view/run-view.ts';
import type { Watching } from '../view/watch.ts';

/** A file that a run gives its people. */
export interface OutFile {
  /** Safe as a file's name anywhere. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const toAnswerFile = (answer: string): OutFile => ({ name: 'answer.md', bytes: strToU8(`${answer}\n`) });

/** The tables of a run's answer, each as a file: `table.csv`, or `table 2 Suppliers.csv` where there are several. */
export async function readTableFiles(runId: string, watch: Pick<Watching, 'tables'>): Promise<OutFile[]> {
  const tables = await watch.tables(runId);
  const names = tables.length === 1 ? ['table.csv'] : tables.map(({ title }, index) => toFileName(`table ${index + 1} ${title}`, 'csv'));
  return tables.map((table, index) => ({ name: names[index] ?? 'table.csv', bytes: strToU8(toCsv(table)) }));
}

/** `03 French.md` for each lane that has a result, in order. */
export async function readLaneFiles(view: RunView, watch: Pick<Watching, 'lane'>): Promise<OutFile[]> {
  const digits = String(view.lanes.length).length;
  const files: OutFile[] = [];
  for (const { index, title, status, starts } of view.lanes) {
    const text = status === 'done' ? await watch.lane(view.runId, index, starts) : null;
    if (text !== null)
      files.push({
        name: toFileName(`${String(index).padStart(digits, '0')} ${title.replace(/\.(md|txt)$/i, '')}`, 'md'),
        bytes: strToU8(`${text}\n`),
      });
  }
  const names = uniqueNames(files.map(({ name }) => name));
  return files.map((file, index) => ({ ...file, name: names[index] ?? file.name }));
}

export const toZip = (name: string, files: readonly OutFile[]): OutFile => ({
  name,
  bytes: zipSync(Object.fromEntries(files.map((file) => [file.name, file.bytes]))),
});

/** What a spreadsheet would run as a formula begins so. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const toHarmless = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

/**
 * With a byte order mark, so that spreadsheets see UTF-8. No cell is one that they would run as a formula: a
 * person's own was text too, wherever it stood.
 */
const toCsv = ({ table: { columns, rows } }: AnswerTable): string =>
  stringify(
    [columns, ...rows].map((row) => row.map(toHarmless)),
    { bom: true },
  );
