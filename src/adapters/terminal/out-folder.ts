import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { FanoutError } from '#core/errors.ts';
import type { Table } from '#core/ports/source-reader.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';

/**
 * Writes what a run came to into a folder: `answer.md`, `table.csv` where it was merged as a table, `lanes/03 French.md` for each lane that has a result, and `run.jsonl`, its log. Files of an earlier run
 * with these names are replaced. Gives their names. Rejects with `FanoutError` `bad_usage` when the folder can't be written.
 */
export async function writeOut(folder: string, view: RunView, watch: Watching): Promise<string[]> {
  const events = await watch.log(view.runId);
  const written: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(join(folder, name), text);
    written.push(name);
  };
  try {
    await mkdir(join(folder, 'lanes'), { recursive: true });
    if (view.answer !== null) await write('answer.md', `${view.answer}\n`);
    const table = events.findLast((event) => event.type === 'stage.merged')?.table ?? null;
    if (table !== null) await write('table.csv', toCsv(table));
    const digits = String(view.lanes.length).length;
    for (const lane of view.lanes) {
      const text = await watch.lane(view.runId, lane.index);
      if (text !== null)
        await write(join('lanes', `${String(lane.index).padStart(digits, '0')} ${toFileName(lane.title)}.md`), `${text}\n`);
    }
    await write('run.jsonl', `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new FanoutError('bad_usage', `The folder ${folder} can't be written${code}.`, { cause: error });
  }
  return written;
}

/** With a byte order mark, so that spreadsheets see UTF-8, and no cell that one of them would run as a formula. */
function toCsv({ columns, rows }: Table): string {
  return stringify([[...columns], ...rows.map((row) => [...row])], { bom: true, escape_formulas: true });
}

/** A title as a file name on any system: untrusted text, so nothing in it leads out of the folder. */
function toFileName(title: string): string {
  const name = title
    .replace(/\.(md|txt)$/i, '')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 60);
  return name === '' ? 'lane' : name;
}
