import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFairQueue, type Queued, type Shares } from '#core/lanes/fair-queue.ts';

interface Item extends Queued {
  readonly n: number;
}

const NOBODY: ReadonlySet<string> = new Set();
const anyOwner = fc.record({
  workspace: fc.constantFrom('p1', 'p2', 'p3'),
  asker: fc.constantFrom('a1', 'a2'),
  runId: fc.constantFrom('r1', 'r2', 'r3'),
  pool: fc.constantFrom('x', 'y'),
});
/** A run is one person's, in one place. */
const toItems = (owners: readonly Queued[]): Item[] =>
  owners.map((it, n) => ({ ...it, runId: `${it.workspace}${it.asker}${it.runId}`, n }));

/** Takes all out, `slots` at work at once, each for as long as `ends` says; gives the order of the starts. */
function drain(items: readonly Item[], slots: number, ends: readonly number[], shares: Shares = new Map()): Item[] {
  const queue = createFairQueue<Item>(shares);
  for (const item of items) queue.add(item);
  const atWork: Item[] = [];
  const order: Item[] = [];
  for (let step = 0; ; step += 1) {
    for (let next = queue.first(NOBODY, atWork.length + 1 >= slots); next !== null && atWork.length < slots; ) {
      queue.begin(next);
      atWork.push(next);
      order.push(next);
      next = queue.first(NOBODY, atWork.length + 1 >= slots);
    }
    expect(atWork.length).toBeLessThanOrEqual(slots);
    const [ended] = atWork.splice((ends[step % ends.length] ?? 0) % Math.max(1, atWork.length), 1);
    if (ended === undefined) return order;
    queue.end(ended);
  }
}

const share = (items: readonly Item[], pick: (item: Item) => string): number[] =>
  [...Map.groupBy(items, pick).values()].map((it) => it.length);

describe('who is served', () => {
  it('is everybody once, those of one run and pool in order', () => {
    fc.assert(
      fc.property(
        fc.array(anyOwner, { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(7), { minLength: 1 }),
        (owners, slots, ends) => {
          const items = toItems(owners);
          const order = drain(items, slots, ends);
          expect(order.map(({ n }) => n).toSorted((one, other) => one - other)).toEqual(items.map(({ n }) => n));
          for (const ofRun of Map.groupBy(order, ({ runId, pool }) => `${runId} ${pool}`).values()) {
            expect(ofRun.map(({ n }) => n)).toEqual(ofRun.map(({ n }) => n).toSorted((one, other) => one - other));
          }
        },
      ),
    );
  });

  it.each(['workspace', 'asker', 'runId'] as const)('is each %s within one of the others, as long as all want more', (level) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 5, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (parties, each, slots) => {
          const owner = { workspace: 'p', asker: 'a', runId: 'r', pool: '' };
          // One after the other, so that whoever came first would have it all.
          const items = Array.from({ length: parties * each }, (_, n) => ({ ...owner, [level]: `${level}${Math.floor(n / each)}`, n }));
          const order = drain(items, slots, [0]);
          for (let served = 1; served <= parties * each; served += 1) {
            const shares = share(order.slice(0, served), (item) => item[level]);
            if (shares.length === parties) expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
            else expect(Math.max(...shares)).toBe(1);
          }
        },
      ),
    );
  });

  it.each(['workspace', 'asker'] as const)('is each %s by its share, as long as all want more', (level) => {
    const anyShares = fc.array(fc.constantFrom(0.5, 1, 2, 3, 5), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(anyShares, fc.integer({ min: 1, max: 4 }), (shares, slots) => {
        const owner = { workspace: 'p', asker: 'a', runId: 'r', pool: '' };
        const each = 60;
        const items = Array.from({ length: shares.length * each }, (_, n) => ({ ...owner, [level]: `${level}${Math.floor(n / each)}`, n }));
        const order = drain(items, slots, [0], new Map(shares.map((it, n) => [`${level}${n}`, it])));
        const sum = shares.reduce((total, it) => total + it, 0);
        // Until the one with the largest share has had all it wanted.
        const served = Math.floor((each * sum) / Math.max(...shares)) - shares.length * slots;
        shares.forEach((it, n) => {
          const had = order.slice(0, served).filter((item) => item[level] === `${level}${n}`).length;
          expect(Math.abs(had - (served * it) / sum)).toBeLessThanOrEqual(shares.length + slots);
        });
      }),
    );
  });

  it('is whoever was away for long without what others had meanwhile', () => {
    const queue = createFairQueue<Item>();
    const of = (asker: string, n: number): Item => ({ workspace: 'p', asker, runId: asker, pool: '', n });
    const serve = (): string => {
      const next = queue.first(NOBODY, false) ?? of('nobody', 0);
      queue.begin(next);
      queue.end(next);
      return next.asker;
    };
    for (let n = 0; n < 40; n += 1) queue.add(of('ada', n));
    const held = of('bob', 100);
    queue.add(held);
    queue.begin(held);
    for (let n = 0; n < 20; n += 1) serve();
    for (let n = 0; n < 20; n += 1) queue.add(of('bob', 200 + n));
    expect(Array.from({ length: 6 }, serve).filter((asker) => asker === 'bob')).toHaveLength(3);
  });

  it.each(['workspace', 'asker', 'runId'] as const)(
    'is each %s in turn behind a pool that was closed, and whoever came meanwhile',
    (level) => {
      const queue = createFairQueue<Item>();
      const owner = { workspace: 'p', asker: 'a', runId: 'r', pool: 'open' };
      const add = (name: string, pool: string): void => {
        for (let n = 0; n < 60; n += 1) queue.add({ ...owner, [level]: name, pool, n });
      };
      const serve = (closed: ReadonlySet<string>): string => {
        const next = queue.first(closed, false);
        if (next === null) return 'nobody';
        queue.begin(next);
        queue.end(next);
        return next[level];
      };
      const countOf = (served: readonly string[]): Record<string, number> =>
        Object.fromEntries([...Map.groupBy(served, (it) => it)].map(([name, all]) => [name, all.length]));
      add('bob', 'shut');
      add('ada', 'open');
      add('ada', 'shut');
      const shut = new Set(['shut']);
      for (let n = 0; n < 40; n += 1) expect(serve(shut)).toBe('ada');
      add('cyd', 'open');
      expect(countOf(Array.from({ length: 10 }, () => serve(shut)))).toEqual({ ada: 5, cyd: 5 });
      // Its pool takes calls again: what he could not have is no credit either.
      expect(countOf(Array.from({ length: 12 }, () => serve(NOBODY)))).toEqual({ ada: 4, bob: 4, cyd: 4 });
    },
  );

  it('is nobody late by more than one turn of each other one', () => {
    fc.assert(
      fc.property(fc.array(anyOwner, { minLength: 1, maxLength: 60 }), (owners) => {
        const items = toItems(owners);
        const order = drain(items, 1, [0]);
        const workspaces = new Set(items.map(({ workspace }) => workspace));
        for (const it of workspaces) expect(order.findIndex(({ workspace }) => workspace === it)).toBeLessThan(workspaces.size);
      }),
    );
  });
});

describe('slots', () => {
  const of = (asker: string, n: number): Item => ({ workspace: 'p', asker, runId: asker, pool: '', n });

  it('are all of one person where nobody else wants any', () => {
    expect(
      drain(
        Array.from({ length: 20 }, (_, n) => of('ada', n)),
        16,
        [0],
      ).slice(0, 16),
    ).toHaveLength(16);
  });

  it('go to whoever has fewer of them where they are short, however quick their calls are', () => {
    const queue = createFairQueue<Item>();
    const slow = Array.from({ length: 8 }, (_, n) => of('ada', n));
    for (const item of slow) {
      queue.add(item);
      queue.begin(item);
    }
    for (let n = 0; n < 8; n += 1) queue.add(of('ada', 10 + n));
    for (let n = 0; n < 8; n += 1) queue.add(of('bob', 20 + n));
    for (let n = 0; n < 4; n += 1) {
      // One of hers ends; his quick ones each take that slot in turn.
      queue.end(slow[n] ?? of('', 0));
      for (let quick = 0; quick < 2; quick += 1) {
        const next = queue.first(NOBODY, true);
        expect(next?.asker).toBe('bob');
        if (next === null) return;
        queue.begin(next);
        if (quick === 0) queue.end(next);
      }
    }
    // Four each: in turn again.
    expect(queue.first(NOBODY, true)?.asker).toBe('ada');
  });

  it('are not held up by a closed pool, of others or of the same run', () => {
    const queue = createFairQueue<Item>();
    const [closed, open, others] = [
      { ...of('ada', 1), pool: 'x' },
      { ...of('ada', 2), pool: 'y' },
      { ...of('bob', 3), pool: 'x' },
    ];
    for (const item of [closed, open, others]) queue.add(item);
    expect(queue.first(new Set(['x']), false)).toBe(open);
    queue.drop(open);
    expect(queue.first(new Set(['x']), false)).toBeNull();
    expect(queue.first(new Set(['y']), false)).toBe(closed);
  });
});
