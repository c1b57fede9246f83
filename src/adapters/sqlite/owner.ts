import Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';

/** The right to write to a database file, held by one process; the operating system takes it back when the process dies. */
export interface Ownership extends Disposable {}

/**
 * Takes the right to write to the database at `path`, by a lock on a file beside it, so that others may still read. Throws `FanoutError` `store_in_use`, which
 * says by whom.
 */
export function own(path: string): Ownership {
  // A database in memory is nobody else's, and has no file to stand beside.
  const lock = new Database(path === ':memory:' ? path : `${path}.owner`, { timeout: 0 });
  try {
    lock.exec('create table if not exists owner (id integer primary key check (id = 1), pid integer not null)');
    lock.prepare('insert or replace into owner (id, pid) values (1, ?)').run(process.pid);
    // Held until the end: a second process can't get it, yet can read who has it.
    lock.exec('begin immediate');
  } catch (error) {
    const pid = readPid(lock);
    lock.close();
    if (!isBusy(error)) throw error;
    const who = pid === null ? 'Another Fanout' : `Another Fanout (process ${pid})`;
    throw new FanoutError('store_in_use', `${who} works on ${path}. Stop it first, or set FANOUT_DB to another file.`, { cause: error });
  }
  return { [Symbol.dispose]: () => lock.close() };
}

function readPid(lock: Database.Database): number | null {
  try {
    return (lock.prepare('select pid from owner').pluck().get() as number | undefined) ?? null;
  } catch {
    // Locked for a moment, or not written yet: the name is a courtesy.
    return null;
  }
}

const isBusy = (error: unknown): boolean => error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
