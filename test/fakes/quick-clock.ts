import { systemClock } from '#adapters/system/system-clock.ts';
import type { Clock } from '#core/ports/clock.ts';

export interface QuickClock extends Clock {
  /** Lets `ms` pass at once: whoever sleeps until then or earlier wakes now. */
  skip(ms: number): void;
}

/** Time that passes `timesFaster` than outside: where real sockets are waited for, a clock that stands still would stand in their way. */
export function createQuickClock(timesFaster: number): QuickClock {
  let begunMs = Date.now();
  const startMs = performance.now();
  const wakes = new Set<AbortController>();
  const now = (): number => Math.floor(begunMs + (performance.now() - startMs) * timesFaster);
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
          await systemClock.sleep(Math.max(1, leftMs / timesFaster), AbortSignal.any([signal, wake.signal]));
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
