import { systemClock } from '#adapters/system/system-clock.ts';
import type { Clock } from '#core/ports/clock.ts';
import { watchOwnTime } from './own-time.ts';

/** More, and three seconds would be few turns of the event loop; less, and tests would wait. */
const TIMES_FASTER = 20;

// A late tick counts no more than one in time: what other programs took is not counted as idle.
let idleMs = 0;
setInterval(() => {
  idleMs += 1;
}, 1).unref();

export interface QuickClock extends Clock {
  /** Lets `ms` pass at once: whoever sleeps until then or earlier wakes now. */
  skip(ms: number): void;
}

/**
 * Time that passes with this process alone, for where real sockets are waited for, in whose way a clock that stands still would stand: work takes as long as it takes, and where there is nothing to do time goes by
 * twenty times as fast. So what is asked to wait waits for next to nothing, and a deadline that work keeps on a quiet machine it keeps on a busy one.
 */
export function createQuickClock(): QuickClock {
  let begunMs = Date.now();
  const ownTime = watchOwnTime();
  const idleBeforeMs = idleMs;
  const wakes = new Set<AbortController>();
  const now = (): number => Math.floor(begunMs + ownTime().workedMs + (idleMs - idleBeforeMs) * TIMES_FASTER);
  return {
    now,
    async sleep(ms, signal) {
      const untilMs = now() + ms;
      signal.throwIfAborted();
      // Again where a timer goes off a little early, or what was skipped was not all of it.
      for (let leftMs = ms; leftMs > 0; leftMs = untilMs - now()) {
        const wake = new AbortController();
        wakes.add(wake);
        try {
          await systemClock.sleep(Math.max(1, leftMs / TIMES_FASTER), AbortSignal.any([signal, wake.signal]));
        } catch (error) {
          if (signal.aborted) throw error;
        } finally {
          wakes.delete(wake);
        }
      }
    },
    skip(ms) {
      begunMs += ms;
      for (const wake of wakes) wake.abort();
    },
  };
}
