import type Database from 'better-sqlite3';
import { FanoutError } from '#core/errors.ts';
import type { RunLog, RunQuery } from '#core/ports/run-log.ts';
import type { RunEvent, RunFact } from '#core/run/events.ts';
import { type RunHeading, toHeadingChange } from '#core/run/heading.ts';
import { createAppend } from './append.ts';
import { type Search, toMatch } from './search.ts';
import type { WriterHealth } from './store-health.ts';
import { toReason } from './store-reason.ts';

interface StoredEvent {
  readonly runId: string;
  readonly seq: number;
  readonly atMs: number;
  readonly fact: string;
}

const EVENT = 'select run_id as runId, seq, at_ms as atMs, fact from events where run_id = ?';
const HEADING = 'select run_id as runId, title, status, asked_at_ms as askedAtMs, ended_at_ms as endedAtMs, asker, place from runs';

interface Append {
  readonly runId: string;
  readonly key: string;
  readonly fact: RunFact;
  readonly atMs: number;
  readonly resolve: (event: RunEvent | null) => void;
  readonly reject: (error: unknown) => void;
}

/** A page ends with the event that makes it so many characters of facts: what a reader holds at once. */
const PAGE_CHARS = 2_000_000;

/**
 * Run logs in SQLite. Appends of one turn of the event loop are committed together: lanes that end at the same time share one write to the disk, and no append waits for
 * a timer. While the store can't be written and may be again, appends wait: so all runs stand still by themselves, and what was paid for is not lost.
 */
export function createSqliteRunLog(database: Database.Database, search: Search, health: WriterHealth): RunLog {
  const append = createAppend(database);
  const selectAfter = database.prepare(`${EVENT} and seq > ? order by seq`);
  const selectByKey = database.prepare(`${EVENT} and key = ?`);
  const selectHeading = database.prepare(`${HEADING} where run_id = ?`);
  const upsertHeading = database.prepare(
    `insert into runs (run_id, title, status, asked_at_ms, ended_at_ms, asker, place) values (@runId, @title, @status, @askedAtMs, @endedAtMs, @asker, @place)
     on conflict (run_id) do update set title = excluded.title, status = excluded.status, asked_at_ms = excluded.asked_at_ms,
       ended_at_ms = excluded.ended_at_ms, asker = excluded.asker, place = excluded.place`,
  );

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
    if (change !== null) upsertHeading.run({ ...(selectHeading.get(event.runId) as RunHeading | undefined), ...change });
  }

  function commit(): void {
    const batch = waiting;
    try {
      const seqs = new Map<string, number>();
      const written = transact(() => batch.map((it) => write(it, seqs)));
      waiting = [];
      health.wrote();
      for (const [index, { resolve }] of batch.entries()) resolve(written[index] ?? null);
    } catch (error) {
      const failure = health.failed(error, commit);
      // They wait, and whoever comes joins them.
      if (failure === null) return;
      waiting = [];
      for (const { reject } of batch) reject(failure);
    }
  }

  function readPage(runId: string, afterSeq: number): RunEvent[] {
    const events: RunEvent[] = [];
    let chars = 0;
    for (const row of selectAfter.iterate(runId, afterSeq) as IterableIterator<StoredEvent>) {
      events.push(toEvent(row));
      chars += row.fact.length;
      if (chars >= PAGE_CHARS) break;
    }
    return events;
  }

  return {
    async append(runId, key, fact, atMs) {
      const { promise, resolve, reject } = Promise.withResolvers<RunEvent | null>();
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ runId, key, fact, atMs, resolve, reject });
      return await promise;
    },
    read: async (runId, afterSeq) => reading(() => readPage(runId, afterSeq)),
    async get(runId, key) {
      const row = reading(() => selectByKey.get(runId, key)) as StoredEvent | undefined;
      return row === undefined ? null : toEvent(row);
    },
    list: async (query) => reading(() => select(database, search, query)) as RunHeading[],
  };
}

/** What can't be read is told as what it is, and not as a bug. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new FanoutError('store_unusable', `The database can't be read: ${toReason(error)}.`, { cause: error });
  }
}

/** A result that was itself taken from another lane is not offered again: its origin is. */
const toFingerprint = (fact: RunFact): string | null => (fact.type === 'lane.done' && fact.reusedFrom === null ? fact.fingerprint : null);

function select(database: Database.Database, search: Search, query: RunQuery): unknown[] {
  if (query.unfinished) return database.prepare(`${HEADING} where status = 'open' order by asked_at_ms`).all();
  const { place, words, limit } = query;
  if (words.length > 0) search.catchUp();
  const holds = words.map(() => 'and (instr(lower(title), lower(?)) > 0 or run_id in (select run_id from search where search match ?))');
  return database
    .prepare(`${HEADING} where (@place is null or place = @place) ${holds.join(' ')} order by asked_at_ms desc limit @limit`)
    .all({ place, limit }, ...words.flatMap((word) => [word, toMatch(word)]));
}

/** The store's own rows: written by this file, so their shape is known. */
const toEvent = ({ fact, runId, seq, atMs }: StoredEvent): RunEvent => ({
  ...(JSON.parse(fact) as RunFact),
  runId,
  seq,
  atMs,
});
