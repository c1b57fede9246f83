import { describe, expect, it } from 'vitest';
import type { Estimate } from '#core/cost/estimate.ts';
import { type Plan, type PlanChange, TEXT } from '#core/plan/plan.ts';
import { type Priced, type RunEvent, type RunFact, toKey } from '#core/run/events.ts';
import { fold, foldAll } from '#core/run/fold.ts';
import { isDue, next } from '#core/run/next.ts';
import { toBackoffMs } from '#core/run/retry.ts';
import type { RunState } from '#core/run/state.ts';
import { NO_USAGE } from '#core/usage.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const NOW = 1_000_000;

/** A run of stages with that many lanes each, and what happened to it; each fact a second after the one before. */
function stateAfter(
  stages: readonly number[],
  facts: readonly RunFact[],
  merge: 'ordered' | 'digest' = 'ordered',
  priced: Priced = { estimates: [] },
): RunState {
  const plan: Plan = {
    mode: 'orchestrate',
    why: '',
    notes: [],
    texts: [],
    stages: stages.map((count) => ({
      title: 'stage',
      merge,
      mergePrompt: '',
      distinct: false,
      rowName: '',
      lanes: Array.from({ length: count }, (_, n) => ({ title: `${n}`, prompt: 'old', sources: [], work: 'write', output: TEXT })),
    })),
  };
  const all: RunFact[] = [{ type: 'run.asked', request: toTestRequest([]) }, { type: 'run.planned', plan, ...priced }, ...facts];
  const events = all.map((fact, index): RunEvent => ({ ...fact, runId: 'r', seq: index + 1, atMs: NOW + index * 1_000 }));
  const state = foldAll(events);
  if (state === null) throw new Error('no events');
  return state;
}

const by = 'ann';
const started = (lane: number, start = 1): RunFact => ({ type: 'lane.started', lane, start });
const dropped = (lane: number, start = 1): RunFact => ({ type: 'lane.dropped', lane, start, ms: 1, usage: NO_USAGE });
const merged = (stage: number, round = 1): RunFact => ({
  type: 'stage.merged',
  stage,
  round,
  kind: 'ordered',
  text: 'x',
  table: null,
  note: null,
});
const changed = (change: Partial<PlanChange>): RunFact => ({
  type: 'run.changed',
  id: 'p1',
  change: { add: [], stage: 1, drop: [], amend: null, ...change },
  saying: 'Changed',
  waits: false,
  by,
  ended: null,
  estimates: [],
});
const retried = (lanes: readonly number[], prompt: string | null = null): RunFact => ({
  type: 'lanes.retried',
  lanes,
  prompts: lanes.map(() => prompt),
  budgetUsd: null,
  why: 'asked',
  by,
});
const done = (lane: number, start = 1, text = 'result'): RunFact => ({
  type: 'lane.done',
  lane,
  start,
  text,
  truncated: false,
  model: 'm',
  usage: NO_USAGE,
  ms: 1,
  fingerprint: '',
  reusedFrom: null,
});
const stop: RunFact = { type: 'run.stop_asked', by };
const statuses = (state: RunState) => state.lanes.map((lane) => lane.status);

describe('a start that comes too late', () => {
  it('after a stop begins nothing, and takes its number with it: a retry can start anew', () => {
    const stopped = stateAfter([1], [stop, started(1)]);
    expect(statuses(stopped)).toEqual(['cancelled']);
    const again = stateAfter([1], [stop, started(1), merged(1), retried([1])]);
    expect(next(again, NOW * 2)).toContainEqual({ type: 'start', starts: [{ lane: 1, start: 2 }] });
    expect(isDue(again, 1, 1)).toBe(false);
  });

  it('of a lane that was refused after a stop takes its number too', () => {
    const refused: RunFact = {
      type: 'lane.ended',
      lane: 1,
      start: 1,
      outcome: 'failed',
      code: 'no_model',
      reason: '',
      ms: 0,
      usage: NO_USAGE,
    };
    const again = stateAfter([1], [stop, refused, merged(1), retried([1])]);
    expect(next(again, NOW * 2)).toContainEqual({ type: 'start', starts: [{ lane: 1, start: 2 }] });
  });

  it('of a later stage begins nothing while an earlier one is done again', () => {
    const state = stateAfter([1, 1], [started(1), done(1), merged(1), retried([1]), started(2), done(2, 1, 'stale')]);
    expect(statuses(state)).toEqual(['waiting', 'waiting']);
    expect(isDue(state, 2, 2)).toBe(false);
    expect(isDue(state, 1, 2)).toBe(true);
  });
});

describe('a result that no longer answers what is asked', () => {
  it.each([
    ['a second press without an edit', [retried([1], 'new'), retried([1])]],
    ['a skip', [retried([1], 'new'), { type: 'lane.skip_asked', lane: 1, by } as const]],
  ])('stays stale through %s', (_, presses) => {
    expect(statuses(stateAfter([1], [started(1), ...presses, done(1)]))).not.toEqual(['done']);
  });

  it('is one of a later stage, when an earlier one is done again', () => {
    const state = stateAfter([1, 1], [started(1), done(1), merged(1), started(2), retried([1]), retried([2]), done(2)]);
    expect(statuses(state)).toEqual(['waiting', 'waiting']);
  });

  it('is not one that comes after a plain retry: it is paid for', () => {
    expect(statuses(stateAfter([1], [started(1), retried([1]), done(1)]))).toEqual(['done']);
  });
});

describe('a stop', () => {
  it('wins over a retry of a lane in flight', () => {
    const state = stateAfter([2], [started(1), retried([1]), stop, dropped(1)]);
    expect(statuses(state)).toEqual(['cancelled', 'cancelled']);
  });

  it('merges in the plain order, without paying for a digest, and ends as stopped', () => {
    const state = stateAfter([2], [started(1), done(1), stop], 'digest');
    expect(next(state, NOW * 2)).toEqual([{ type: 'merge', stage: 1, round: 1, kind: 'ordered' }]);
    expect(next(stateAfter([1], [started(1), done(1), stop, merged(1)]), NOW * 2)).toEqual([{ type: 'end', round: 1, outcome: 'stopped' }]);
  });

  it('is over once something is retried', () => {
    const state = stateAfter([2], [stop, merged(1), retried([1])]);
    expect([state.stopping, state.mergingNow]).toEqual([false, false]);
    const mergingNow = stateAfter([2], [started(1), { type: 'run.merge_asked', by }, retried([2])]);
    expect(mergingNow.mergingNow).toBe(false);
  });
});

describe('"merge" of a run that ended', () => {
  it('merges its last stage again', () => {
    const ended: RunFact = { type: 'run.ended', round: 1, outcome: 'done', revision: 1, answer: 'x' };
    const state = stateAfter([1], [started(1), done(1), merged(1), ended, { type: 'run.remerge_asked', by }], 'digest');
    expect(next(state, NOW * 2)).toEqual([{ type: 'merge', stage: 1, round: 2, kind: 'digest' }]);
  });

  it('that comes too late, meant for a run at work, changes nothing', () => {
    const ended: RunFact = { type: 'run.ended', round: 1, outcome: 'done', revision: 1, answer: 'x' };
    const state = stateAfter([1], [started(1), done(1), merged(1), ended, { type: 'run.merge_asked', by }]);
    expect(state.ended).not.toBeNull();
  });
});

describe('lanes that come late', () => {
  const estimate = { inputTokens: 10, outputTokens: 10, usd: null, mostUsd: null, maxOutputTokens: 10 };
  const lane = { title: 'one', prompt: 'p', sources: [], work: 'write', output: TEXT } as const;
  const stage = { title: 's', lanes: [lane], merge: 'ordered', mergePrompt: '', distinct: false, rowName: '' } as const;
  const each = { prompt: '{item}', one: 'thing', sources: [], work: 'write', output: TEXT, limit: 5, likely: 2 } as const;
  const plan: Plan = { mode: 'orchestrate', why: '', notes: [], texts: [], stages: [stage, { ...stage, lanes: [], each }] };
  const expanded: RunFact = {
    type: 'stage.expanded',
    stage: 2,
    round: 1,
    lanes: [lane, lane],
    texts: [],
    notes: [],
    estimates: [estimate, estimate],
  };
  const runAfter = (facts: readonly RunFact[], budgetUsd: number | null): RunState => {
    const all: RunFact[] = [
      { type: 'run.asked', request: { ...toTestRequest([]), budgetUsd } },
      { type: 'run.planned', plan, estimates: [] },
      started(1),
      done(1),
      merged(1),
      ...facts,
    ];
    const state = foldAll(all.map((fact, index): RunEvent => ({ ...fact, runId: 'r', seq: index + 1, atMs: NOW })));
    if (state === null) throw new Error('no events');
    return state;
  };
  const types = (state: RunState): string[] => next(state, NOW).map(({ type }) => type);

  it.each([stop, { type: 'run.merge_asked', by } as const])('do not come at all once a person said $type', (wish) => {
    expect(types(runAfter([], null))).toEqual(['expand']);
    expect(types(runAfter([wish], null))).toEqual(['merge']);
    expect(types(runAfter([wish, expanded], null))).toEqual(['merge']);
    expect(runAfter([wish, expanded], null).lanes.length).toBe(1);
  });

  it('do not start under a budget where their price is unknown, and do where there is none', () => {
    expect(types(runAfter([expanded], null))).toEqual(['start']);
    expect(types(runAfter([expanded], 5))).toEqual(['give up']);
  });
});

describe('waits', () => {
  it('grow with each that follows another, and are not reset by a start', () => {
    const deferred = (start: number): RunFact => ({
      type: 'lane.deferred',
      lane: 1,
      start,
      code: 'rate_limited',
      reason: '',
      untilMs: 0,
      ms: 1,
    });
    const state = stateAfter([1], [started(1, 1), deferred(1), started(1, 2), deferred(2), started(1, 3)]);
    expect(state.lanes.at(0)).toMatchObject({ deferrals: 2, attempts: 1 });
    expect([1, 2, 3].map((nth) => toBackoffMs(nth, 1))).toEqual([1_000, 2_000, 4_000]);
  });
});

it('every fact has a key, and the ends of one start share theirs', () => {
  expect(toKey(done(1), 'p')).toBe(toKey(dropped(1), 'p'));
  expect(toKey(started(1), 'p')).not.toBe(toKey(done(1), 'p'));
});

it('an event that is unknown is told by its type alone', () => {
  const odd = { type: 'run.odd', secret: 'DOCUMENT TEXT', runId: 'r', seq: 9, atMs: 0 } as unknown as RunEvent;
  expect(() => fold(stateAfter([1], []), odd)).toThrow(/^unknown event run\.odd$/);
});

describe('a lane that went on to the next model of its route', () => {
  const toEstimate = (mostUsd: number): Estimate => ({ inputTokens: 1, outputTokens: 1, usd: mostUsd, mostUsd, maxOutputTokens: mostUsd });
  const [dear, cheap] = [toEstimate(9), toEstimate(1)];
  const priced: Priced = { estimates: [dear], routes: [{ model: 'dear', why: '', fallbacks: ['cheap'] }] };
  const fellBack: RunFact = {
    type: 'lane.attempt_failed',
    lane: 1,
    start: 1,
    code: 'bad_key',
    reason: '',
    ms: 1,
    usage: NO_USAGE,
    retryAtMs: 0,
    fallback: { model: 'cheap', estimate: cheap },
  };
  const firstOf = (...facts: readonly RunFact[]) => stateAfter([1], facts, 'ordered', priced).lanes.at(0);

  it('reserves what that one may cost, and what the first may cost once it is done again by the first', () => {
    expect(firstOf(started(1), fellBack)).toMatchObject({ fallen: 1, estimate: cheap });
    const ended = [started(1), fellBack, started(1, 2), done(1, 2), retried([1])];
    expect(firstOf(...ended)).toMatchObject({ status: 'waiting', fallen: 0, estimate: dear });
    const inFlight = [started(1), fellBack, started(1, 2), retried([1], 'new'), dropped(1, 2)];
    expect(firstOf(...inFlight)).toMatchObject({ status: 'waiting', fallen: 0, estimate: dear });
  });
});

describe('a change of a run with more lanes than a call takes arguments', () => {
  it('is folded like any other', () => {
    const count = 150_000;
    const lanes = Array.from({ length: count }, (_, index) => index + 1);
    const state = stateAfter([count], [changed({ amend: { lanes, words: 'shorter' } })]);
    expect(state.lanes.at(count - 1)?.prompt).toContain('shorter');
    expect(state.lanes.at(0)?.prompt).toContain('shorter');
  });
});

describe('a lane that is to change its own text', () => {
  const estimate: Estimate = { inputTokens: 100, outputTokens: 50, usd: 3, mostUsd: 9, maxOutputTokens: 200 };
  const priced: Priced = { estimates: [estimate, estimate] };
  const amended = changed({ amend: { lanes: [1], words: 'shorter' } });
  const lanesAfter = (...facts: readonly RunFact[]) => stateAfter([2], facts, 'ordered', priced).lanes;

  it('reserves what reading that takes, and nothing more where the text goes', () => {
    const lane = lanesAfter(started(1), done(1), amended).at(0);
    const chars = lane?.own?.chars ?? 0;
    expect(lane?.own).toEqual({ start: 1, chars: expect.any(Number) });
    const tokens = Math.ceil(chars / 3);
    expect(lane?.estimate).toMatchObject({ inputTokens: 100 + tokens, usd: 3 * (1 + tokens / 150), mostUsd: 9 * (1 + tokens / 300) });
    expect(lane?.firstEstimate).toEqual(estimate);
    expect(lanesAfter(started(1), done(1), amended, retried([1], 'other words')).at(0)).toMatchObject({ own: null, estimate });
  });

  it('keeps it over failed attempts, retries and deaths; a lane that is left out is not done again', () => {
    const again = [started(1), done(1), amended, started(1, 2)];
    const failed: RunFact = {
      ...{ type: 'lane.attempt_failed', lane: 1, start: 2, code: 'provider_unavailable', reason: '', ms: 1 },
      ...{ usage: NO_USAGE, retryAtMs: 0 },
    };
    for (const end of [failed, dropped(1, 2)])
      expect(lanesAfter(...again, end).at(0)).toMatchObject({ status: 'waiting', own: { start: 1 }, estimate: { inputTokens: 102 } });
    const left = changed({ drop: [1], amend: { lanes: [2], words: 'longer' } });
    expect(lanesAfter(...again, done(1, 2), { ...left, id: 'p2' } as RunFact).at(0)).toMatchObject({ status: 'skipped' });
  });
});
