import type { Pace, Past, Sample, Spread } from '../ports/experience.ts';
import { clampRatio, OUTPUT_PRICE } from './calibrate.ts';

const LOW_SHARE = 0.1;
const HIGH_SHARE = 0.9;
const USUAL_FIRST_MS = 1_000;

/** What samples of one kind of work and model say together, in any order; null for none. */
export function toPast(samples: readonly Sample[]): Past | null {
  if (samples.length === 0) return null;
  const sum = (pick: (sample: Sample) => number): number => samples.reduce((total, it) => total + pick(it), 0);
  // Sums over sums: a run's estimate is a sum, and must be right as one.
  const inputRatio = clampRatio(sum((it) => it.inputTokens) / sum((it) => it.estimatedInput));
  const outputRatio = clampRatio(sum((it) => it.outputTokens) / sum((it) => it.estimatedOutput));
  const spread = (outputWeight: number): Spread => {
    const used = (it: Sample): number => it.inputTokens + it.outputTokens * outputWeight;
    const likely = (it: Sample): number => it.estimatedInput * inputRatio + it.estimatedOutput * outputRatio * outputWeight;
    const { low, high } = toQuantiles(samples.map((it) => used(it) / likely(it)));
    return { low: Math.min(1, low), high: Math.max(1, high) };
  };
  return {
    count: samples.length,
    inputRatio,
    outputRatio,
    tokens: spread(1),
    usd: spread(OUTPUT_PRICE),
    pace: toPace(samples.map(({ estimatedOutput, ms }) => ({ tokens: Math.max(1, estimatedOutput * outputRatio), ms }))),
  };
}

function toQuantiles(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 1;
  return { low: at(LOW_SHARE), high: at(HIGH_SHARE) };
}

interface Timed {
  readonly tokens: number;
  readonly ms: number;
}

/** A line through the times (least squares), as far as it makes sense: no time before the first token is below nothing or above the fastest call. */
function toPace(calls: readonly Timed[]): Pace {
  const mean = (pick: (call: Timed) => number): number => calls.reduce((total, it) => total + pick(it), 0) / calls.length;
  const meanTokens = mean((it) => it.tokens);
  const meanMs = mean((it) => it.ms);
  const variance = mean((it) => (it.tokens - meanTokens) ** 2);
  const together = mean((it) => (it.tokens - meanTokens) * (it.ms - meanMs));
  const isFlat = variance < 1;
  const slope = isFlat ? 0 : Math.max(0, together / variance);
  const fastest = calls.reduce((least, it) => Math.min(least, it.ms), Number.POSITIVE_INFINITY);
  const firstMs = Math.max(0, Math.min(fastest, isFlat ? USUAL_FIRST_MS : meanMs - slope * meanTokens));
  return { firstMs, ...toQuantiles(calls.map(({ tokens, ms }) => (ms - firstMs) / tokens)) };
}
