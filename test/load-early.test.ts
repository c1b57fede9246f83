import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { loadEarly } from '../src/load-early.ts';

function open(load: () => Promise<unknown>) {
  const clock = createFakeClock();
  const warned: unknown[] = [];
  return { clock, warned, early: loadEarly({ clock, log: { warn: (fields) => void warned.push(fields) }, load }) };
}

describe('what calls to a model need', () => {
  it('is loaded once the chats had time to connect', async () => {
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    let loads = 0;
    const { clock, early } = open(async () => {
      loads += 1;
      resolve();
    });
    await clock.advance(1_900);
    expect(loads).toBe(0);
    await clock.advance(200);
    await loaded;
    await early[Symbol.asyncDispose]();
    expect(loads).toBe(1);
  });

  it('is not loaded where Fanout stops before, and holds nothing up', async () => {
    let loads = 0;
    const { clock, early, warned } = open(async () => (loads += 1));
    await early[Symbol.asyncDispose]();
    await clock.advance(5_000);
    expect([loads, warned]).toEqual([0, []]);
  });

  it('is left to the first call where it can not be loaded, and said', async () => {
    const { promise: tried, resolve } = Promise.withResolvers<void>();
    const { clock, early, warned } = open(async () => {
      resolve();
      throw new Error('not there');
    });
    await clock.advance(2_100);
    await tried;
    await Promise.resolve();
    expect(warned).toEqual([{ err: new Error('not there') }]);
    await early[Symbol.asyncDispose]();
  });
});
