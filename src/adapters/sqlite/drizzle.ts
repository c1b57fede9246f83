import { createRequire } from 'node:module';
import type * as Drizzle from 'drizzle-orm';
import type * as Driver from 'drizzle-orm/better-sqlite3';
import type * as Migrator from 'drizzle-orm/better-sqlite3/migrator';
import type * as SqliteCore from 'drizzle-orm/sqlite-core';
import { makeSchema } from './schema.ts';

// By `require`, not `import`: Node reads a package's whole `exports` (180 KB here) anew for each of its ES modules, which makes importing drizzle take 600 ms and requiring it 90.
const load = createRequire(import.meta.url);

export const { and, asc, desc, eq, gt, sql } = load('drizzle-orm') as typeof Drizzle;
export const { drizzle } = load('drizzle-orm/better-sqlite3') as typeof Driver;
export const { migrate } = load('drizzle-orm/better-sqlite3/migrator') as typeof Migrator;
export const { runs, events } = makeSchema(load('drizzle-orm/sqlite-core') as typeof SqliteCore, load('drizzle-orm') as typeof Drizzle);
