import type { Clock } from '../ports/clock.ts';
import type { LiveRun } from './live-run.ts';

/** A reason that is made once: without one, each abort makes an error with a stack. */
const OVER = new Error('the wait is over');

/** Resolves once the run's state is newer than `seq` or it is `untilMs`, whichever is first; rejects as `LiveRun.changed` does. Leaves no timer and no listener behind. */
export async function changedOrDue(run: LiveRun, seq: number, clock: Clock, untilMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const turn = new AbortController();
  const stop = (): void => turn.abort(signal.reason);
  signal.addEventListener('abort', stop);
  const due = clock.sleep(untilMs - clock.now(), turn.signal);
  const changed = run.changed(seq, turn.signal);
  try {
    await Promise.race([due, changed]);
  } finally {
    signal.removeEventListener('abort', stop);
    turn.abort(OVER);
    await Promise.allSettled([due, changed]);
  }
}
