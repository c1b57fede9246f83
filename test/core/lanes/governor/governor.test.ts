import { describe, expect, it } from 'vitest';
import { createGovernor } from '#core/lanes/governor/create-governor.ts';
import { type CallEnd, type Governor, isPermit, type ModelLimits, type Permit, type RateLimits, type Wait } from '#core/lanes/governor.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;
const NO_LIMITS: ModelLimits = { requestsPerMinute: null, tokensPerMinute: null, concurrency: null };
const DONE: CallEnd = { kind: 'done', limits: null, tokens: 100, ms: 1_000 };
const BROKEN: CallEnd = { kind: 'broken', ms: 10 };
const refused = (afterMs: number | null, limits: RateLimits | null = null): CallEnd => ({ kind: 'refused', limits, afterMs });
const told = (limit: number, remaining: number): RateLimits => ({
  requests: { limit, remaining, resetMs: ((limit - remaining) * 60_000) / limit },
  tokens: null,
});

function open(limits: Readonly<Record<string, Partial<ModelLimits>>> = {}) {
  const clock = createFakeClock(1_000_000);
  // Time that tests may set back, too.
  let backMs = 0;
  const governor = createGovernor({
    clock: { now: () => clock.now() - backMs, sleep: (ms, signal) => clock.sleep(ms, signal) },
    usual: 'usual',
    limits: new Map(Object.entries(limits).map(([name, it]) => [name, { ...NO_LIMITS, ...it }])),
  });
  return {
    clock,
    governor,
    setBack: (ms: number) => {
      backMs += ms;
    },
    ask: (pool = '') => governor.tryTake({ pool, tokens: 100 }),
  };
}

/** As many as may go now. */
function takeAll(governor: Governor, pool = '', most = 100): Permit[] {
  const permits: Permit[] = [];
  for (let it = governor.tryTake({ pool, tokens: 100 }); isPermit(it); it = governor.tryTake({ pool, tokens: 100 })) {
    permits.push(it);
    if (permits.length === most) break;
  }
  return permits;
}

function permitOf(it: Permit | Wait): Permit {
  if (!isPermit(it)) throw new Error(`no permit, but ${it.why}`);
  return it;
}

describe('a provider that asks for time', () => {
  it('is left alone for two hours and a little more by everybody; then one call goes first', async () => {
    const { clock, governor, ask } = open();
    const [first, ...others] = takeAll(governor);
    first?.end(refused(2 * HOUR_MS));
    for (const it of others) it.end(DONE);
    expect(ask()).toMatchObject({ why: 'asked' });
    expect(governor.waits('')?.untilMs).toBeGreaterThan(clock.now() + 2 * HOUR_MS);
    await clock.advance(2 * HOUR_MS);
    expect(ask()).toMatchObject({ why: 'asked' });
    await clock.advance(5_000);
    expect(takeAll(governor)).toHaveLength(1);
  });

  it('is asked as much as its headers say as soon as an answer begins, not when it ends', () => {
    const { governor } = open();
    const [first] = takeAll(governor, '', 20);
    expect(takeAll(governor)).toEqual([]);
    let opened = 0;
    governor.onOpen(() => {
      opened += 1;
    });
    first?.hear(told(300, 49));
    expect(opened).toBe(1);
    // 49 were left behind the first of the twenty; one is kept for calls that take longer to get there than others.
    expect(takeAll(governor)).toHaveLength(29);
    expect(governor.waits('')).toMatchObject({ why: 'limit' });
    first?.end({ ...DONE, limits: told(300, 49) });
    first?.hear(told(300, 299));
    expect(takeAll(governor)).toEqual([]);
  });

  it('is asked as much as its headers say once it answers again', async () => {
    const { clock, governor } = open();
    permitOf(governor.tryTake({ pool: '', tokens: 1 })).end(refused(60_000, told(300, 0)));
    await clock.advance(61_000);
    const [probe, ...others] = takeAll(governor);
    expect(others).toEqual([]);
    probe?.end({ kind: 'done', limits: told(300, 30), tokens: 1, ms: 10 });
    const now = takeAll(governor).length;
    expect(now).toBeGreaterThanOrEqual(28);
    expect(now).toBeLessThanOrEqual(30);
  });

  it('slows down nobody who asks another model', () => {
    const { governor, ask } = open();
    permitOf(ask('one')).end(refused(HOUR_MS));
    expect(ask('one')).toMatchObject({ why: 'asked' });
    expect(takeAll(governor, 'other', 15)).toHaveLength(15);
    expect(governor.waits('other')).toBeNull();
  });

  it('is one and the same under its name and as the default', () => {
    const { ask } = open();
    permitOf(ask('usual')).end(refused(HOUR_MS));
    expect(ask('')).toMatchObject({ why: 'asked' });
  });

  it('is not left alone for longer when the clock is set back, and not pressed when it is set forward', async () => {
    const { clock, governor, ask, setBack } = open();
    permitOf(ask()).end(refused(60_000));
    setBack(HOUR_MS);
    expect(governor.waits('')?.untilMs).toBeLessThanOrEqual(clock.now() - HOUR_MS + 66_000);
    await clock.advance(66_000);
    const probe = permitOf(ask());
    probe.end(refused(HOUR_MS, told(300, 0)));
    setBack(-5 * HOUR_MS);
    expect(takeAll(governor)).toHaveLength(1);
  });
});

describe('a limit', () => {
  it('that is configured lets a second of it go at once, then each in its time', async () => {
    const { clock, governor, ask } = open({ usual: { requestsPerMinute: 300 } });
    expect(takeAll(governor)).toHaveLength(5);
    expect(ask()).toEqual({ why: 'limit', untilMs: clock.now() + 200 });
    await clock.advance(200);
    expect(takeAll(governor)).toHaveLength(1);
  });

  it('of calls in flight is kept, and a call that was never sent gives its place back', () => {
    const { governor, ask } = open({ usual: { concurrency: 3 } });
    const permits = takeAll(governor);
    expect(permits).toHaveLength(3);
    expect(ask()).toMatchObject({ why: 'busy' });
    let heard = 0;
    governor.onOpen(() => {
      heard += 1;
    });
    permits[0]?.end({ kind: 'unused' });
    permits[0]?.end(DONE);
    expect(heard).toBe(1);
    expect(takeAll(governor)).toHaveLength(1);
  });

  it('of tokens is kept by what calls use, not by what was guessed', async () => {
    const { clock, governor } = open({ usual: { tokensPerMinute: 60_000 } });
    let sent = 0;
    for (let step = 0; step < 600; step += 1) {
      for (const it of takeAll(governor)) {
        sent += 1;
        it.end({ kind: 'done', limits: null, tokens: 200, ms: 50 });
      }
      await clock.advance(100);
    }
    expect(sent * 200).toBeLessThanOrEqual(62_000);
    expect(sent * 200).toBeGreaterThanOrEqual(55_000);
  });

  it('that nobody knows is come near to with care, and soon forgotten where there is none', () => {
    const { governor } = open();
    let permits = takeAll(governor, '', 1_000);
    expect(permits.length).toBeLessThanOrEqual(20);
    for (let round = 0; round < 8; round += 1) {
      for (const it of permits) it.end({ kind: 'done', limits: null, tokens: 1, ms: 1 });
      permits = takeAll(governor, '', 1_000);
    }
    expect(permits).toHaveLength(1_000);
  });
});

describe('calls in flight', () => {
  /** Answers in a steady stream, so many in flight, each taking so long. */
  async function stream({ governor, clock }: ReturnType<typeof open>, rounds: number, ms: number): Promise<number> {
    let inFlight = 0;
    for (let round = 0; round < rounds; round += 1) {
      const permits = takeAll(governor, '', 32);
      inFlight = permits.length;
      await clock.advance(ms);
      for (const it of permits) it.end({ kind: 'done', limits: null, tokens: 1, ms });
    }
    return inFlight;
  }

  it('grow fewer when answers take far longer than they used to, and more again after that', async () => {
    const it = open();
    expect(await stream(it, 30, 1_000)).toBe(32);
    expect(await stream(it, 6, 20_000)).toBeLessThanOrEqual(20);
    expect(await stream(it, 60, 1_000)).toBe(32);
  });

  it('stay as many where answers are merely quick and slow by turns', async () => {
    const it = open();
    for (let round = 0; round < 30; round += 1) expect(await stream(it, 1, round % 2 === 0 ? 500 : 2_000)).toBeGreaterThan(0);
    expect(await stream(it, 1, 1_000)).toBe(32);
  });

  it('grow fewer when a provider refuses without naming a limit', () => {
    const { governor } = open();
    const permits = takeAll(governor);
    expect(permits.length).toBeGreaterThanOrEqual(16);
    permits[0]?.end(refused(null));
    for (const it of permits.slice(1)) it.end({ kind: 'other' });
    expect(takeAll(governor).length).toBeLessThanOrEqual(1);
  });
});

describe('a provider that is down', () => {
  it('is probed at growing gaps of at most 30 s, and taken up again at its first answer', async () => {
    const { clock, governor, ask } = open();
    permitOf(ask()).end(DONE);
    for (const it of takeAll(governor)) it.end(BROKEN);
    expect(governor.isDown('')).toBe(true);
    expect(ask()).toMatchObject({ why: 'down' });
    const startMs = clock.now();
    const gaps: number[] = [];
    for (let lastMs = startMs; clock.now() - startMs < HOUR_MS; ) {
      const it = ask();
      if (isPermit(it)) {
        gaps.push(clock.now() - lastMs);
        lastMs = clock.now();
        it.end(BROKEN);
      } else {
        expect(it.why).toBe('down');
        await clock.advance(it.untilMs - clock.now());
      }
    }
    expect(gaps.slice(0, 7)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(Math.max(...gaps)).toBe(30_000);
    await clock.advance(30_000);
    permitOf(ask()).end(DONE);
    expect(governor.isDown('')).toBe(false);
    expect(takeAll(governor).length).toBeGreaterThan(1);
  });

  it('is waited for two minutes only where it never answered: then a run at a wrong address ends', async () => {
    const { clock, governor, ask } = open();
    for (const it of takeAll(governor)) it.end(BROKEN);
    expect(governor.isDown('')).toBe(true);
    const startMs = clock.now();
    while (governor.isDown('')) {
      const it = ask();
      if (isPermit(it)) it.end(BROKEN);
      else await clock.advance(it.untilMs - clock.now());
    }
    expect(clock.now() - startMs).toBeGreaterThanOrEqual(120_000);
    expect(clock.now() - startMs).toBeLessThan(180_000);
    for (let n = 0; n < 100; n += 1) permitOf(ask()).end(BROKEN);
    expect(governor.isDown('')).toBe(false);
    permitOf(ask()).end(DONE);
    for (const it of takeAll(governor)) it.end(BROKEN);
    expect(governor.isDown('')).toBe(true);
  });

  it('is known by fewer calls once it has answered: a small run finds out soon that it is set up wrong', () => {
    const { governor, ask } = open();
    for (let n = 0; n < 9; n += 1) permitOf(ask()).end(BROKEN);
    expect(governor.isDown('')).toBe(false);
    permitOf(ask()).end(DONE);
    for (const it of takeAll(governor, '', 8)) it.end(BROKEN);
    expect(governor.isDown('')).toBe(true);
  });

  it('is not one whose calls break as often as they always did', () => {
    const { governor, ask } = open();
    for (let round = 0; round < 100; round += 1) {
      for (let n = 0; n < 5; n += 1) permitOf(ask()).end(n === 4 ? DONE : BROKEN);
    }
    expect(governor.isDown('')).toBe(false);
  });

  it('is back when it refuses: it answers', async () => {
    const { clock, governor, ask } = open();
    for (const it of takeAll(governor)) it.end(BROKEN);
    await clock.advance(1_000);
    permitOf(ask()).end(refused(10_000));
    expect(governor.isDown('')).toBe(false);
    expect(ask()).toMatchObject({ why: 'asked' });
  });

  it('is probed though a probe hangs, or was never sent', async () => {
    const { clock, governor, ask } = open();
    for (const it of takeAll(governor)) it.end(BROKEN);
    await clock.advance(1_000);
    permitOf(ask()).end({ kind: 'unused' });
    permitOf(ask());
    expect(ask()).toMatchObject({ why: 'down' });
    await clock.advance(30_000);
    permitOf(ask());
  });
});

describe('calls that wait for a permit', () => {
  it('keep nobody awake who only asks: that is told when they have gone', async () => {
    const { clock, governor } = open({ usual: { tokensPerMinute: 60_000 } });
    const signal = new AbortController().signal;
    takeAll(governor);
    const large = governor.take({ pool: '', tokens: 1_000 }, signal);
    await clock.advance(500);
    const asked = { looks: 0, opened: false };
    governor.onOpen(() => {
      asked.opened = true;
    });
    for (; !asked.opened && asked.looks < 100; asked.looks += 1) {
      const it = governor.tryTake({ pool: '', tokens: 1 });
      if (isPermit(it)) break;
      await clock.advance(it.untilMs - clock.now());
    }
    expect(asked).toMatchObject({ opened: true });
    expect(asked.looks).toBeLessThan(20);
    await large;
  });

  it('get it in turn, before those that only ask whether there is one', async () => {
    const { clock, governor, ask } = open({ usual: { requestsPerMinute: 60 } });
    permitOf(ask()).end(DONE);
    const { signal } = new AbortController();
    const got: number[] = [];
    for (const n of [1, 2, 3]) void governor.take({ pool: '', tokens: 1 }, signal).then(() => got.push(n));
    for (let second = 1; second <= 3; second += 1) {
      await clock.advance(999);
      expect(isPermit(ask())).toBe(false);
      await clock.advance(1);
      expect(got).toHaveLength(second);
    }
    expect(got).toEqual([1, 2, 3]);
    await clock.advance(1_000);
    permitOf(ask());
    expect(clock.pending).toBe(0);
  });

  it('let go when they are not wanted any more, and the next one goes', async () => {
    const { clock, governor, ask } = open({ usual: { concurrency: 1 } });
    const held = permitOf(ask());
    const stop = new AbortController();
    const first = governor.take({ pool: '', tokens: 1 }, stop.signal);
    const second = governor.take({ pool: '', tokens: 1 }, new AbortController().signal);
    const rejected = expect(first).rejects.toBe('enough');
    await clock.advance(10);
    stop.abort('enough');
    await rejected;
    held.end(DONE);
    await clock.advance(0);
    (await second).end(DONE);
    expect(clock.pending).toBe(0);
  });
});

it('limits nothing where no model is asked', () => {
  const governor = createGovernor({ clock: createFakeClock(), usual: null, limits: new Map() });
  expect(takeAll(governor, '', 5_000)).toHaveLength(5_000);
});
