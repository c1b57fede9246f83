import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLaneFiles, readTableFiles, toAnswerFile } from '#core/deliver/out-file.ts';
import { FanoutError } from '#core/errors.ts';
import type { RunView } from '#core/view/run-view.ts';
import type { Watching } from '#core/view/watch.ts';

/**
 * Makes the folder where it is not there. Before a run, so that none is paid for whose files have no place. Rejects
 * with `FanoutError` `bad_usage` when it can't be written.
 */
export async function makeOut(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw toUnwritable(folder, error);
  }
}

/**
 * Writes what a run came to into a folder: `answer.md`, `table.csv` where it has a table (each apart where it has
 * several), `lanes/03 French.md` for each lane that has a result, and `run.jsonl`, its log. Files of an earlier run
 * with these names are replaced. Gives their names. Rejects with `FanoutError` `bad_usage` when the folder can't be
 * written.
 */
export async function writeOut(folder: string, view: RunView, watch: Watching): Promise<string[]> {
  const written: string[] = [];
  const write = async (name: string, content: Uint8Array | string): Promise<void> => {
    await writeFile(join(folder, name), content);
    written.push(name);
  };
  try {
    await mkdir(join(folder, 'lanes'), { recursive: true });
    const tables = await readTableFiles(view.runId, watch);
    for (const file of [...(view.answer === null ? [] : [toAnswerFile(view.answer)]), ...tables]) await write(file.name, file.bytes);
    for (const { name, bytes } of await readLaneFiles(view, watch)) await write(join('lanes', name), bytes);
    const events = await watch.log(view.runId);
    await write('run.jsonl', `${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
  } catch (error) {
    throw toUnwritable(folder, error);
  }
  return written;
}

function toUnwritable(folder: string, error: unknown): FanoutError {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new FanoutError('bad_usage', `The folder ${folder} can't be written${code}.`, { cause: error });
}
