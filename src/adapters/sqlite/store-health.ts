import type Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import type { Log } from '#core/ports/log.ts';
import { toReason } from './store-reason.ts';

/** Whether the store can be written now, and whether it ever will be again by this process. */
export interface StoreHealth {
  /** Why it can't be written, in the middle of a sentence; null: it can. Tries it, with a write that changes nothing. */
  trouble(): string | null;
  /** Rejects with `FanoutError` `store_unusable` once writing is given up, and never resolves. */
  readonly lost: Promise<never>;
  /** From now on nothing waits for the store to be writable again: Fanout is closing. */
  hurry(): void;
}

/** How to wait for a store that can't be written. */
export interface Patience {
  /** Calls `again` after a while. */
  wait(again: () => void): void;
  /** Waits in a row before it is given up. */
  readonly waits: number;
}

/** Once a second for ten minutes. */
export const PATIENCE: Patience = { wait: (again) => void setTimeout(again, 1_000), waits: 600 };

/** What goes by itself, or when somebody makes room: another process holds the lock, the disk is full, the folder was mounted read-only, the disk or the network file system hiccups. */
const PASSING = /^SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN|PROTOCOL)/;

/** The health as the one who writes sees it. */
export interface WriterHealth extends StoreHealth {
  /** Throws what SQLite says when it can't be written now. */
  tryToWrite(): void;
  /** It was written. */
  wrote(): void;
  /** It could not be. Null: `again` is called later; else the failure to reject with. */
  failed(error: unknown, again: () => void): FanoutError | null;
}

export interface StoreHealthDeps {
  readonly patience: Patience;
  readonly log: Pick<Log, 'warn' | 'info'> | null;
}

export function createStoreHealth(database: Database.Database, { patience, log }: StoreHealthDeps): WriterHealth {
  const probe = database.prepare('update search_done set event = event');
  const lost = Promise.withResolvers<never>();
  // It may be lost while nobody waits for it.
  lost.promise.catch(() => undefined);
  let waits = 0;
  let reason: string | null = null;
  let hurried = false;

  function probed(): string | null {
    try {
      probe.run();
      return null;
    } catch (error) {
      return toReason(error);
    }
  }

  return {
    tryToWrite: () => void probe.run(),
    trouble: () => reason ?? probed(),
    lost: lost.promise,
    hurry() {
      hurried = true;
    },
    wrote() {
      if (reason !== null) log?.info({ waits }, 'the database can be written again: runs go on');
      waits = 0;
      reason = null;
    },
    failed(error, again) {
      const why = toReason(error);
      if (isPassing(error) && waits < patience.waits && !hurried) {
        if (reason !== why) log?.warn({ err: error }, `the database can't be written: ${why}. Runs are paused until it can`);
        reason = why;
        waits += 1;
        patience.wait(again);
        return null;
      }
      reason = why;
      const failure = new FanoutError('store_unusable', `The database can't be written: ${why}.`, { cause: error });
      if (!hurried) lost.reject(failure);
      return failure;
    },
  };
}

const isPassing = (error: unknown): boolean => error instanceof Error && 'code' in error && PASSING.test(String(error.code));
