import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, type Pace, URGENCY, type Urgency } from '#core/deliver/pace.ts';
import type { Budget } from '#core/ports/poster.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

const BUDGET: Budget = { scope: 'channel', gapMs: 1_000, burst: 2 };

function setUp() {
  const clock = createFakeClock(0);
  const closing = new AbortController();
  const pace: Pace = createPace(clock, closing.signal);
  const turns: { readonly name: string; readonly atMs: number }[] = [];
  const want = (
    name: string,
    urgency: Urgency | (() => Urgency) = URGENCY.lane,
    budget = BUDGET,
    signal = new AbortController().signal,
    sinceMs = clock.now(),
  ): Promise<void> =>
    pace
      .turn(budget, () => ({ urgency: typeof urgency === 'function' ? urgency() : urgency, sinceMs }), signal)
      .then(
        () => void turns.push({ name, atMs: clock.now() }),
        () => undefined,
      );
  return { clock, closing, pace, turns, want };
}

describe('the pace of calls', () => {
  it('lets a burst through at once, then one each gap', async () => {
    const { clock, turns, want } = setUp();
    for (const name of ['a', 'b', 'c', 'd']) void want(name);
    await clock.advance(10_000);
    expect(turns).toEqual([
      { name: 'a', atMs: 0 },
      { name: 'b', atMs: 0 },
      { name: 'c', atMs: 1_000 },
      { name: 'd', atMs: 2_000 },
    ]);
  });

  it('gives the next turn to the most urgent, and among equals to who came first', async () => {
    const { clock, turns, want } = setUp();
    for (const name of ['first', 'second']) void want(name, URGENCY.progress);
    await clock.advance(0);
    void want('progress', URGENCY.progress);
    void want('lane 1');
    void want('lane 2');
    void want('answer', URGENCY.answer);
    await clock.advance(10_000);
    expect(turns.map((turn) => turn.name)).toEqual(['first', 'second', 'answer', 'lane 1', 'lane 2', 'progress']);
  });

  it('lets the one go first for which people have waited longest, whenever it came', async () => {
    const { clock, turns, want } = setUp();
    for (const name of ['a', 'b']) void want(name);
    await clock.advance(500);
    void want('new', URGENCY.progress, BUDGET, undefined, 400);
    void want('old', URGENCY.progress, BUDGET, undefined, 100);
    await clock.advance(10_000);
    expect(turns.map((turn) => turn.name)).toEqual(['a', 'b', 'old', 'new']);
  });

  it('keeps what is more than progress no longer than some seconds behind a crowd of boards', async () => {
    const { clock, turns, want } = setUp();
    for (let board = 0; board < 100; board += 1) void want('board', URGENCY.progress);
    await clock.advance(20_000);
    void want('last edit', URGENCY.lane);
    await clock.advance(200_000);
    expect(turns.find(({ name }) => name === 'last edit')?.atMs).toBeLessThanOrEqual(23_000);
  });

  it('keeps no board from its turn for longer than a round, whatever more urgent keeps coming', async () => {
    const { clock, turns, want } = setUp();
    for (const name of ['a', 'b']) void want(name);
    void want('board', URGENCY.progress);
    for (let second = 0; second < 30; second += 1) {
      void want('lane');
      void want('lane');
      await clock.advance(1_000);
    }
    expect(turns.find(({ name }) => name === 'board')?.atMs).toBeLessThanOrEqual(10_000);
  });

  it('asks anew how urgent something is: what waits may have become so', async () => {
    const { clock, turns, want } = setUp();
    let urgency: Urgency = URGENCY.progress;
    for (const name of ['a', 'b']) void want(name);
    await clock.advance(0);
    void want('was a lane', () => urgency);
    void want('lane');
    urgency = URGENCY.answer;
    await clock.advance(10_000);
    expect(turns.map((turn) => turn.name)).toEqual(['a', 'b', 'was a lane', 'lane']);
  });

  it('keeps scopes apart, and holds one as long as the platform asked, the latest wish winning', async () => {
    const { clock, pace, turns, want } = setUp();
    void want('a');
    await clock.advance(0);
    pace.hold('channel', 5_000);
    pace.hold('channel', 3_000);
    void want('held');
    void want('other', URGENCY.lane, { ...BUDGET, scope: 'other' });
    await clock.advance(20_000);
    expect(turns).toEqual([
      { name: 'a', atMs: 0 },
      { name: 'other', atMs: 0 },
      { name: 'held', atMs: 5_000 },
    ]);
  });

  it('takes no turn for who does not want it any more, and gives none after it is closed', async () => {
    const { clock, closing, turns, want } = setUp();
    const leaving = new AbortController();
    for (const name of ['a', 'b']) void want(name);
    void want('left', URGENCY.answer, BUDGET, leaving.signal);
    void want('c');
    leaving.abort(new Error('left'));
    await clock.advance(1_000);
    expect(turns.map((turn) => turn.name)).toEqual(['a', 'b', 'c']);
    void want('late');
    closing.abort(new Error('closed'));
    await clock.advance(60_000);
    expect(turns).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  it('says how long a number of turns would take', async () => {
    const { clock, pace, want } = setUp();
    expect(pace.delayMs(BUDGET, 2)).toBe(0);
    expect(pace.delayMs(BUDGET, 5)).toBe(3_000);
    for (const name of ['a', 'b', 'c']) void want(name);
    await clock.advance(0);
    expect(pace.delayMs(BUDGET, 1)).toBe(2_000);
  });

  it('never gives more turns in a span than the budget has, whatever comes when', async () => {
    const wish = fc.record({ afterMs: fc.nat(3_000), urgency: fc.constantFrom(...Object.values(URGENCY)) });
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), async (wishes, burst) => {
        const { clock, turns, want } = setUp();
        const budget = { ...BUDGET, burst };
        for (const [at, { afterMs, urgency }] of wishes.entries()) {
          await clock.advance(afterMs);
          void want(String(at), urgency, budget);
        }
        await clock.advance(60_000);
        expect(turns).toHaveLength(wishes.length);
        for (const [at, { atMs }] of turns.entries()) {
          const inSpan = turns.slice(at).filter((turn) => turn.atMs < atMs + 10_000).length;
          expect(inSpan).toBeLessThanOrEqual(burst + 10);
        }
      }),
      { numRuns: 60 },
    );
  });
});
