import { describe, expect, it } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

const never = new AbortController().signal;

describe('the fake clock', () => {
  it('stands still until it is moved', async () => {
    const clock = createFakeClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  it('wakes sleepers in the order they fall due, each at its own moment', async () => {
    const clock = createFakeClock(0);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms, never);
      woken.push(`${name} at ${clock.now()}`);
    };
    const all = [sleeper('late', 30), sleeper('early', 10), sleeper('also late', 30), sleeper('never', 99)];
    await clock.advance(30);
    expect(woken).toEqual(['early at 10', 'late at 30', 'also late at 30']);
    expect(clock.pending).toBe(1);
    expect(clock.slept).toEqual([30, 10, 30, 99]);
    await clock.advance(69);
    await Promise.all(all);
  });

  it('wakes a loop as often as fits', async () => {
    const clock = createFakeClock(0);
    let rounds = 0;
    const loop = (async () => {
      for (; rounds < 5; rounds++) await clock.sleep(10, never);
    })();
    await clock.advance(35);
    expect(rounds).toBe(3);
    await clock.advance(100);
    await loop;
    expect(clock.pending).toBe(0);
  });

  it('does not sleep for nothing', async () => {
    const clock = createFakeClock();
    await clock.sleep(0, never);
    await clock.sleep(-1, never);
    expect(clock.slept).toEqual([]);
  });

  it('rejects with the reason when aborted, during a sleep or before', async () => {
    const clock = createFakeClock();
    const stop = new AbortController();
    const asleep = clock.sleep(1_000, stop.signal);
    stop.abort('enough');
    await expect(asleep).rejects.toBe('enough');
    await expect(clock.sleep(1_000, stop.signal)).rejects.toBe('enough');
    await expect(clock.sleep(0, stop.signal)).rejects.toBe('enough');
    expect(clock.pending).toBe(0);
    expect(clock.slept).toEqual([1_000]);
  });
});
