import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { RunFact } from '#core/run/events.ts';
import { desc, eq, events, sql } from './drizzle.ts';

export function createSqliteFinishedLanes(db: BetterSQLite3Database): FinishedLanes {
  const select = db
    .select({ runId: events.runId, fact: events.fact })
    .from(events)
    .where(eq(events.fingerprint, sql.placeholder('fingerprint')))
    .orderBy(desc(events.atMs))
    .limit(1)
    .prepare();
  return {
    async find(fingerprint) {
      const row = select.get({ fingerprint });
      if (row === undefined) return null;
      const fact = JSON.parse(row.fact) as Extract<RunFact, { type: 'lane.done' }>;
      return { runId: row.runId, lane: fact.lane, text: fact.text, truncated: fact.truncated, model: fact.model };
    },
  };
}
