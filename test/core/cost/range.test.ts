import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '#core/cost/estimate.ts';
import { toPast } from '#core/cost/past.ts';
import { addRanges, type Factors, toFactors, toRange, USUAL_FACTORS } from '#core/cost/range.ts';
import type { Forecast } from '#core/plan/plan.ts';
import type { Sample } from '#core/ports/experience.ts';

const toEstimate = (inputTokens: number, outputTokens: number, usd: number | null = null): Estimate => ({
  inputTokens,
  outputTokens,
  usd,
  mostUsd: null,
  maxOutputTokens: 1_000,
});

const samples = fc.array(
  fc.record({
    key: fc.string(),
    work: fc.constant('write' as const),
    model: fc.constant('m'),
    estimatedInput: fc.integer({ min: 1, max: 9_000 }),
    estimatedOutput: fc.integer({ min: 1, max: 9_000 }),
    inputTokens: fc.integer({ min: 1, max: 90_000 }),
    outputTokens: fc.integer({ min: 1, max: 90_000 }),
    ms: fc.nat(600_000),
  }),
  { maxLength: 20 },
);
const estimates = fc.tuple(fc.nat(20_000), fc.nat(9_000), fc.double({ min: 0, max: 2, noNaN: true })).map((it) => toEstimate(...it));
const lanes = fc.array(
  fc.tuple(
    estimates,
    samples.map((it: readonly Sample[]) => toFactors(toPast(it))),
  ),
  { minLength: 1, maxLength: 12 },
);
const rangeOf = (all: readonly (readonly [Estimate, Factors])[], cap: number): Forecast =>
  toRange(
    all.map(([estimate]) => estimate),
    all.map(([, factors]) => factors),
    { cap },
  );
const NEARLY = 1e-9;

describe('a range', () => {
  it('of lanes that were never run is six tenths to sixteen tenths, in the time that models usually take', () => {
    const all = Array.from({ length: 4 }, () => toEstimate(1_000, 600, 0.01));
    const range = toRange(all, [], { cap: 2 });
    expect(range.tokens).toEqual({ low: 3_840, high: 10_240 });
    expect(range.usd).toEqual({ low: expect.closeTo(0.024, 9), high: expect.closeTo(0.064, 9) });
    expect(range.ms).toEqual({ low: 12_000, high: 22_000 });
    expect(toRange(all, [], { cap: 4 }).ms).toEqual({ low: 6_000, high: 11_000 });
  });

  it('is narrower over many lanes once it was learnt how far each is off', () => {
    const past = toPast(
      Array.from({ length: 50 }, (_, n) => ({
        key: `${n}`,
        work: 'write',
        model: 'm',
        estimatedInput: 1_000,
        estimatedOutput: 1_000,
        inputTokens: 1_000,
        outputTokens: 500 + (n % 11) * 100,
        ms: 3_000 + (n % 5) * 100,
      })),
    );
    const factors = Array.from({ length: 40 }, () => toFactors(past));
    const width = (count: number): number => {
      const { low, high } = toRange(
        Array.from({ length: count }, () => toEstimate(1_000, 1_000)),
        factors,
        { cap: 8 },
      ).tokens;
      return (high - low) / count;
    };
    expect(width(40)).toBeLessThan(width(1) * 0.75);
    expect(toFactors(null)).toBe(USUAL_FACTORS);
  });

  it('has no dollars where one price is unknown', () => {
    expect(toRange([toEstimate(10, 10, 0.1), toEstimate(10, 10)], [], { cap: 1 }).usd).toBeNull();
    expect(toRange([], [], { cap: 1 })).toEqual({ tokens: { low: 0, high: 0 }, usd: null, ms: { low: 0, high: 0 } });
  });

  it('is in order, and never smaller with one more lane or fewer at once', () => {
    fc.assert(
      fc.property(lanes, fc.integer({ min: 1, max: 6 }), fc.nat(), (all, cap, where) => {
        const whole = rangeOf(all, cap);
        for (const range of [whole.tokens, whole.ms, whole.usd ?? { low: 0, high: 0 }]) {
          expect(range.low).toBeGreaterThanOrEqual(0);
          expect(range.high).toBeGreaterThanOrEqual(range.low);
        }
        const fewer = rangeOf(
          all.filter((_, index) => index !== where % all.length),
          cap,
        );
        for (const side of ['low', 'high'] as const) {
          expect(fewer.tokens[side]).toBeLessThanOrEqual(whole.tokens[side]);
          expect(fewer.ms[side]).toBeLessThanOrEqual(whole.ms[side]);
          expect(fewer.usd?.[side] ?? 0).toBeLessThanOrEqual((whole.usd?.[side] ?? 0) + NEARLY);
          expect(rangeOf(all, cap + 1).ms[side]).toBeLessThanOrEqual(whole.ms[side]);
        }
      }),
    );
  });

  it('of stages is their sum', () => {
    const one = toRange([toEstimate(100, 60, 0.1)], [], { cap: 1 });
    expect(addRanges([one, one])).toEqual({
      tokens: { low: 192, high: 512 },
      usd: { low: expect.closeTo(0.12, 9), high: expect.closeTo(0.32, 9) },
      ms: { low: one.ms.low * 2, high: one.ms.high * 2 },
    });
    expect(addRanges([one, toRange([toEstimate(100, 60)], [], { cap: 1 })]).usd).toBeNull();
    expect(addRanges([one, toRange([], [], { cap: 1 })]).usd).toEqual(one.usd);
  });
});
