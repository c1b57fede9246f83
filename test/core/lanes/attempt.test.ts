import { describe, expect, it } from 'vitest';
import { attempt } from '#core/lanes/attempt.ts';
import { createPeers } from '#core/lanes/peers.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { createJumpingClock } from '#test/fakes/jumping-clock.ts';

const CALL: ModelCall = { work: 'write', instruction: 'x', materials: [], model: null, maxOutputTokens: null };
const HOUR_MS = 3_600_000;

/** A call that hangs until it says something, with how it ended. */
function hang(suggestedMs?: () => number) {
  const clock = createJumpingClock();
  let hear = (_: number): void => {};
  const ended: { error: unknown } = { error: null };
  const model = {
    label: 'hung',
    name: 'hung',
    windowTokens: 1_000,
    refusal: () => null,
    complete: (_: ModelCall, onProgress: (chars: number) => void) => {
      hear = onProgress;
      return new Promise<never>(() => {});
    },
  };
  const deps = { model, clock, timeoutMs: 120_000, ...(suggestedMs && { suggestedMs }) };
  attempt(CALL, deps, () => {}, new AbortController().signal).catch((error: unknown) => {
    ended.error = error;
  });
  return { clock, ended, say: (chars: number) => hear(chars) };
}

const TIMED_OUT = expect.objectContaining({ code: 'lane_timeout', retry: { kind: 'again', afterMs: 0 } });

describe('a hung socket', () => {
  it('ends the attempt after the configured time, to the moment', async () => {
    const { clock, ended } = hang();
    await clock.advance(119_999);
    expect(ended.error).toBeNull();
    await clock.advance(1);
    expect(ended.error).toEqual(TIMED_OUT);
  });

  it('counts from the last that was heard', async () => {
    const { clock, ended, say } = hang();
    await clock.advance(90_000);
    say(5);
    await clock.advance(119_999);
    expect(ended.error).toBeNull();
    await clock.advance(1);
    expect(ended.error).toEqual(TIMED_OUT);
  });

  it('ends it sooner where peers take far less, which may be known only later', async () => {
    const peers = createPeers();
    const { clock, ended } = hang(() => peers.timeoutMs(120_000));
    await clock.advance(20_000);
    expect(ended.error).toBeNull();
    for (let nth = 0; nth < 5; nth += 1) peers.note(3_000, 100);
    await clock.advance(19_999);
    expect(ended.error).toBeNull();
    await clock.advance(1);
    expect(ended.error).toEqual(TIMED_OUT);
  });
});

describe('how long peers suggest to wait', () => {
  it('is ten times what nearly all take, at least 20 s, at most what is configured, and nothing before five have ended', () => {
    const of = (...took: readonly number[]): number => {
      const peers = createPeers();
      for (const ms of took) peers.note(ms, 10);
      return peers.timeoutMs(120_000);
    };
    expect(of(1, 1, 1, 1)).toBe(120_000);
    expect(of(1, 1, 1, 1, 1)).toBe(20_000);
    expect(of(1, 1, 1, 1, 4_000)).toBe(40_000);
    expect(of(1, 1, 1, 1, 90_000)).toBe(120_000);
  });
});

describe('a clock that is set', () => {
  it('forward ends no call before its time', async () => {
    const { clock, ended } = hang();
    await clock.advance(30_000);
    clock.jump(HOUR_MS);
    await clock.advance(89_999);
    expect(ended.error).toBeNull();
    await clock.advance(1);
    expect(ended.error).toEqual(TIMED_OUT);
  });

  it('back keeps no hung call', async () => {
    const { clock, ended, say } = hang();
    await clock.advance(30_000);
    clock.jump(-HOUR_MS);
    say(3);
    await clock.advance(10_000);
    clock.jump(-HOUR_MS);
    await clock.advance(120_000);
    expect(ended.error).toEqual(TIMED_OUT);
  });
});
