import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endKey, mergeKey } from '#core/run/events.ts';
import { fold, foldAll, toAsked } from '#core/run/fold.ts';
import { toLedger } from '#core/run/ledger.ts';
import { runWorld, type Troubles, textOf } from '#test/fakes/world.ts';

const share = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
const troubles: fc.Arbitrary<Troubles> = fc.record({ failures: share(0.5), waits: share(0.3), deaths: share(0.2), presses: share(0.3) });
const lanes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 });
/** A lane reserves up to a dollar: most of these caps bind. */
const budget = fc.option(fc.double({ min: 0.01, max: 8, noNaN: true }));
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('over random schedules of latencies, failures, retries, cancels, edits and deaths', () => {
  it('every run ends, its ledger sums to the lanes asked, and no lane text is lost or doubled', () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 9 }),
        seed,
        seed,
        troubles,
        budget,
        fc.boolean(),
        (counts, cap, schedule, fates, trouble, budgetUsd, given) => {
          const { state, log, keys, ended } = runWorld({ lanes: counts, cap, schedule, fates, troubles: trouble, budgetUsd, given });
          expect(ended).toBe(true);
          expect(state.ended).not.toBeNull();

          const ledger = toLedger(state.lanes.map((lane) => lane.status));
          expect(ledger.asked).toBe(counts.reduce((sum, count) => sum + count, 0));
          expect(ledger.done + ledger.failed + ledger.timedOut + ledger.skipped + ledger.cancelled).toBe(ledger.asked);

          // Every lane that is done stands once in its stage's merge, with the text of its newest start and of its newest prompt.
          for (const lane of state.lanes) {
            const merge = state.merges[lane.stage - 1];
            const event = merge == null ? undefined : keys.get(mergeKey(lane.stage, merge.round));
            const merged = (event?.type === 'stage.merged' ? event.text : null) ?? '';
            const text = textOf(keys.get(`lane:${lane.lane}:start:${lane.starts}:end`));
            const times = merged.split('\n').filter((line) => line === text).length;
            expect(times).toBe(lane.status === 'done' ? 1 : 0);
            if (lane.status === 'done') expect(text).toBe(`text of lane ${lane.lane} for ${lane.prompt}`);
          }

          // What is in the log gives the same state again: history and restart share one path.
          expect(foldAll(log)).toEqual(state);
          // What is spent or reserved is never above the cap, at any moment: neither is what was spent in the end.
          if (budgetUsd !== null) expect(state.spentUsd).toBeLessThanOrEqual(budgetUsd + 1e-9);
          // Lists say how it ended, whatever came at the same time.
          expect(state.listed).toBe(state.ended?.outcome);
          // A start has one end at most, and no more starts run at once than the cap allows.
          expect(mostInFlight(log)).toBeLessThanOrEqual(cap);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('so does every planned run: with a card, a sample, lanes from a list, changes, fallbacks, an early answer and calls beside the lanes', () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 9 }),
        seed,
        seed,
        troubles,
        budget,
        (counts, cap, schedule, fates, trouble, budgetUsd) => {
          const { state, log, keys, ended } = runWorld({
            lanes: counts,
            cap,
            schedule,
            fates,
            troubles: trouble,
            budgetUsd,
            orchestrated: true,
          });
          expect(ended).toBe(true);
          expect(state.ended).not.toBeNull();
          expect(state.told).toEqual([]);
          // What was a request is asked for, whatever else was going on.
          expect(state.begun.filter(({ isAsked }) => !isAsked)).toEqual([]);
          expect(state.begun).toHaveLength(log.filter((event) => event.type === 'told.answered' && event.began !== undefined).length);
          expect(state.asking).toBeNull();
          // What is to be changed of a lane is a result of its own, and a wish stands in its words once.
          for (const { own, lane, prompt } of state.lanes) {
            if (own !== null) expect(keys.get(endKey(lane, own.start))?.type).toBe('lane.done');
            const words = prompt.split('\n').slice(1);
            expect(new Set(words).size).toBe(words.length);
          }
          // Numbers are never reused, and each lane has one end.
          expect(state.lanes.map((lane) => lane.lane)).toEqual(Array.from({ length: state.lanes.length }, (_, index) => index + 1));
          const ledger = toLedger(state.lanes.map((lane) => lane.status));
          expect(ledger.done + ledger.failed + ledger.timedOut + ledger.skipped + ledger.cancelled).toBe(ledger.asked);
          for (const lane of state.lanes) {
            const merge = state.merges[lane.stage - 1];
            const event = merge == null ? undefined : keys.get(mergeKey(lane.stage, merge.round));
            const merged = (event?.type === 'stage.merged' ? event.text : null) ?? '';
            const text = textOf(keys.get(`lane:${lane.lane}:start:${lane.starts}:end`));
            expect(merged.split('\n').filter((line) => line === text.split('\n')[0]).length > 0).toBe(lane.status === 'done');
          }
          expect(foldAll(log)).toEqual(state);
          if (budgetUsd !== null) expect(state.spentUsd).toBeLessThanOrEqual(budgetUsd + 1e-9);
          expect(mostInFlight(log)).toBeLessThanOrEqual(cap);
          expect(state.listed).toBe(state.ended?.outcome);
          // Revisions count up by one, published or ended: what came too late for its round counts for nothing.
          for (const [index, revision] of toRevisions(log).entries()) expect(revision).toBe(index + 1);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('gives byte-identical answers with cap 1 and cap 50', () => {
    fc.assert(
      fc.property(lanes, seed, seed, seed, share(0.6), share(0.3), (counts, one, other, fates, failures, waits) => {
        const trouble: Troubles = { failures, waits, deaths: 0, presses: 0 };
        const narrow = runWorld({ lanes: counts, cap: 1, schedule: one, fates, troubles: trouble, budgetUsd: null });
        const wide = runWorld({ lanes: counts, cap: 50, schedule: other, fates, troubles: trouble, budgetUsd: null });
        expect(wide.state.answer).toBe(narrow.state.answer);
        expect(wide.state.ended?.outcome).toBe(narrow.state.ended?.outcome);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Each revision that the run had, in order. */
function toRevisions(log: ReturnType<typeof runWorld>['log']): number[] {
  const [first, ...rest] = log;
  let state = first?.type === 'run.asked' ? toAsked(first) : null;
  const revisions: number[] = [];
  for (const event of rest) {
    if (state === null) break;
    state = fold(state, event);
    if (state.revision !== (revisions.at(-1) ?? 0)) revisions.push(state.revision);
  }
  return revisions;
}

function mostInFlight(log: ReturnType<typeof runWorld>['log']): number {
  const running = new Set<number>();
  let most = 0;
  for (const event of log) {
    if (event.type === 'lane.started') running.add(event.lane);
    else if ('lane' in event && 'start' in event) running.delete(event.lane);
    most = Math.max(most, running.size);
  }
  return most;
}
