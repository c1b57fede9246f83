import type { Clock } from '#core/ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** The milliseconds of each sleep begun, in order; those that had nothing to wait for (0 or less, aborted before) are not among them. */
  readonly slept: readonly number[];
  /** Sleepers not woken yet. */
  readonly pending: number;
  /**
   * Moves time forward by `ms` (0: only lets what can go on go on). Wakes each sleeper that falls due at its own moment, earliest first and in
   * the order they went to sleep where two are due together, and lets it get as far as it can before the next; so a loop
   * that sleeps again is woken as often as fits.
   */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

export function createFakeClock(startMs: number = Date.UTC(2026, 0, 1)): FakeClock {
  const slept: number[] = [];
  const sleepers = new Set<Sleeper>();
  let nowMs = startMs;

  // A Set keeps the order of going to sleep, and only an earlier time takes the place of the one found.
  const nextDue = (untilMs: number): Sleeper | null =>
    [...sleepers].reduce<Sleeper | null>((due, it) => (it.atMs <= untilMs && (due === null || it.atMs < due.atMs) ? it : due), null);

  return {
    slept,
    get pending() {
      return sleepers.size;
    },
    now: () => nowMs,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      if (ms <= 0) return;
      slept.push(ms);
      await new Promise<void>((resolve, reject) => {
        const sleeper: Sleeper = { atMs: nowMs + ms, wake: () => settle(resolve) };
        const onAbort = (): void => settle(() => reject(signal.reason));
        const settle = (end: () => void): void => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', onAbort);
          end();
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await microtasksSettled();
      for (let due = nextDue(untilMs); due !== null; due = nextDue(untilMs)) {
        nowMs = due.atMs;
        due.wake();
        await microtasksSettled();
      }
      nowMs = untilMs;
    },
  };
}

/** An immediate runs only when no microtask is left, however long their chain. */
const microtasksSettled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
