import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import type { Deliveries, PostedMessages } from '#core/ports/deliveries.ts';
import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { createSqliteDeliveries, createSqlitePostedMessages } from './deliveries.ts';
import { createSqliteFinishedLanes } from './finished-lanes.ts';
import { createSqliteInstallations } from './installations.ts';
import { migrate } from './migrate.ts';
import { type Ownership, own } from './owner.ts';
import { createSqliteRetention } from './retention.ts';
import { createSearch } from './search.ts';
import { createSqliteRunLog } from './sqlite-run-log.ts';
import { toReason } from './store-reason.ts';

export interface Store extends Disposable {
  readonly runLog: RunLog;
  readonly finished: FinishedLanes;
  readonly retention: Retention;
  readonly deliveries: Deliveries;
  readonly posted: PostedMessages;
  readonly slackInstallations: ReturnType<typeof createSqliteInstallations>;
}

/**
 * Opens the database at `path` and brings its tables up to date, making file and folder where they are missing. `owner` is for the process that carries out runs; one that only
 * reads may be open at the same time. Throws `FanoutError` `store_in_use` or `store_unusable`.
 */
export function openStore(path: string, role: 'owner' | 'reader'): Store {
  let ownership: Ownership | null = null;
  let database: Database.Database | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (role === 'owner') ownership = own(path);
    database = new Database(path);
    // NORMAL in WAL mode: a commit survives the death of the process at once, and a power cut at the next checkpoint.
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('busy_timeout = 5000');
    database.pragma('secure_delete = ON');
    migrate(database, path);
    const opened = database;
    return {
      runLog: createSqliteRunLog(opened, createSearch(opened)),
      finished: createSqliteFinishedLanes(opened),
      retention: createSqliteRetention(opened),
      deliveries: createSqliteDeliveries(opened),
      posted: createSqlitePostedMessages(opened),
      slackInstallations: createSqliteInstallations(opened),
      [Symbol.dispose]: () => {
        opened.close();
        ownership?.[Symbol.dispose]();
      },
    };
  } catch (error) {
    database?.close();
    ownership?.[Symbol.dispose]();
    if (error instanceof FanoutError) throw error;
    const message = `The database ${path} can't be used: ${toReason(error)}. FANOUT_DB sets which file it is.`;
    throw new FanoutError('store_unusable', message, { cause: error });
  }
}
