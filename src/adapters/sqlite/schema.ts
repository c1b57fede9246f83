import { isNotNull, sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The tables, for drizzle-kit, which makes the migrations from them; the program itself asks in SQL.
 *
 * `runs` is a line a run, for lists; all of it follows from the run's events. `events` are the run logs, append-only: a row is never changed. Beside them stands `search`, a full-text index
 * over both that drizzle has no words for (see its migration). `deliveries` says where each run is shown and `messages` what of it was posted there, `claims` which event of a platform began which run.
 * `slack_installations` are the workspaces that this Fanout is installed in. `experience` says what past lanes were thought to take and what they took: numbers
 * only, the newest of each kind of work and model; their keys begin with the run's id, and they go with it.
 */
export const runs = sqliteTable(
  'runs',
  {
    runId: text('run_id').primaryKey(),
    title: text('title').notNull(),
    status: text('status').notNull(),
    askedAtMs: integer('asked_at_ms').notNull(),
    endedAtMs: integer('ended_at_ms'),
    asker: text('asker').notNull(),
    place: text('place').notNull(),
  },
  (table) => [index('runs_by_status').on(table.status, table.askedAtMs), index('runs_by_time').on(table.askedAtMs)],
);

export const events = sqliteTable(
  'events',
  {
    runId: text('run_id').notNull(),
    seq: integer('seq').notNull(),
    key: text('key').notNull(),
    atMs: integer('at_ms').notNull(),
    /** The fact as JSON. */
    fact: text('fact').notNull(),
    /** Of a `lane.done` that was a call of its own; null for anything else. */
    fingerprint: text('fingerprint'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.seq] }),
    uniqueIndex('events_by_key').on(table.runId, table.key),
    index('events_by_fingerprint').on(table.fingerprint).where(isNotNull(table.fingerprint)),
  ],
);

export const claims = sqliteTable(
  'claims',
  { key: text('key').primaryKey(), runId: text('run_id').notNull(), atMs: integer('at_ms').notNull() },
  (table) => [index('claims_by_time').on(table.atMs)],
);

export const deliveries = sqliteTable(
  'deliveries',
  {
    runId: text('run_id').primaryKey(),
    chat: text('chat').notNull(),
    place: text('place').notNull(),
    thread: text('thread'),
    person: text('person').notNull(),
    /** A way back to the person, as JSON; null once it is of no more use. */
    back: text('back'),
    settled: integer('settled').notNull(),
    atMs: integer('at_ms').notNull(),
  },
  (table) => [
    index('deliveries_by_thread').on(table.place, table.thread),
    index('deliveries_unsettled').on(table.chat).where(sql`${table.settled} = 0`),
  ],
);

export const messages = sqliteTable(
  'messages',
  {
    runId: text('run_id').notNull(),
    key: text('key').notNull(),
    state: text('state').notNull(),
    messageId: text('message_id'),
    version: text('version').notNull(),
    reposted: integer('reposted').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.key] })],
);

export const slackInstallations = sqliteTable('slack_installations', {
  id: text('id').primaryKey(),
  name: text('name'),
  /** Encrypted. */
  sealed: text('sealed').notNull(),
  atMs: integer('at_ms').notNull(),
});

export const experience = sqliteTable(
  'experience',
  {
    /** In the order learnt. */
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    key: text('key').notNull(),
    work: text('work').notNull(),
    model: text('model').notNull(),
    estimatedInput: integer('estimated_input').notNull(),
    estimatedOutput: integer('estimated_output').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    ms: integer('ms').notNull(),
  },
  (table) => [uniqueIndex('experience_by_key').on(table.key), index('experience_by_kind').on(table.work, table.model, table.seq)],
);
