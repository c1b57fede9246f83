import type { LanePlan } from '../plan/plan.ts';
import type { Past, Sample } from '../ports/experience.ts';
import type { Usage } from '../usage.ts';
import { type Estimate, toReserve } from './estimate.ts';

/** Fewer say more about themselves than about the next one. */
export const LEAST_SAMPLES = 5;
const LEAST_RATIO = 0.2;
const MOST_RATIO = 5;
/** The most that is reserved for a prompt is this much over what is likely, so a ratio up to it is covered already. */
const INPUT_HEADROOM = 1.5;
/** What a token of an answer usually costs, over one of a prompt. */
export const OUTPUT_PRICE = 5;

/** A ratio that is far off is kept within bounds: the next lane may be another. */
export const clampRatio = (ratio: number): number => (Number.isFinite(ratio) ? Math.min(MOST_RATIO, Math.max(LEAST_RATIO, ratio)) : 1);

/**
 * The estimate that earlier lanes suggest, once there are enough of them. What is reserved grows where they took more, and never shrinks. Dollars are scaled as tokens usually cost; who knows the price can
 * do better. An estimate that was calibrated before is calibrated anew, not twice.
 */
export function calibrate(estimate: Estimate, past: Past | null): Estimate {
  const guessed = estimate.guessed ?? { inputTokens: estimate.inputTokens, outputTokens: estimate.outputTokens };
  if (past === null || past.count < LEAST_SAMPLES || guessed.inputTokens === 0) return estimate;
  const inputRatio = clampRatio(past.inputRatio);
  const inputTokens = Math.ceil(guessed.inputTokens * inputRatio);
  const outputTokens = Math.ceil(guessed.outputTokens * clampRatio(past.outputRatio));
  const maxOutputTokens = Math.max(estimate.maxOutputTokens, toReserve(outputTokens));
  const growth = Math.max(1, maxOutputTokens / estimate.maxOutputTokens, inputRatio / INPUT_HEADROOM);
  const before = toWeight(estimate);
  const usd = estimate.usd === null || before === 0 ? estimate.usd : (estimate.usd * toWeight({ inputTokens, outputTokens })) / before;
  const mostUsd = estimate.mostUsd === null ? null : Math.max(estimate.mostUsd * growth, usd ?? 0);
  return { inputTokens, outputTokens, usd, mostUsd, maxOutputTokens, guessed };
}

const toWeight = ({ inputTokens, outputTokens }: Pick<Estimate, 'inputTokens' | 'outputTokens'>): number =>
  inputTokens + outputTokens * OUTPUT_PRICE;

/** A lane that is done. */
export interface FinishedCall {
  readonly runId: string;
  readonly lane: number;
  readonly start: number;
  readonly plan: Pick<LanePlan, 'work'>;
  readonly estimate: Estimate;
  /** Whom it asked; null: no model. */
  readonly model: string | null;
  /** Of the start that ended well alone. */
  readonly usage: Usage;
  readonly ms: number;
  /** Its result was taken from another lane. */
  readonly reused: boolean;
}

/** What there is to learn from a lane; null: nothing, since it asked no model or the provider told nothing. */
export function toSample({ runId, lane, start, plan, estimate, model, usage, ms, reused }: FinishedCall): Sample | null {
  const { inputTokens: estimatedInput, outputTokens: estimatedOutput } = estimate.guessed ?? estimate;
  const { inputTokens, outputTokens } = usage;
  if (model === null || reused || estimatedInput <= 0 || estimatedOutput <= 0 || inputTokens <= 0 || outputTokens <= 0) return null;
  return { key: `${runId}:${lane}:${start}`, work: plan.work, model, estimatedInput, estimatedOutput, inputTokens, outputTokens, ms };
}
