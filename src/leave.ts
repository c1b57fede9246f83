import type { Fanout } from '#core/fanout.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

export interface LeaveDeps {
  readonly fanout: Pick<Fanout, 'drain'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
  /** How long what is in flight may take to end. In milliseconds. */
  readonly graceMs: number;
  /** Whether boards are shown that others look at. */
  readonly hasBoards: boolean;
}

/** Boards are edited at most every three seconds; so long they have, where runs are left, to say that these pause. In milliseconds. */
const BOARDS_MS = 4_000;

/** Aborts once Fanout, told to stop, is drained: chats go on until then, so people can see it and what they say is kept. At most `graceMs` after `stop`. */
export function leaveGently(stop: AbortSignal, { fanout, clock, log, graceMs, hasBoards }: LeaveDeps): AbortSignal {
  const left = new AbortController();

  async function leave(): Promise<void> {
    const beganMs = clock.now();
    log.info({ graceMs }, 'told to stop: nothing new begins, and what is in flight has a while to end');
    try {
      const runs = await fanout.drain(graceMs);
      const shownMs = beganMs + Math.min(BOARDS_MS, graceMs);
      if (runs > 0 && hasBoards) await clock.sleep(Math.max(0, shownMs - clock.now()), left.signal);
      log.info({ runs }, 'drained: runs that are left go on at the next start');
    } finally {
      left.abort(stop.reason);
    }
  }

  if (stop.aborted) left.abort(stop.reason);
  else stop.addEventListener('abort', () => void leave(), { once: true });
  return left.signal;
}
