import { describe, expect, it } from 'vitest';
import { FanoutError } from '#core/errors.ts';
import type { CallEnd, Permit, RateLimits } from '#core/lanes/governor.ts';
import { createRace } from '#core/lanes/hedge.ts';
import type { Completion, ModelCall, OnProgress } from '#core/ports/model.ts';

const callOf = (model: string): ModelCall => ({ work: 'write', instruction: 'x', materials: [], model, maxOutputTokens: null });
const answer = (text: string): Completion => ({
  text,
  truncated: false,
  model: 'm',
  usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.5 },
});
const WRONG = new FanoutError('wrong_output', 'wrong', { retry: { kind: 'again', afterMs: 0 } });
const DOWN = new FanoutError('provider_unavailable', 'down', { retry: { kind: 'again', afterMs: null } });
const BUSY = new FanoutError('rate_limited', 'busy', { retry: { kind: 'wait', afterMs: 7_200_000 } });

/** A race whose calls end when the test says. */
function open() {
  const abort = new AbortController();
  const calls: {
    readonly settle: PromiseWithResolvers<Completion>;
    readonly hear: OnProgress;
    readonly signal: AbortSignal;
  }[] = [];
  const heard: number[] = [];
  const ends: CallEnd[][] = [];
  const told: (readonly [model: string, RateLimits])[] = [];
  const race = createRace({
    clock: { now: () => 0 },
    call: (_, hear, signal) => {
      const settle = Promise.withResolvers<Completion>();
      calls.push({ settle, hear, signal });
      signal.addEventListener('abort', () => settle.reject(signal.reason));
      return settle.promise;
    },
    check: ({ text }) => {
      if (text === 'wrong') throw WRONG;
    },
    onProgress: (chars) => heard.push(chars),
    signal: abort.signal,
  });
  const enter = (model: string): boolean => {
    const own: CallEnd[] = [];
    ends.push(own);
    const permit: Permit = { hear: (limits) => void told.push([model, limits]), end: (end) => void own.push(end) };
    return race.enter({ call: callOf(model), permit, inputTokens: 100 });
  };
  const at = (nth: number) => calls[nth - 1] as (typeof calls)[number];
  return { race, abort, enter, at, heard, told, kinds: () => ends.map((told) => told.map(({ kind }) => kind)) };
}

describe('calls for one lane', () => {
  it('tell what their providers said is left as the answer begins, each with its own leave', async () => {
    const { enter, at, heard, told } = open();
    const limits: RateLimits = { requests: { limit: 60, remaining: 7, resetMs: 1_000 }, tokens: null };
    enter('a');
    enter('b');
    at(2).hear(0, limits);
    expect(told).toEqual([['b', limits]]);
    at(1).hear(0, null);
    at(1).hear(20);
    expect(told).toHaveLength(1);
    // What is heard of a call that has less says nothing of how far the lane is.
    at(2).hear(5);
    expect(heard).toEqual([0, 0, 20]);
  });

  it('are won by the first good answer; the other is aborted, costs what it received, and a late answer changes nothing', async () => {
    const { race, enter, at, kinds } = open();
    enter('slow');
    enter('fast');
    at(1).hear(40);
    at(2).settle.resolve(answer('good'));
    const raced = await race.over;
    expect(raced).toMatchObject({ kind: 'good', call: { model: 'fast' }, completion: { text: 'good' } });
    expect(raced.kind === 'good' && raced.others).toMatchObject([
      { call: { model: 'slow' }, usage: { inputTokens: 100, outputTokens: 10 } },
    ]);
    at(1).settle.resolve(answer('late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await race.over).toBe(raced);
    expect(kinds()).toEqual([['other'], ['done']]);
    expect(enter('third')).toBe(false);
    expect(kinds()[2]).toEqual(['unused']);
  });

  it.each([
    ['fails', DOWN, 'broken'],
    ['is refused', BUSY, 'refused'],
  ])('go on with the other when one %s', async (_, error, kind) => {
    const { race, enter, at, kinds } = open();
    enter('a');
    enter('b');
    at(1).settle.reject(error);
    await new Promise((resolve) => setImmediate(resolve));
    at(2).settle.resolve(answer('good'));
    expect(await race.over).toMatchObject({ kind: 'good', call: { model: 'b' } });
    expect(kinds()).toEqual([[kind], ['done']]);
  });

  it('go on with the other when an answer has not its form, and count what that cost', async () => {
    const { race, enter, at, kinds } = open();
    enter('a');
    enter('b');
    at(2).settle.resolve(answer('wrong'));
    await new Promise((resolve) => setImmediate(resolve));
    at(1).settle.resolve(answer('good'));
    expect(await race.over).toMatchObject({ kind: 'good', call: { model: 'a' }, others: [{ usage: { costUsd: 0.5 } }] });
    expect(kinds()).toEqual([['done'], ['done']]);
  });

  it('fail when all have failed, with what the first one failed with', async () => {
    const { race, enter, at } = open();
    enter('a');
    enter('b');
    at(2).settle.resolve(answer('wrong'));
    at(1).settle.reject(DOWN);
    expect(await race.over).toMatchObject({ kind: 'failed', error: DOWN, answered: true });
  });

  it('end together when the lane is not wanted any more', async () => {
    const { race, enter, abort, at, heard, kinds } = open();
    enter('a');
    enter('b');
    at(1).hear(10);
    at(2).hear(4);
    abort.abort('stop');
    // Both were sent: their providers have read the prompt.
    const called = [{ usage: { inputTokens: 100, outputTokens: 3 } }, { usage: { inputTokens: 100, outputTokens: 1 } }];
    expect(await race.over).toMatchObject({ kind: 'failed', error: 'stop', answered: false, calls: called });
    expect(heard).toEqual([10]);
    expect(kinds()).toEqual([['other'], ['other']]);
  });
});
