import type { RunLog } from '#core/ports/run-log.ts';
import type { RunEvent } from '#core/run/events.ts';
import { type RunHeading, toHeadingChange } from '#core/run/heading.ts';

/** A run log that lives as long as the process: for tests, and for trying things. */
export function createMemoryRunLog(): RunLog {
  const runs = new Map<string, { heading: RunHeading; readonly events: RunEvent[]; readonly byKey: Map<string, RunEvent> }>();

  return {
    async append(runId, key, fact, atMs) {
      const run = runs.get(runId);
      if (run?.byKey.has(key)) return null;
      const event: RunEvent = { ...structuredClone(fact), runId, seq: (run?.events.length ?? 0) + 1, atMs };
      const change = toHeadingChange(event);
      if (run === undefined) {
        if (event.type !== 'run.asked') throw new Error(`the first fact of a run is run.asked, not ${event.type}`);
        runs.set(runId, { heading: change as RunHeading, events: [event], byKey: new Map([[key, event]]) });
      } else {
        run.heading = { ...run.heading, ...change };
        run.events.push(event);
        run.byKey.set(key, event);
      }
      return event;
    },
    read: async (runId, afterSeq) => runs.get(runId)?.events.slice(afterSeq) ?? [],
    get: async (runId, key) => runs.get(runId)?.byKey.get(key) ?? null,
    async list(query) {
      const headings = [...runs.values()].map((run) => run.heading);
      if (query.unfinished) return headings.filter((it) => it.status === 'open').sort((a, b) => a.askedAtMs - b.askedAtMs);
      const holds = (it: RunHeading): boolean =>
        (query.place === null || it.place === query.place) &&
        query.words.every((word) => it.title.toLowerCase().includes(word.toLowerCase()));
      return headings
        .filter(holds)
        .sort((a, b) => b.askedAtMs - a.askedAtMs)
        .slice(0, query.limit);
    },
  };
}
