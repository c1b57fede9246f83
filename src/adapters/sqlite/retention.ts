import type Database from 'better-sqlite3';
import type { Retention } from '#core/ports/retention.ts';

/** What is forgotten is overwritten (`secure_delete`), also in the search index. */
export function createSqliteRetention(database: Database.Database): Retention {
  const deletions = ['search', 'events', 'runs', 'deliveries', 'messages', 'claims'].map((table) =>
    database.prepare(`delete from ${table} where run_id = ?`),
  );
  // Their keys begin with the run's id and a colon, after which comes a semicolon.
  const deleteSamples = database.prepare("delete from experience where key >= ? || ':' and key < ? || ';'");
  const selectEnded = database.prepare("select run_id from runs where status <> 'open' and ended_at_ms < ?").pluck();
  // Row numbers of deleted events may be given again: the index must not take new events for ones it has seen.
  const rewind = database.prepare('update search_done set event = min(event, (select coalesce(max(rowid), 0) from events))');
  const hasRun = database.prepare('select 1 from runs where run_id = ?').pluck();

  const forgetAll = database.transaction((runIds: readonly string[]) => {
    for (const runId of runIds) {
      for (const deletion of deletions) deletion.run(runId);
      deleteSamples.run(runId, runId);
    }
    rewind.run();
  });

  return {
    async forget(runId) {
      if (hasRun.get(runId) === undefined) return false;
      forgetAll.immediate([runId]);
      return true;
    },
    async forgetEndedBefore(atMs) {
      const runIds = selectEnded.all(atMs) as string[];
      if (runIds.length > 0) forgetAll.immediate(runIds);
      return runIds.length;
    },
  };
}
