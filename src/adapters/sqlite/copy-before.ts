import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** What takes away or rewrites what is there; what only adds tables, columns and first rows does not. */
const CHANGES =
  /\b(drop\s+(table|column|index|trigger|view)|delete\s+from|update\s+|rename\s+(to|column)|replace\s+into|insert\s+into\s[^;]*\bselect\b)/i;

/** Whether a migration changes data that is there already. */
export const changesData = (sql: readonly string[]): boolean => sql.some((it) => CHANGES.test(it.replace(/--.*$/gm, '')));

/**
 * Copies a database as it is to a file beside it, named after the migrations it has: the way back, should the newer tables be a mistake. One that is there already was made before the very same step, and stays. Gives the
 * file.
 */
export function copyBefore(database: Database.Database, path: string, applied: number): string {
  const file = `${path}.before-${String(applied).padStart(4, '0')}`;
  if (!existsSync(file)) database.prepare('vacuum into ?').run(file);
  return file;
}
