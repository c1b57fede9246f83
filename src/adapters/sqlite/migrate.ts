import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type * as Migrator from 'drizzle-orm/migrator';
import { FanoutError } from '#core/errors.ts';
import { changesData, copyBefore } from './copy-before.ts';

const FOLDER = join(import.meta.dirname, '../../../migrations');

interface Applied {
  readonly count: number;
  /** Of the newest one, as its journal entry says; 0 when there is none. */
  readonly newestMs: number;
}

/**
 * Brings the tables up to date. It keeps account as drizzle's own migrator does, whose files it reads; that migrator is not used because it takes 90 ms to load, at every start. Throws `FanoutError`
 * `store_unusable` for a database with migrations that this Fanout does not have: a newer one wrote it, and its events may say things that this one does not know. Before a migration that changes
 * what is there, the whole is copied to a file beside it.
 */
export function migrate(database: Database.Database, path: string, folder = FOLDER): void {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    readonly entries: readonly { readonly when: number }[];
  };
  const applied = readApplied(database);
  if (applied.count > entries.length) {
    throw new FanoutError(
      'store_unusable',
      `The database ${path} was written by a newer Fanout: update this one, or set FANOUT_DB to another file.`,
    );
  }
  if (!entries.some(({ when }) => when > applied.newestMs)) return;
  const { readMigrationFiles } = createRequire(import.meta.url)('drizzle-orm/migrator') as typeof Migrator;
  const files = readMigrationFiles({ migrationsFolder: folder });
  // A transaction can't hold the copy: a death between the two leaves a copy that nobody needs.
  const isLosing = files.some(({ sql, folderMillis }) => folderMillis > applied.newestMs && changesData(sql));
  if (applied.count > 0 && isLosing) copyBefore(database, path, applied.count);
  database.transaction(applyMissing).immediate(database, files);
}

function readApplied(database: Database.Database): Applied {
  const hasAny = database.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").pluck().get() !== undefined;
  if (!hasAny) return { count: 0, newestMs: 0 };
  return database
    .prepare('select count(*) as count, coalesce(max(cast(created_at as integer)), 0) as newestMs from __drizzle_migrations')
    .get() as Applied;
}

function applyMissing(database: Database.Database, files: readonly Migrator.MigrationMeta[]): void {
  database.exec('create table if not exists __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)');
  // Asked again: another process may have been faster.
  const { newestMs } = readApplied(database);
  const insert = database.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)');
  for (const { sql, hash, folderMillis } of files) {
    if (folderMillis <= newestMs) continue;
    for (const statement of sql) database.exec(statement);
    insert.run(hash, folderMillis);
  }
}
