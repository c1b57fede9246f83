import type { Forecast, Range } from '../plan/plan.ts';
import type { Pace, Past, Spread } from '../ports/experience.ts';
import { LEAST_SAMPLES } from './calibrate.ts';
import type { Estimate } from './estimate.ts';

/** How far a lane may be from its estimate. */
export interface Factors {
  readonly tokens: Spread;
  readonly usd: Spread;
  /**
   * The share of that which all lanes have in common, 0 to 1: what is wrong with the estimate is wrong for each. The rest is each lane's own, and evens out over many.
   */
  readonly common: number;
  readonly pace: Pace;
}

/** What sums of fractions are off by. */
const TINY = 1e-6;
const USUAL: Spread = { low: 0.6, high: 1.6 };
/** 1 s to the first token, then 60 to 120 tokens a second. */
const USUAL_PACE: Pace = { firstMs: 1_000, low: 1_000 / 120, high: 1_000 / 60 };
/** Of a lane whose kind was never run. */
export const USUAL_FACTORS: Factors = { tokens: USUAL, usd: USUAL, common: 1, pace: USUAL_PACE };
/** Lanes of one run are alike in more than their kind. */
const LEARNT_COMMON = 0.6;

export function toFactors(past: Past | null): Factors {
  if (past === null || past.count < LEAST_SAMPLES) return USUAL_FACTORS;
  return { tokens: past.tokens, usd: past.usd, common: LEARNT_COMMON, pace: past.pace };
}

/** What these lanes are likely to take together, `cap` of them at once, in order; `factors` has those of each, where there are none the usual ones. Merges are parts of it where they are among these. */
export function toRange(estimates: readonly Estimate[], factors: readonly Factors[], { cap }: { readonly cap: number }): Forecast {
  const lanes = estimates.map((estimate, index) => ({ estimate, factors: factors[index] ?? USUAL_FACTORS }));
  const tokens = spreadOut(
    lanes.map((it) => ({
      likely: it.estimate.inputTokens + it.estimate.outputTokens,
      spread: it.factors.tokens,
      common: it.factors.common,
    })),
  );
  const isPriced = lanes.length > 0 && estimates.every((it) => it.usd !== null);
  const usd = spreadOut(lanes.map((it) => ({ likely: it.estimate.usd ?? 0, spread: it.factors.usd, common: it.factors.common })));
  const times = lanes.map((it) => toMs(it.estimate, it.factors.pace));
  return {
    tokens: { low: Math.floor(tokens.low + TINY), high: Math.ceil(Math.max(0, tokens.high - TINY)) },
    usd: isPriced ? usd : null,
    ms: {
      low: Math.floor(
        toMakespan(
          times.map((it) => it.low),
          cap,
        ),
      ),
      high: Math.ceil(
        toMakespan(
          times.map((it) => it.high),
          cap,
        ),
      ),
    },
  };
}

/** Stages one after the other. One unknown price makes the sum unknown; a stage that takes nothing does not. */
export function addRanges(stages: readonly Forecast[]): Forecast {
  const add = (ranges: readonly Range[]): Range => ({
    low: ranges.reduce((sum, it) => sum + it.low, 0),
    high: ranges.reduce((sum, it) => sum + it.high, 0),
  });
  const dear = stages.filter((it) => it.tokens.high > 0);
  const usd = dear.flatMap((it) => (it.usd === null ? [] : [it.usd]));
  return {
    tokens: add(stages.map((it) => it.tokens)),
    usd: usd.length === dear.length && usd.length > 0 ? add(usd) : null,
    ms: add(stages.map((it) => it.ms)),
  };
}

interface Part {
  readonly likely: number;
  readonly spread: Spread;
  readonly common: number;
}

/** The sum of what is likely, give or take: what parts have in common adds up, what is each one's own adds up as the root of its squares. */
function spreadOut(parts: readonly Part[]): Range {
  const likely = parts.reduce((sum, it) => sum + it.likely, 0);
  const off = (pick: (spread: Spread) => number): number => {
    let common = 0;
    let own = 0;
    for (const it of parts) {
      const by = it.likely * pick(it.spread);
      common += by * it.common;
      own += by ** 2 * (1 - it.common ** 2);
    }
    return Math.hypot(common, Math.sqrt(own));
  };
  const down = off(({ low }) => Math.min(1, Math.max(0, 1 - low)));
  const up = off(({ high }) => Math.max(0, high - 1));
  return { low: Math.max(0, likely - down), high: likely + up };
}

function toMs({ inputTokens, outputTokens }: Estimate, { firstMs, low, high }: Pace): Range {
  // What asks no model is done at once, or as good as.
  if (inputTokens === 0) return { low: 0, high: firstMs };
  return { low: firstMs + outputTokens * low, high: firstMs + outputTokens * high };
}

/** When the last is done, each begun in order as soon as one of `cap` places is free. */
function toMakespan(durations: readonly number[], cap: number): number {
  const free = Array.from({ length: Math.max(1, Math.min(Math.floor(cap) || 1, durations.length)) }, () => 0);
  for (const duration of durations) {
    let first = 0;
    for (let at = 1; at < free.length; at += 1) if ((free[at] ?? 0) < (free[first] ?? 0)) first = at;
    free[first] = (free[first] ?? 0) + duration;
  }
  return free.reduce((last, it) => Math.max(last, it), 0);
}
