import type Database from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import type { RunLog, RunQuery } from '#core/ports/run-log.ts';
import type { RunEvent, RunFact } from '#core/run/events.ts';
import { type RunHeading, toHeadingChange } from '#core/run/heading.ts';
import { createAppend } from './append.ts';
import { and, asc, desc, eq, events, gt, runs, sql } from './drizzle.ts';
import { type Search, toMatch } from './search.ts';
import { toReason } from './store-reason.ts';

interface Append {
  readonly runId: string;
  readonly key: string;
  readonly fact: RunFact;
  readonly atMs: number;
  readonly resolve: (event: RunEvent | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Run logs in SQLite. Appends of one turn of the event loop are committed together: lanes that end at the same time share one write to the disk, and no append waits for
 * a timer.
 */
export function createSqliteRunLog(db: BetterSQLite3Database, database: Database.Database, search: Search): RunLog {
  const append = createAppend(database);
  const selectAfter = db
    .select()
    .from(events)
    .where(and(eq(events.runId, sql.placeholder('runId')), gt(events.seq, sql.placeholder('afterSeq'))))
    .orderBy(asc(events.seq))
    .prepare();
  const selectByKey = db
    .select()
    .from(events)
    .where(and(eq(events.runId, sql.placeholder('runId')), eq(events.key, sql.placeholder('key'))))
    .prepare();

  const transact = (work: () => (RunEvent | null)[]): (RunEvent | null)[] => database.transaction(work).immediate();
  let waiting: Append[] = [];

  function write({ runId, key, fact, atMs }: Append, seqs: Map<string, number>): RunEvent | null {
    const seq = append(seqs, { runId, key, atMs, fact: JSON.stringify(fact), fingerprint: toFingerprint(fact) });
    if (seq === null) return null;
    const event: RunEvent = { ...fact, runId, seq, atMs };
    writeHeading(event);
    return event;
  }

  function writeHeading(event: RunEvent): void {
    const change = toHeadingChange(event);
    if (change === null) return;
    if (event.type === 'run.asked')
      db.insert(runs)
        .values(change as RunHeading)
        .run();
    else db.update(runs).set(change).where(eq(runs.runId, event.runId)).run();
  }

  function commit(): void {
    const batch = waiting;
    waiting = [];
    try {
      const seqs = new Map<string, number>();
      const written = transact(() => batch.map((it) => write(it, seqs)));
      for (const [index, { resolve }] of batch.entries()) resolve(written[index] ?? null);
    } catch (error) {
      const failure = new FanoutError('store_unusable', `The database can't be written: ${toReason(error)}.`, { cause: error });
      for (const { reject } of batch) reject(failure);
    }
  }

  return {
    async append(runId, key, fact, atMs) {
      const { promise, resolve, reject } = Promise.withResolvers<RunEvent | null>();
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ runId, key, fact, atMs, resolve, reject });
      return await promise;
    },
    read: async (runId, afterSeq) => selectAfter.all({ runId, afterSeq }).map(toEvent),
    async get(runId, key) {
      const row = selectByKey.get({ runId, key });
      return row === undefined ? null : toEvent(row);
    },
    list: async (query) => select(db, search, query).map((row) => ({ ...row, status: row.status as RunHeading['status'] })),
  };
}

/** A result that was itself taken from another lane is not offered again: its origin is. */
const toFingerprint = (fact: RunFact): string | null => (fact.type === 'lane.done' && fact.reusedFrom === null ? fact.fingerprint : null);

function select(db: BetterSQLite3Database, search: Search, query: RunQuery) {
  if (query.unfinished) return db.select().from(runs).where(eq(runs.status, 'open')).orderBy(asc(runs.askedAtMs)).all();
  if (query.words.length > 0) search.catchUp();
  const holds = query.words.map(
    (word) =>
      sql`(instr(lower(${runs.title}), lower(${word})) > 0 or ${runs.runId} in (select run_id from search where search match ${toMatch(word)}))`,
  );
  return db
    .select()
    .from(runs)
    .where(and(query.place === null ? undefined : eq(runs.place, query.place), ...holds))
    .orderBy(desc(runs.askedAtMs))
    .limit(query.limit)
    .all();
}

/** The store's own rows: written by this file, so their shape is known. */
const toEvent = ({ fact, runId, seq, atMs }: typeof events.$inferSelect): RunEvent => ({
  ...(JSON.parse(fact) as RunFact),
  runId,
  seq,
  atMs,
});
