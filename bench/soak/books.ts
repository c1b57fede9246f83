import Database from 'better-sqlite3';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { foldAll } from '#core/run/fold.ts';
import { isOver } from '#core/run/state.ts';
import type { SoakPlatform } from './platform.ts';

/** What does not balance, a sentence each; empty: all of it does. */
export interface Books {
  readonly problems: readonly string[];
  readonly runs: number;
  readonly lanes: number;
  readonly messages: number;
}

/** Goes through the store and the platform after the last Fanout has gone. `threads`: of every request, the one it began, and how often a retry was said there. */
export async function checkBooks(path: string, platform: SoakPlatform, threads: ReadonlyMap<string, number>): Promise<Books> {
  const problems: string[] = [];
  const messages = platform.messages();
  const isThere = new Set(messages.map(({ runId, key }) => `${runId} ${key}`));
  if (isThere.size < messages.length) problems.push(`${messages.length - isThere.size} messages are there twice`);

  const asked = new Map<string, string[]>();
  const database = new Database(path, { readonly: true });
  for (const row of database.prepare('select run_id, thread from deliveries').all() as { run_id: string; thread: string }[])
    asked.set(row.thread, [...(asked.get(row.thread) ?? []), row.run_id]);
  database.close();

  using store = openStore(path, 'reader');
  let lanes = 0;
  for (const [thread, retries] of threads) {
    const runIds = asked.get(thread) ?? [];
    const own: string[] = [];
    for (const runId of runIds) if ((await store.runLog.read(runId, 0)).length > 0) own.push(runId);
    const [runId] = own;
    if (own.length !== 1 || runId === undefined) problems.push(`the request of ${thread} has ${own.length} runs`);
    else {
      const log = await store.runLog.read(runId, 0);
      const state = foldAll(log);
      lanes += state?.lanes.length ?? 0;
      if (state == null || (state.ended === null && state.question === null)) problems.push(`${runId} did not end`);
      else if (!state.lanes.every(isOver)) problems.push(`${runId} ended with lanes that did not`);
      if (!isThere.has(`${runId} board`)) problems.push(`${runId} has no board`);
      if (!isThere.has(`${runId} answer:1`)) problems.push(`${runId} has no answer in its thread`);
      const ends = log.flatMap((event) => ('start' in event && event.type !== 'lane.started' ? [`${event.lane}:${event.start}`] : []));
      const retried = log.filter((event) => event.type === 'lanes.retried' && event.why === 'asked').length;
      if (retried > retries) problems.push(`${runId} was retried ${retried} times, and asked to be ${retries} times`);
      if (new Set(ends).size < ends.length) problems.push(`${runId} has a start that ended twice`);
    }
  }
  return { problems, runs: threads.size, lanes, messages: messages.length };
}
