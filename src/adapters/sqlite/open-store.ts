import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import type { Deliveries, PostedMessages } from '#core/ports/deliveries.ts';
import type { Experience } from '#core/ports/experience.ts';
import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { createSqliteDeliveries, createSqlitePostedMessages } from './deliveries.ts';
import { createSqliteExperience } from './experience.ts';
import { createSqliteFinishedLanes } from './finished-lanes.ts';
import { createSqliteInstallations } from './installations.ts';
import { migrate } from './migrate.ts';
import { type Ownership, own } from './owner.ts';
import { createSqliteRetention } from './retention.ts';
import { createSearch } from './search.ts';
import { createSqliteRunLog } from './sqlite-run-log.ts';
import { createStoreHealth, PATIENCE, type StoreHealth, type StoreHealthDeps } from './store-health.ts';
import { toReason } from './store-reason.ts';

export interface Store extends Disposable {
  readonly runLog: RunLog;
  readonly finished: FinishedLanes;
  readonly retention: Retention;
  readonly deliveries: Deliveries;
  readonly posted: PostedMessages;
  readonly experience: Experience;
  readonly slackInstallations: ReturnType<typeof createSqliteInstallations>;
  readonly health: StoreHealth;
}

/** While it opens, another program may be given five seconds; after that nothing else stands still for it, and who can waits and tries again (`store-health.ts`). In milliseconds. */
const BUSY_AT_OPEN_MS = 5_000;
const BUSY_MS = 250;

/**
 * Opens the database at `path` and brings its tables up to date, making file and folder where they are missing. `owner` is for the process that carries out runs; one that only
 * reads may be open at the same time. Throws `FanoutError` `store_in_use` or `store_unusable`, the latter also for an owner that could not write.
 */
export function openStore(
  path: string,
  role: 'owner' | 'reader',
  { patience = PATIENCE, log = null }: Partial<StoreHealthDeps> = {},
): Store {
  let ownership: Ownership | null = null;
  let database: Database.Database | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (role === 'owner') ownership = own(path);
    database = new Database(path);
    // NORMAL in WAL mode: a commit survives the death of the process at once, and a power cut at the next checkpoint.
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma(`busy_timeout = ${BUSY_AT_OPEN_MS}`);
    database.pragma('secure_delete = ON');
    migrate(database, path);
    const opened = database;
    const health = createStoreHealth(opened, { patience, log });
    if (role === 'owner') {
      // A file that may only be read opens all the same, and would fail at the first request.
      health.tryToWrite();
      database.pragma(`busy_timeout = ${BUSY_MS}`);
    }
    return {
      runLog: createSqliteRunLog(opened, createSearch(opened), health),
      finished: createSqliteFinishedLanes(opened),
      retention: createSqliteRetention(opened),
      deliveries: createSqliteDeliveries(opened),
      posted: createSqlitePostedMessages(opened),
      experience: createSqliteExperience(opened),
      slackInstallations: createSqliteInstallations(opened),
      health,
      [Symbol.dispose]: () => {
        opened.close();
        ownership?.[Symbol.dispose]();
      },
    };
  } catch (error) {
    database?.close();
    ownership?.[Symbol.dispose]();
    if (error instanceof FanoutError) throw error;
    const reason = toReason(whyShutFolder(path, error) ?? error);
    const message = `The database ${path} can't be used: ${reason}. FANOUT_DB sets which file it is.`;
    throw new FanoutError('store_unusable', message, { cause: error });
  }
}

/** Why nothing can be made in the folder of the database, which SQLite does not tell; null where that is not it. */
function whyShutFolder(path: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CANTOPEN'))) return null;
  try {
    accessSync(dirname(path), constants.W_OK);
    return null;
  } catch (shut) {
    return shut;
  }
}
