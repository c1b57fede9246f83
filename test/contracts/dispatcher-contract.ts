import { describe, expect, it } from 'vitest';
import type { Dispatcher, LaneJob } from '#core/ports/dispatcher.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';

export interface DispatcherUnderTest {
  readonly dispatcher: Dispatcher;
  readonly errors: readonly unknown[];
}

const job = (runId: string, lane: number, start = 1): LaneJob => ({
  key: `${runId}:${lane}:${start}`,
  runId,
  lane,
  start,
  workspace: 'place',
  asker: 'asker',
  pool: '',
  tokens: 0,
});

/** A handler whose jobs end when the test says so. */
function createGate() {
  const begun: string[] = [];
  const aborted: string[] = [];
  const open = new Map<string, () => void>();
  return {
    begun,
    aborted,
    end: (key: string) => open.get(key)?.(),
    handler: (it: LaneJob, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        begun.push(it.key);
        open.set(it.key, resolve);
        signal.addEventListener('abort', () => {
          aborted.push(it.key);
          resolve();
        });
      }),
  };
}

export function dispatcherContract(name: string, open: (clock: FakeClock, concurrency: number) => DispatcherUnderTest): void {
  describe(`Dispatcher contract: ${name}`, () => {
    it('runs at most as many jobs at once as its concurrency', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 2);
      const gate = createGate();
      dispatcher.serve(gate.handler);
      dispatcher.submit([job('a', 1), job('a', 2), job('a', 3)]);
      await clock.advance(0);
      expect(gate.begun).toEqual(['a:1:1', 'a:2:1']);
      gate.end('a:1:1');
      await clock.advance(0);
      expect(gate.begun).toEqual(['a:1:1', 'a:2:1', 'a:3:1']);
      await dispatcher.close();
    });

    it('takes a key it still holds once, and again when it was let go', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 1);
      const gate = createGate();
      dispatcher.serve(gate.handler);
      for (let n = 0; n < 3; n += 1) dispatcher.submit([job('a', 1), job('a', 2)]);
      await clock.advance(0);
      gate.end('a:1:1');
      await clock.advance(0);
      gate.end('a:2:1');
      await clock.advance(0);
      expect(gate.begun).toEqual(['a:1:1', 'a:2:1']);
      dispatcher.submit([job('a', 1)]);
      await clock.advance(0);
      expect(gate.begun).toHaveLength(3);
      await dispatcher.close();
    });

    it('serves runs in turn', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 1);
      const gate = createGate();
      dispatcher.submit([job('a', 1), job('a', 2), job('a', 3), job('b', 1), job('c', 1), job('c', 2)]);
      dispatcher.serve(gate.handler);
      for (let n = 0; n < 6; n += 1) {
        await clock.advance(0);
        gate.end(gate.begun.at(-1) ?? '');
      }
      await clock.advance(0);
      expect(gate.begun).toEqual(['a:1:1', 'b:1:1', 'c:1:1', 'a:2:1', 'c:2:1', 'a:3:1']);
      await dispatcher.close();
    });

    it('aborts one lane, or all of a run, and starts what waited for the slot', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 3);
      const gate = createGate();
      dispatcher.serve(gate.handler);
      dispatcher.submit([job('a', 1), job('a', 2), job('a', 3), job('a', 4), job('a', 5)]);
      await clock.advance(0);
      dispatcher.abort('a', 2);
      await clock.advance(0);
      expect(gate.aborted).toEqual(['a:2:1']);
      expect(gate.begun).toEqual(['a:1:1', 'a:2:1', 'a:3:1', 'a:4:1']);
      dispatcher.submit([job('b', 1)]);
      dispatcher.abort('a', null);
      await clock.advance(0);
      expect(gate.aborted).toEqual(['a:2:1', 'a:1:1', 'a:3:1', 'a:4:1']);
      expect(gate.begun.slice(4)).toEqual(['b:1:1']);
      dispatcher.abort('nobody', null);
      await dispatcher.close();
    });

    it('frees the slot of an aborted job even when its handler does not let go', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 1);
      const begun: string[] = [];
      let letGo = (): void => {};
      dispatcher.serve((it) => {
        begun.push(it.key);
        return new Promise((resolve) => {
          letGo = resolve;
        });
      });
      dispatcher.submit([job('a', 1), job('a', 2)]);
      await clock.advance(0);
      const first = letGo;
      dispatcher.abort('a', 1);
      await clock.advance(0);
      expect(begun).toEqual(['a:1:1', 'a:2:1']);
      first();
      letGo();
      await dispatcher.close();
    });

    it('reports a handler that rejects and goes on with the others', async () => {
      const clock = createFakeClock();
      const { dispatcher, errors } = open(clock, 1);
      const begun: string[] = [];
      const bug = new Error('bug');
      dispatcher.serve(async (it) => {
        begun.push(it.key);
        if (it.lane === 1) throw bug;
      });
      dispatcher.submit([job('a', 1), job('a', 2)]);
      await clock.advance(0);
      expect(begun).toEqual(['a:1:1', 'a:2:1']);
      expect(errors).toEqual([bug]);
      await dispatcher.close();
    });

    it('closes by aborting what runs, waits for it, and takes nothing more', async () => {
      const clock = createFakeClock();
      const { dispatcher } = open(clock, 1);
      const gate = createGate();
      dispatcher.serve(gate.handler);
      dispatcher.submit([job('a', 1), job('a', 2)]);
      await clock.advance(0);
      await dispatcher.close();
      expect(gate.aborted).toEqual(['a:1:1']);
      dispatcher.submit([job('b', 1)]);
      await clock.advance(0);
      expect(gate.begun).toEqual(['a:1:1']);
      expect(clock.pending).toBe(0);
    });
  });
}
