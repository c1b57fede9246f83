import { describe, expect, it } from 'vitest';
import type { Shares } from '#core/lanes/fair-queue.ts';
import { createGovernor } from '#core/lanes/governor/create-governor.ts';
import type { ModelLimits, Permit } from '#core/lanes/governor.ts';
import { createLocalDispatcher } from '#core/lanes/local-dispatcher.ts';
import type { LaneJob } from '#core/ports/dispatcher.ts';
import { dispatcherContract } from '#test/contracts/dispatcher-contract.ts';
import { createFakeClock, type FakeClock } from '#test/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;

function open(clock: FakeClock, concurrency: number, limits: ReadonlyMap<string, ModelLimits> = new Map(), shares: Shares = new Map()) {
  const errors: unknown[] = [];
  const governor = createGovernor({ clock, usual: 'usual', limits });
  const dispatcher = createLocalDispatcher({ clock, concurrency, governor, shares, onError: (_, error) => errors.push(error) });
  return { errors, governor, dispatcher };
}

dispatcherContract('local', (clock, concurrency) => open(clock, concurrency));

const job = (runId: string, lane: number, given: Partial<LaneJob> = {}): LaneJob => ({
  key: `${runId}:${lane}`,
  runId,
  lane,
  start: 1,
  workspace: 'workspace',
  asker: 'ada',
  pool: '',
  tokens: 10,
  ...given,
});
const jobs = (runId: string, count: number, given: Partial<LaneJob> = {}): LaneJob[] =>
  Array.from({ length: count }, (_, at) => job(runId, at + 1, given));

/** A handler whose calls take so long, and are refused as told. */
function createCalls(clock: FakeClock, toMs: (it: LaneJob) => number, toRefusal: (it: LaneJob) => number | null = () => null) {
  const begun: { readonly key: string; readonly atMs: number }[] = [];
  let atWork = 0;
  let most = 0;
  return {
    begun,
    most: () => most,
    async handler(it: LaneJob, signal: AbortSignal, permit: Permit): Promise<void> {
      begun.push({ key: it.key, atMs: clock.now() });
      atWork += 1;
      most = Math.max(most, atWork);
      await clock.sleep(toMs(it), signal).catch(() => undefined);
      atWork -= 1;
      const afterMs = toRefusal(it);
      permit.end(afterMs === null ? { kind: 'done', limits: null, tokens: 10, ms: toMs(it) } : { kind: 'refused', limits: null, afterMs });
    },
  };
}

describe('turns', () => {
  it('are by workspace, and as many as their shares', async () => {
    const clock = createFakeClock(0);
    const { dispatcher } = open(clock, 1, new Map(), new Map([['dear', 3]]));
    const calls = createCalls(clock, () => 100);
    dispatcher.serve(calls.handler);
    dispatcher.submit([...jobs('a', 30), ...jobs('b', 30, { workspace: 'dear' })]);
    await clock.advance(1_950);
    expect(Map.groupBy(calls.begun, ({ key }) => key.charAt(0)).get('b')).toHaveLength(15);
    await dispatcher.close();
  });
});

describe('a job whose provider takes no calls', () => {
  it('holds no slot: others go at full speed, in its own run too, and it goes once the provider is open', async () => {
    const clock = createFakeClock(0);
    const { dispatcher } = open(clock, 4);
    let isShut = true;
    const calls = createCalls(
      clock,
      () => 100,
      ({ pool }) => (pool === 'shut' && isShut ? 2 * HOUR_MS : null),
    );
    dispatcher.serve(calls.handler);
    dispatcher.submit([job('a', 1, { pool: 'shut' })]);
    await clock.advance(100);
    isShut = false;
    dispatcher.submit([...jobs('b', 4, { pool: 'shut' }), ...jobs('c', 8)]);
    dispatcher.submit([job('b', 9)]);
    await clock.advance(400);
    expect(calls.begun.map(({ key }) => key).toSorted()).toEqual(['a:1', 'b:9', ...jobs('c', 8).map(({ key }) => key)].toSorted());
    await clock.advance(2 * HOUR_MS - 1_000);
    expect(calls.begun).toHaveLength(10);
    await clock.advance(60_000);
    const late = calls.begun.slice(10);
    expect(late.map(({ key }) => key)).toEqual(['b:1', 'b:2', 'b:3', 'b:4']);
    // One first, the others in their time: no herd.
    expect(new Set(late.map(({ atMs }) => atMs)).size).toBe(4);
    await dispatcher.close();
    expect(clock.pending).toBe(0);
  });

  it('is let go by an abort, and by the close', async () => {
    const clock = createFakeClock(0);
    const { dispatcher, governor } = open(clock, 4);
    const calls = createCalls(
      clock,
      () => 100,
      () => HOUR_MS,
    );
    dispatcher.serve(calls.handler);
    dispatcher.submit(jobs('a', 1));
    await clock.advance(100);
    expect(governor.waits('')).toMatchObject({ why: 'asked' });
    dispatcher.submit(jobs('b', 3));
    dispatcher.abort('b', 2);
    await clock.advance(2 * HOUR_MS);
    expect(calls.begun.slice(1).map(({ key }) => key)).toContain('b:1');
    expect(calls.begun.map(({ key }) => key)).not.toContain('b:2');
    await dispatcher.close();
    expect(clock.pending).toBe(0);
  });
});

describe('two runs at once', () => {
  it('share the pace of their provider: one of three lanes is through at once', async () => {
    const clock = createFakeClock(0);
    const limits = new Map([['usual', { requestsPerMinute: 300, tokensPerMinute: null, concurrency: null }]]);
    const { dispatcher } = open(clock, 60, limits);
    const calls = createCalls(clock, () => 1_000);
    dispatcher.serve(calls.handler);
    dispatcher.submit(jobs('wide', 300));
    await clock.advance(1_000);
    dispatcher.submit(jobs('small', 3, { asker: 'bob' }));
    await clock.advance(1_400);
    expect(calls.begun.filter(({ key }) => key.startsWith('small'))).toHaveLength(3);
    await clock.advance(60_000);
    expect(calls.begun).toHaveLength(303);
    await dispatcher.close();
  });

  it('share the slots: who came later gets half as they come free, and nobody ever more than there are', async () => {
    const clock = createFakeClock(0);
    const { dispatcher } = open(clock, 8);
    const calls = createCalls(clock, ({ asker }) => (asker === 'ada' ? 10_000 : 500));
    dispatcher.serve(calls.handler);
    dispatcher.submit(jobs('long', 40));
    await clock.advance(5_000);
    dispatcher.submit(jobs('quick', 40, { asker: 'bob' }));
    // Hers end at 10 s; from then on four slots are his.
    await clock.advance(5_000 + 9 * 500 + 400);
    expect(calls.begun.filter(({ key }) => key.startsWith('quick')).length).toBeGreaterThanOrEqual(36);
    expect(calls.begun.filter(({ key }) => key.startsWith('long')).length).toBeLessThanOrEqual(12);
    await clock.advance(HOUR_MS);
    expect(calls.begun).toHaveLength(80);
    expect(calls.most()).toBe(8);
    await dispatcher.close();
  });
});

describe('a handler that makes no call', () => {
  it('gives its place back', async () => {
    const clock = createFakeClock(0);
    const limits = new Map([['usual', { requestsPerMinute: 60, tokensPerMinute: null, concurrency: null }]]);
    const { dispatcher } = open(clock, 4, limits);
    const begun: string[] = [];
    dispatcher.serve(async ({ key }) => void begun.push(key));
    dispatcher.submit(jobs('a', 50));
    await clock.advance(0);
    expect(begun).toHaveLength(50);
    await dispatcher.close();
  });
});
