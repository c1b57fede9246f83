import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import type { Table } from '../ports/source-reader.ts';
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

/** The table of a run that was merged as one; null for any other. */
export async function readTableFile(runId: string, watch: Pick<Watching, 'log'>): Promise<OutFile | null> {
  const events = await watch.log(runId);
  const table = events.findLast((event) => event.type === 'stage.merged')?.table ?? null;
  return table === null ? null : { name: 'table.csv', bytes: strToU8(toCsv(table)) };
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

/** With a byte order mark, so that spreadsheets see UTF-8, and no cell that one of them would run as a formula. */
const toCsv = ({ columns, rows }: Table): string =>
  stringify([[...columns], ...rows.map((row) => [...row])], { bom: true, escape_formulas: true });
