import { systemClock } from '#adapters/system/system-clock.ts';
import type { Clock } from '#core/ports/clock.ts';

/** Time that passes `timesFaster` than outside: where real sockets are waited for, a clock that stands still would stand in their way. */
export function createQuickClock(timesFaster: number): Clock {
  const begunMs = Date.now();
  const startMs = performance.now();
  const now = (): number => Math.floor(begunMs + (performance.now() - startMs) * timesFaster);
  return {
    now,
    async sleep(ms, signal) {
      const untilMs = now() + ms;
      await systemClock.sleep(ms <= 0 ? 0 : Math.max(1, ms / timesFaster), signal);
      // A timer may go off a little early.
      while (now() < untilMs) await systemClock.sleep(1, signal);
    },
  };
}
