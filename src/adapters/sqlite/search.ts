import type Database from 'better-sqlite3';
import type { RunFact } from '#core/run/events.ts';

/** Finds runs by the words in them. */
export interface Search {
  /** Brings the index up to date with the log. Lanes are not made to wait for it: it is done when somebody searches. */
  catchUp(): void;
}

/** Events looked at in one transaction: a few milliseconds of it. */
const BATCH = 500;

export function createSearch(database: Database.Database): Search {
  const selectDone = database.prepare('select event from search_done').pluck();
  const selectEvents = database.prepare('select rowid, run_id as runId, fact from events where rowid > ? order by rowid limit ?');
  const insert = database.prepare('insert into search (run_id, body) values (?, ?)');
  const setDone = database.prepare('update search_done set event = ?');

  const indexBatch = database.transaction((): boolean => {
    const rows = selectEvents.all(selectDone.get(), BATCH) as { rowid: number; runId: string; fact: string }[];
    for (const { runId, fact } of rows) {
      const words = toWords(JSON.parse(fact) as RunFact);
      if (words !== '') insert.run(runId, words);
    }
    const last = rows.at(-1);
    if (last !== undefined) setDone.run(last.rowid);
    return rows.length === BATCH;
  });

  return {
    catchUp() {
      while (indexBatch.immediate());
    },
  };
}

function toWords(fact: RunFact): string {
  switch (fact.type) {
    case 'run.asked':
      return [fact.request.text, ...fact.request.sources.map((source) => source.title)].join('\n');
    case 'run.planned':
      return fact.plan.stages.flatMap((stage) => stage.lanes.map((lane) => lane.title)).join('\n');
    case 'lane.done':
      return fact.text;
    default:
      return '';
  }
}

/** A word as FTS5 takes it: quoted, so that nothing in it is an operator, and as the beginning of a word. */
export const toMatch = (word: string): string => `"${word.replaceAll('"', '""')}"*`;
