import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '#core/ports/clock.ts';

/** The longest a Node timer goes; longer sleeps are cut into pieces. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal.throwIfAborted();
    try {
      for (let leftMs = ms; leftMs > 0; leftMs -= MAX_TIMER_MS) await sleepFor(Math.min(leftMs, MAX_TIMER_MS), undefined, { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      signal.throwIfAborted();
      throw error;
    }
  },
};
