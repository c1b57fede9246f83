import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Clock } from '#core/ports/clock.ts';

/** `pass` lets that much time go by. */
export function clockContract(name: string, open: () => { readonly clock: Clock; pass(ms: number): Promise<void> }): void {
  describe(`Clock contract: ${name}`, () => {
    it('sleeps at least as long as asked', async () => {
      const { clock, pass } = open();
      const before = clock.now();
      await Promise.all([clock.sleep(20, new AbortController().signal), pass(40)]);
      // Node's timers may fire a millisecond early by the wall clock.
      expect(clock.now() - before).toBeGreaterThanOrEqual(19);
    });

    it('does not sleep for nothing or less', async () => {
      const { clock } = open();
      await clock.sleep(0, new AbortController().signal);
      await clock.sleep(-5, new AbortController().signal);
    });

    it('rejects with the reason when it is aborted, before or during, and leaves no listener', async () => {
      const { clock } = open();
      const reason = new Error('enough');
      await expect(clock.sleep(10, AbortSignal.abort(reason))).rejects.toBe(reason);
      await expect(clock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
      const stop = new AbortController();
      const sleeping = clock.sleep(60_000, stop.signal);
      stop.abort(reason);
      await expect(sleeping).rejects.toBe(reason);
      expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
    });
  });
}
