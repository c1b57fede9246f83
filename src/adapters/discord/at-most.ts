import type { Clock } from '#core/ports/clock.ts';

/** Waits for `work`, but not longer than `ms`; rejects as `work` does. */
export async function atMost(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race([work, clock.sleep(ms, done.signal)]);
  } finally {
    done.abort(new Error('no longer waited for'));
  }
}
