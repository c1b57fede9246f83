import { expect, it } from 'vitest';
import { clockContract } from '#test/contracts/clock-contract.ts';
import { watchOwnTime } from './own-time.ts';
import { createQuickClock } from './quick-clock.ts';

clockContract('quick', () => ({ clock: createQuickClock(), pass: async () => {} }));

/** Holds this thread as a busy machine does: it neither works nor waits for anything. */
const hold = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const turnOfLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a process has no time that the machine gives to others', async () => {
  const [ownTime, clock] = [watchOwnTime(), createQuickClock()];
  const fromMs = clock.now();
  hold(200);
  await turnOfLoop();
  const { workedMs, idleMs } = ownTime();
  expect(workedMs + idleMs).toBeLessThan(100);
  expect(clock.now() - fromMs).toBeLessThan(100);
});

it('waits go by faster than work', async () => {
  const [ownTime, clock] = [watchOwnTime(), createQuickClock()];
  await clock.sleep(1_000, new AbortController().signal);
  const { workedMs, idleMs } = ownTime();
  expect(workedMs + idleMs).toBeLessThan(500);
});

it('what is skipped wakes who sleeps until then', async () => {
  const clock = createQuickClock();
  const ownTime = watchOwnTime();
  const sleeping = clock.sleep(3_600_000, new AbortController().signal);
  clock.skip(3_600_000);
  await sleeping;
  expect(ownTime().idleMs).toBeLessThan(10_000);
});
