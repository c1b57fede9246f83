import type { RunLog } from '../ports/run-log.ts';
import type { RunEvent } from './events.ts';
import { fold, foldAll } from './fold.ts';
import type { RunState } from './state.ts';

/** All events of a run after `afterSeq`, a page at a time: a log may hold more text than a process should. Rejects as `RunLog.read` does. */
export async function* readPages(runLog: Pick<RunLog, 'read'>, runId: string, afterSeq: number): AsyncGenerator<RunEvent[], void> {
  for (let seq = afterSeq; ; ) {
    const events = await runLog.read(runId, seq);
    const last = events.at(-1);
    if (last === undefined) return;
    yield events;
    seq = last.seq;
  }
}

/** The state of a run by its log; null when there is none. What it has no use for, the texts of lanes before all, is let go page by page. */
export async function readState(runLog: Pick<RunLog, 'read'>, runId: string): Promise<RunState | null> {
  let state: RunState | null = null;
  for await (const events of readPages(runLog, runId, 0)) state = state === null ? foldAll(events) : events.reduce(fold, state);
  return state;
}
