import * as drizzle from 'drizzle-orm';
import * as sqliteCore from 'drizzle-orm/sqlite-core';
import { makeSchema } from './schema.ts';

/** For drizzle-kit alone, which reads the exported tables of a file. */
export const { runs, events, claims, deliveries, messages, slackInstallations } = makeSchema(sqliteCore, drizzle);
