import type { Clock } from '#core/ports/clock.ts';

/** The longest a Node timer goes; longer sleeps are cut into pieces. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal.throwIfAborted();
    for (let leftMs = ms; leftMs > 0; leftMs -= MAX_TIMER_MS) await sleepFor(Math.min(leftMs, MAX_TIMER_MS), signal);
  },
};

/** Not `node:timers/promises`: it rejects with an AbortError of its own, and making one for each of the sleeps that end early cost a tenth of a wide run's time. */
function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
