import { describe, expect, it } from 'vitest';
import { type CrowdOptions, runCrowd } from './crowd.ts';
import { USUAL } from './simulated-provider.ts';

const SEEDS = Array.from({ length: 10 }, (_, at) => at + 1);
const NOTHING_TOLD = { ...USUAL, headers: false, retryAfter: false };
const CONFIGURED = { requestsPerMinute: 300, tokensPerMinute: null, concurrency: null };

/** The mean over the seeds; what is lost, all together. */
function measure(options: Omit<CrowdOptions, 'seed'>) {
  const runs = SEEDS.map((seed) => runCrowd({ ...options, seed }));
  const mean = (pick: (run: (typeof runs)[number]) => number): number => runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;
  return {
    lost: runs.reduce((sum, run) => sum + run.lost, 0),
    refused: runs.reduce((sum, run) => sum + run.refused, 0),
    refusedShare: mean((run) => run.refusedShare),
    timeOverBound: mean((run) => run.timeOverBound),
  };
}

describe('300 lanes at once under 300 requests a minute in bursts of 50', () => {
  it.each([
    ['with headers', { provider: USUAL }],
    ['with headers, where a refused call counts too', { provider: { ...USUAL, refusedCount: true } }],
    ['with headers of the moment of the answer', { provider: { ...USUAL, toldAsSent: true } }],
    ['with headers as the answer begins', { provider: { ...USUAL, streams: true } }],
    ['with headers of the moment the answer begins', { provider: { ...USUAL, toldAsSent: true, streams: true } }],
    ['with headers and no Retry-After', { provider: { ...USUAL, retryAfter: false } }],
    ['where tokens bind', { provider: { ...USUAL, requestsPerMinute: 3_000, tokens: { perMinute: 90_000, burst: 15_000 } } }],
  ])('come through at the pace of the provider, %s', (_, options) => {
    const { lost, refusedShare, timeOverBound } = measure(options);
    expect(lost).toBe(0);
    expect(refusedShare).toBeLessThanOrEqual(0.01);
    expect(timeOverBound).toBeLessThanOrEqual(1.08);
  });

  it.each([
    ['no header', { ...USUAL, headers: false }],
    ['no header and no Retry-After', NOTHING_TOLD],
    ['no header, no Retry-After, and refused calls that count', { ...NOTHING_TOLD, refusedCount: true }],
  ])('come through at a pace that is learnt, with %s', (_, provider) => {
    const { lost, refusedShare, timeOverBound } = measure({ provider });
    expect(lost).toBe(0);
    expect(refusedShare).toBeLessThanOrEqual(0.03);
    expect(timeOverBound).toBeLessThanOrEqual(1.15);
  });

  it('are never refused where the limit is configured', () => {
    const told = measure({ provider: USUAL, limits: CONFIGURED });
    expect(told).toMatchObject({ lost: 0, refused: 0 });
    expect(told.timeOverBound).toBeLessThanOrEqual(1.08);
    const untold = measure({ provider: NOTHING_TOLD, limits: CONFIGURED });
    expect(untold).toMatchObject({ lost: 0, refused: 0 });
    // Nobody tells that 50 would go at once: strictly spread, they take 60 s and not 50.
    expect(untold.timeOverBound).toBeLessThanOrEqual(1.25);
  });

  it('keep within 5 % of refusals at a provider ten times as slow or as fast that tells nothing', () => {
    const fast = measure({ provider: { ...NOTHING_TOLD, requestsPerMinute: 3_000, burst: 100 }, lanes: 1_000, cap: 200 });
    expect(fast).toMatchObject({ lost: 0 });
    expect(fast.refusedShare).toBeLessThanOrEqual(0.02);
    const slow = measure({ provider: { ...NOTHING_TOLD, requestsPerMinute: 30, burst: 20 } });
    expect(slow).toMatchObject({ lost: 0 });
    expect(slow.refusedShare).toBeLessThanOrEqual(0.05);
    expect(slow.timeOverBound).toBeLessThanOrEqual(1.25);
  });
});
