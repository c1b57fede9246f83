import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The streams that an editor is given, by number: its screen is where we draw, since standard output may be a file. */
const STDIO = [0, 2, 2] as const;

/**
 * Opens a text in the editor that a shell command names, as `$EDITOR` does (`code --wait`), and gives the text as it was left; null where the editor could not be started or did not end well. The file is for this
 * person's eyes alone and is gone afterwards.
 */
export async function openEditor(command: string, text: string, stdio: readonly (number | 'ignore')[] = STDIO): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'fanout-lanes-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Quitting at once must not leave the request lying around.
  process.once('exit', remove);
  try {
    const path = join(folder, 'lanes.txt');
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return (await run(command, path, stdio)) ? await readFile(path, 'utf8') : null;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function run(command: string, path: string, stdio: readonly (number | 'ignore')[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${command} "$@"`, command, path], { stdio: [...stdio] });
    child.once('error', () => resolve(false));
    child.once('close', (status) => resolve(status === 0));
  });
}
