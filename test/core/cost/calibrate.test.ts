import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, LEAST_SAMPLES, toSample } from '#core/cost/calibrate.ts';
import { type Estimate, sumEstimates } from '#core/cost/estimate.ts';
import { toPast } from '#core/cost/past.ts';
import type { Sample } from '#core/ports/experience.ts';
import { createRandom } from '#test/fakes/random.ts';

const ESTIMATE: Estimate = { inputTokens: 1_000, outputTokens: 400, usd: 0.003, mostUsd: 0.01, maxOutputTokens: 1_200 };

const sample = (n: number, inputRatio: number, outputRatio: number): Sample => ({
  key: `r:${n}:1`,
  work: 'write',
  model: 'm',
  estimatedInput: 1_000,
  estimatedOutput: 400,
  inputTokens: Math.max(1, Math.round(1_000 * inputRatio)),
  outputTokens: Math.max(1, Math.round(400 * outputRatio)),
  ms: 1_000,
});
const pastOf = (count: number, inputRatio: number, outputRatio: number) =>
  toPast(Array.from({ length: count }, (_, n) => sample(n, inputRatio, outputRatio)));

describe('calibrating an estimate', () => {
  it('shifts what is likely to what earlier lanes took', () => {
    expect(calibrate(ESTIMATE, pastOf(9, 1.2, 0.5))).toMatchObject({
      inputTokens: 1_200,
      outputTokens: 200,
      maxOutputTokens: 1_200,
      mostUsd: 0.01,
    });
  });

  it('waits for enough lanes, and believes nothing wild', () => {
    expect(calibrate(ESTIMATE, null)).toEqual(ESTIMATE);
    expect(calibrate(ESTIMATE, pastOf(LEAST_SAMPLES - 1, 2, 2))).toEqual(ESTIMATE);
    expect(calibrate(ESTIMATE, pastOf(LEAST_SAMPLES, 40, 0.001))).toMatchObject({ inputTokens: 5_000, outputTokens: 80 });
    const free: Estimate = { ...ESTIMATE, inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null };
    expect(calibrate(free, pastOf(9, 2, 2))).toEqual(free);
  });

  it('reserves more where lanes took more, and never less', () => {
    const ratio = fc.double({ min: 0.01, max: 20, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, fc.integer({ min: 1, max: 40 }), (inputRatio, outputRatio, count) => {
        const after = calibrate(ESTIMATE, pastOf(count, inputRatio, outputRatio));
        expect(after.maxOutputTokens).toBeGreaterThanOrEqual(Math.max(ESTIMATE.maxOutputTokens, after.outputTokens));
        expect(after.mostUsd).toBeGreaterThanOrEqual(Math.max(ESTIMATE.mostUsd ?? 0, after.usd ?? 0));
        // The reserve pays for the longest answer that may be given.
        expect((after.mostUsd ?? 0) / (ESTIMATE.mostUsd ?? 1)).toBeGreaterThanOrEqual(
          after.maxOutputTokens / ESTIMATE.maxOutputTokens - 1e-9,
        );
      }),
    );
  });

  it('comes to the true ratio, and stays there: what is learnt from is the guess, not what was learnt', () => {
    const ratio = fc.double({ min: 0.25, max: 4, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, fc.integer(), (inputRatio, outputRatio, seed) => {
        const random = createRandom(seed);
        const samples: Sample[] = [];
        for (let run = 0; run < 40; run += 1) {
          const estimate = calibrate(ESTIMATE, toPast(samples.slice(-200)));
          const noise = (): number => 0.7 + 0.6 * random.next();
          const usage = { inputTokens: 1_000 * inputRatio * noise(), outputTokens: 400 * outputRatio * noise(), costUsd: null };
          for (let lane = 1; lane <= 10; lane += 1) {
            const call = {
              runId: `r${run}`,
              lane,
              start: 1,
              plan: { work: 'write' },
              estimate,
              model: 'm',
              usage,
              ms: 900,
              reused: false,
            } as const;
            const learnt = toSample(call);
            if (learnt !== null) samples.push(learnt);
          }
        }
        const last = calibrate(ESTIMATE, toPast(samples.slice(-200)));
        expect(last.inputTokens / 1_000 / inputRatio).toBeGreaterThan(0.8);
        expect(last.inputTokens / 1_000 / inputRatio).toBeLessThan(1.2);
        expect(last.outputTokens / 400 / outputRatio).toBeGreaterThan(0.8);
        expect(last.outputTokens / 400 / outputRatio).toBeLessThan(1.2);
        expect(sumEstimates([last]).usd).not.toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is learnt from a lane', () => {
  const call = {
    runId: 'r1',
    lane: 3,
    start: 2,
    plan: { work: 'write' },
    estimate: ESTIMATE,
    model: 'm',
    usage: { inputTokens: 900, outputTokens: 300, costUsd: null },
    ms: 2_000,
    reused: false,
  } as const;

  it('is what it took beside the first guess', () => {
    expect(toSample(call)).toEqual({
      key: 'r1:3:2',
      work: 'write',
      model: 'm',
      estimatedInput: 1_000,
      estimatedOutput: 400,
      inputTokens: 900,
      outputTokens: 300,
      ms: 2_000,
    });
    expect(toSample({ ...call, estimate: calibrate(ESTIMATE, pastOf(9, 2, 2)) })).toEqual(toSample(call));
  });

  it('is nothing where no model was asked, or nothing was told', () => {
    expect(toSample({ ...call, model: null })).toBeNull();
    expect(toSample({ ...call, reused: true })).toBeNull();
    expect(toSample({ ...call, usage: { inputTokens: 0, outputTokens: 0, costUsd: null } })).toBeNull();
  });
});
