import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickSample, type SampleLane, withCorrection } from '#core/plan/sample.ts';
import { toLane } from './lanes.ts';

const toSampleLane = (lane: number, title: string, tokens: number, sources: readonly string[] = ['S1']): SampleLane => ({
  lane,
  plan: toLane(title, `Do ${title}.`, { sources }),
  estimate: { inputTokens: tokens, outputTokens: tokens },
});

describe('a sample', () => {
  it('has the largest and the smallest lane', () => {
    const sizes = [500, 510, 9_000, 520, 40, 505, 515];
    expect(pickSample(sizes.map((tokens, index) => toSampleLane(index + 1, `file ${index}`, tokens, [`S${index}`])))).toEqual(
      expect.arrayContaining([3, 5]),
    );
  });

  it('has lanes of other sources and words where all are of one size', () => {
    const lanes = [1, 2, 3, 4, 5].map((lane) =>
      toSampleLane(lane, lane < 4 ? `Berlin part ${lane}` : `a quite other thing ${lane}`, 100, lane < 5 ? ['S1'] : ['S2']),
    );
    const sample = pickSample(lanes);
    expect(sample).toHaveLength(3);
    expect(sample).toContain(5);
  });

  it('has another model in it', () => {
    const lanes = Array.from({ length: 9 }, (_, index) => ({
      ...toSampleLane(index + 1, `n${index}`, 100 + index),
      model: index === 4 ? 'big' : 'small',
    }));
    expect(pickSample(lanes)).toContain(5);
  });

  it('is the same for the same lanes, of lanes that are there, in order, each once, for any lanes', () => {
    const lanes = fc.array(fc.record({ title: fc.string(), tokens: fc.nat(100_000), source: fc.constantFrom('S1', 'S2', 'S3') }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(lanes, fc.integer({ min: 1, max: 5 }), (given, count) => {
        const all = given.map((it, index) => toSampleLane(index + 1, it.title, it.tokens, [it.source]));
        const sample = pickSample(all, count);
        expect(sample).toEqual(pickSample(all, count));
        expect(sample).toHaveLength(Math.min(count, all.length));
        expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
        expect(sample.every((lane) => lane >= 1 && lane <= all.length)).toBe(true);
      }),
    );
  });
});

describe('a correction', () => {
  it('joins the prompt, once, and a second one stands below', () => {
    const once = withCorrection('Do it.', ' use  Sie\n');
    expect(once).toMatch(/^Do it\.\n\n.*\n- use Sie$/);
    expect(withCorrection(once, 'use Sie')).toBe(once);
    const twice = withCorrection(once, 'shorter');
    expect(twice).toBe(`${once}\n- shorter`);
    expect(withCorrection(withCorrection(twice, 'use Sie'), 'shorter')).toBe(twice);
    expect(withCorrection('Do it.', '  ')).toBe('Do it.');
  });

  it('is idempotent for any words', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 4 }), (prompt, corrections) => {
        const given = corrections.reduce(withCorrection, prompt);
        expect(corrections.reduce(withCorrection, given)).toBe(given);
        expect(given.startsWith(prompt)).toBe(true);
      }),
    );
  });
});
