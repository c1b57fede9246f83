import type { Clock } from '../ports/clock.ts';

/** How long a message rests that came to nothing: doubles up to the most. */
const FIRST_REST_MS = 30_000;
const MOST_REST_MS = 600_000;

/** Messages that come to nothing for now, and when each is tried again. */
export interface Rests {
  isResting(key: string): boolean;
  rest(key: string): void;
  /** Resolves when one may be tried again, or `until` is aborted. Rejects with `signal.reason`. */
  over(until: AbortSignal, signal: AbortSignal): Promise<void>;
}

export function createRests(clock: Clock): Rests {
  const resting = new Map<string, { readonly untilMs: number; readonly times: number }>();
  return {
    isResting: (key) => (resting.get(key)?.untilMs ?? 0) > clock.now(),
    rest(key) {
      const times = resting.get(key)?.times ?? 0;
      resting.set(key, { untilMs: clock.now() + Math.min(MOST_REST_MS, FIRST_REST_MS * 2 ** times), times: times + 1 });
    },
    async over(until, signal) {
      const now = clock.now();
      const next = Math.min(...[...resting.values()].map(({ untilMs }) => untilMs).filter((untilMs) => untilMs > now), now + MOST_REST_MS);
      await clock.sleep(next - now, until).catch(() => signal.throwIfAborted());
    },
  };
}
