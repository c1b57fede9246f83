import type { RunLog } from '#core/ports/run-log.ts';
import type { RunEvent } from '#core/run/events.ts';

export interface HeardLog {
  readonly runLog: RunLog;
  /** Resolves once the run's end is committed, with the committed texts of its lanes by number. */
  ended(runId: string): Promise<ReadonlyMap<number, string>>;
}

interface Heard {
  readonly texts: Map<number, string>;
  readonly end: PromiseWithResolvers<void>;
}

/** A run log that tells what it committed: a contestant holds its results as they come, as the hand-written loop does. */
export function hearCommits(runLog: RunLog): HeardLog {
  const runs = new Map<string, Heard>();
  const heardOf = (runId: string): Heard => {
    const heard = runs.get(runId) ?? { texts: new Map(), end: Promise.withResolvers<void>() };
    runs.set(runId, heard);
    return heard;
  };
  function hear(event: RunEvent | null): void {
    if (event?.type === 'lane.done') heardOf(event.runId).texts.set(event.lane, event.text);
    else if (event?.type === 'run.ended' || event?.type === 'run.questioned') heardOf(event.runId).end.resolve();
  }
  return {
    runLog: {
      async append(runId, key, fact, atMs) {
        const event = await runLog.append(runId, key, fact, atMs);
        hear(event);
        return event;
      },
      read: (runId, afterSeq) => runLog.read(runId, afterSeq),
      get: (runId, key) => runLog.get(runId, key),
      list: (query) => runLog.list(query),
    },
    async ended(runId) {
      const { texts, end } = heardOf(runId);
      await end.promise;
      runs.delete(runId);
      return texts;
    },
  };
}

/** A run log that tells of each lane that is done. */
export function hearLanes(runLog: RunLog, laneDone: (runId: string) => void): RunLog {
  return {
    ...runLog,
    async append(runId, key, fact, atMs) {
      const event = await runLog.append(runId, key, fact, atMs);
      if (event?.type === 'lane.done') laneDone(runId);
      return event;
    },
  };
}
