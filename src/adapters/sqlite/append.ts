import type Database from 'better-sqlite3';

export interface EventRow {
  readonly runId: string;
  readonly key: string;
  readonly atMs: number;
  readonly fact: string;
  readonly fingerprint: string | null;
}

/**
 * Appends an event with the run's next number, or gives null when the run has that key; to be called inside an immediate transaction, with one `seqs` for all of it.
 *
 * The one statement that every lane waits for twice, so it is written by hand: drizzle took as long for it as SQLite (see docs/performance.md).
 */
export function createAppend(database: Database.Database): (seqs: Map<string, number>, row: EventRow) => number | null {
  const insert = database.prepare(
    'insert into events (run_id, seq, key, at_ms, fact, fingerprint) values (?, ?, ?, ?, ?, ?) on conflict (run_id, key) do nothing',
  );
  const selectLast = database.prepare('select coalesce(max(seq), 0) from events where run_id = ?').pluck();
  return (seqs, { runId, key, atMs, fact, fingerprint }) => {
    const last = seqs.get(runId) ?? (selectLast.get(runId) as number);
    const { changes } = insert.run(runId, last + 1, key, atMs, fact, fingerprint);
    seqs.set(runId, last + changes);
    return changes === 0 ? null : last + 1;
  };
}
