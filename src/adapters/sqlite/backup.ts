import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import { toReason } from './store-reason.ts';

export interface BackupOptions {
  /** Whether a file that is there already is replaced. */
  readonly force: boolean;
  /** Pages copied between two turns of the event loop. Default: 1 MB of them. */
  readonly pagesAtOnce?: number;
}

export interface BackupReport {
  readonly bytes: number;
  readonly runs: number;
}

/** For who asked. */
export const toReport = ({ runs, bytes }: BackupReport, file: string): string =>
  `Backed up ${runs} ${runs === 1 ? 'run' : 'runs'} (${(bytes / 1e6).toFixed(1)} MB) to ${file}: whole, on the disk and checked.`;

/** A page has 4,096 bytes. */
const PAGES_AT_ONCE = 256;

/**
 * Copies the database at `path` to `file`, as it is at one moment, while another process may work on it: it only reads, and holds no writer up. The file is there only once it is whole, on the disk and checked.
 * Throws `FanoutError` `bad_usage` for a file that is there already or must not be replaced, `store_unusable` for a database that can't be read or is damaged, and where the copy can't be written.
 */
export async function backUp(path: string, file: string, { force, pagesAtOnce = PAGES_AT_ONCE }: BackupOptions): Promise<BackupReport> {
  if (!existsSync(path))
    throw new FanoutError('store_unusable', `There is no database ${path} to back up. FANOUT_DB sets which file it is.`);
  const partial = `${file}.partial`;
  refuseTarget(path, file, partial, force);
  try {
    rmSync(partial, { force: true });
    await copy(path, partial, pagesAtOnce);
    const runs = check(partial, path);
    sync(partial);
    renameSync(partial, file);
    sync(dirname(resolve(file)));
    return { bytes: statSync(file).size, runs };
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof FanoutError) throw error;
    throw new FanoutError('store_unusable', `${path} can't be backed up to ${file}: ${toReason(error)}.`, { cause: error });
  }
}

/** A rename takes the place of whatever is there: the database itself under another name, or a device. */
function refuseTarget(path: string, file: string, partial: string, force: boolean): void {
  const own = [path, `${path}-wal`, `${path}-shm`, `${path}.owner`].map(toReal);
  if ([file, partial].some((it) => own.includes(toReal(it))))
    throw new FanoutError('bad_usage', `${file} is a file of the database itself: name another one.`);
  if (!existsSync(dirname(resolve(file)))) throw new FanoutError('store_unusable', `The folder of ${file} is not there: make it first.`);
  if (!existsSync(file)) return;
  if (!statSync(file).isFile()) throw new FanoutError('bad_usage', `${file} is no ordinary file: name another one.`);
  if (!force) throw new FanoutError('bad_usage', `${file} is there already: name another file, or say --force to replace it.`);
}

/** The same for two names of one file, through whatever links. */
function toReal(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(resolve(path));
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : resolve(path);
}

async function copy(path: string, to: string, pagesAtOnce: number): Promise<void> {
  const source = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    // One moment is read to the end: without this every commit of the owner would begin the copy anew.
    source.exec('begin');
    source.prepare('select count(*) from sqlite_master').get();
    await source.backup(to, { progress: () => pagesAtOnce });
  } finally {
    source.close();
  }
}

/** Makes one file of the copy, without a log beside it, looks whether it is sound, and counts its runs. */
function check(copied: string, path: string): number {
  const database = new Database(copied);
  try {
    database.pragma('journal_mode = DELETE');
    const findings = database.pragma('quick_check(1)', { simple: true });
    if (findings !== 'ok') {
      const reason = `The database ${path} is damaged, so the backup was not kept. Put the newest sound backup in its place: docs/operations.md.`;
      throw new FanoutError('store_unusable', reason, { cause: new Error(String(findings)) });
    }
    return database.prepare('select count(*) from runs').pluck().get() as number;
  } finally {
    database.close();
  }
}

/** To the disk, the file or the folder that names it. */
function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
