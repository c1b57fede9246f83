import type { Clock } from '../../ports/clock.ts';
import { isPermit, type Permit, type Wait } from '../governor.ts';

/** Those who wait for one pool, first come, first served. */
export interface Turns {
  isEmpty(): boolean;
  /** A permit as soon as `tryTake` gives one and nobody is before. Rejects with `signal.reason`. */
  inTurn(tryTake: () => Permit | Wait, signal: AbortSignal): Promise<Permit>;
  /** The first may try again. */
  wake(): void;
}

/** A reason that is made once: without one, each abort makes an error with a stack. */
const WOKEN = new Error('it may try again');

export function createTurns(clock: Clock): Turns {
  const waiting: { wake: () => void }[] = [];

  /** Until it is woken, or for so long. */
  async function rest(ms: number | null, its: { wake: () => void }, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    its.wake = () => woken.abort(WOKEN);
    const until = AbortSignal.any([signal, woken.signal]);
    const resting = ms === null ? new Promise<void>((resolve) => until.addEventListener('abort', () => resolve())) : clock.sleep(ms, until);
    await resting.catch(() => undefined);
    signal.throwIfAborted();
  }

  return {
    isEmpty: () => waiting.length === 0,
    async inTurn(tryTake, signal) {
      const its = { wake: (): void => undefined };
      waiting.push(its);
      try {
        for (;;) {
          const isFirst = waiting[0] === its;
          const it = isFirst ? tryTake() : null;
          if (it !== null && isPermit(it)) return it;
          await rest(it === null ? null : Math.max(1, it.untilMs - clock.now()), its, signal);
        }
      } finally {
        const wasFirst = waiting[0] === its;
        waiting.splice(waiting.indexOf(its), 1);
        if (wasFirst) waiting[0]?.wake();
      }
    },
    wake: () => waiting[0]?.wake(),
  };
}
