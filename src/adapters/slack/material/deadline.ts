import type { Clock } from '#core/ports/clock.ts';

/** Nothing came in time. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** What `work` gives; rejects with `TooSlow` after `ms`, and with `signal.reason` once aborted. `work` itself goes on: end it where it can be ended. */
export async function withDeadline<T>(work: Promise<T>, clock: Clock, ms: number, signal: AbortSignal): Promise<T> {
  const ended = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, ended.signal])).then((): never => {
    throw new TooSlow(`nothing for ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}
