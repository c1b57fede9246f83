import type Database from 'better-sqlite3';
import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { RunFact } from '#core/run/events.ts';

export function createSqliteFinishedLanes(database: Database.Database): FinishedLanes {
  const select = database.prepare('select run_id as runId, fact from events where fingerprint = ? order by at_ms desc limit 1');
  return {
    async find(fingerprint) {
      const row = select.get(fingerprint) as { readonly runId: string; readonly fact: string } | undefined;
      if (row === undefined) return null;
      const fact = JSON.parse(row.fact) as Extract<RunFact, { type: 'lane.done' }>;
      return { runId: row.runId, lane: fact.lane, text: fact.text, truncated: fact.truncated, model: fact.model };
    },
  };
}
