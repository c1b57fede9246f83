import type { FinishedLanes } from '#core/ports/finished-lanes.ts';
import type { Retention } from '#core/ports/retention.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import type { RunEvent } from '#core/run/events.ts';
import { type RunHeading, toHeadingChange } from '#core/run/heading.ts';

/** A store that lives as long as the process: for tests, and for trying things. */
export interface MemoryStore {
  readonly runLog: RunLog;
  readonly finished: FinishedLanes;
  readonly retention: Retention;
}

interface MemoryRun {
  heading: RunHeading;
  readonly events: RunEvent[];
  readonly byKey: Map<string, RunEvent>;
}

export function createMemoryStore(): MemoryStore {
  const runs = new Map<string, MemoryRun>();
  return { runLog: createRunLog(runs), finished: createFinishedLanes(runs), retention: createRetention(runs) };
}

function createRunLog(runs: Map<string, MemoryRun>): RunLog {
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
      const all = [...runs.values()];
      if (query.unfinished) {
        const open = all.map((run) => run.heading).filter((it) => it.status === 'open');
        return open.sort((a, b) => a.askedAtMs - b.askedAtMs);
      }
      return all
        .filter((run) => (query.place === null || run.heading.place === query.place) && query.words.every((word) => holds(run, word)))
        .map((run) => run.heading)
        .sort((a, b) => b.askedAtMs - a.askedAtMs)
        .slice(0, query.limit);
    },
  };
}

function holds({ heading, events }: MemoryRun, word: string): boolean {
  const results = events.flatMap((event) => (event.type === 'lane.done' ? [event.text] : []));
  const titles = events.flatMap((event) =>
    event.type === 'run.planned' ? event.plan.stages.flatMap((stage) => stage.lanes.map((lane) => lane.title)) : [],
  );
  return [heading.title, ...titles, ...results].some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

function createFinishedLanes(runs: Map<string, MemoryRun>): FinishedLanes {
  return {
    async find(fingerprint) {
      const done = [...runs.values()].flatMap((run) => run.events).filter((event) => event.type === 'lane.done');
      const found = done
        .filter((event) => event.fingerprint === fingerprint && event.reusedFrom === null)
        .sort((a, b) => b.atMs - a.atMs)[0];
      if (found === undefined) return null;
      const { runId, lane, text, truncated, model } = found;
      return { runId, lane, text, truncated, model };
    },
  };
}

function createRetention(runs: Map<string, MemoryRun>): Retention {
  return {
    forget: async (runId) => runs.delete(runId),
    async forgetEndedBefore(atMs) {
      const ended = [...runs].filter(([, { heading }]) => heading.status !== 'open' && (heading.endedAtMs ?? atMs) < atMs);
      for (const [runId] of ended) runs.delete(runId);
      return ended.length;
    },
  };
}
