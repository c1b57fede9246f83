import { toMessages } from '../lanes/prompt.ts';
import type { Work } from '../plan/plan.ts';
import type { ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import { toLikelyTokens, toMostTokens } from './tokens.ts';

/** What one call is likely to use, and what is reserved for it. Dollars are null when the price is unknown. */
export interface Estimate {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
  /** It costs no more than this, given `maxOutputTokens`. */
  readonly mostUsd: number | null;
  readonly maxOutputTokens: number;
  /**
   * Not there: the numbers are the formula's. Else what that said before earlier lanes were asked: from these, and
   * not from what was learnt, the next estimates learn.
   */
  readonly guessed?: { readonly inputTokens: number; readonly outputTokens: number };
  /** Of a lane whose result is given, and costs nothing: what doing it again takes. Not there: the same. */
  readonly again?: Estimate;
}

/** Of a lane that is to be asked whatever its plan has. */
export const toAsked = (estimate: Estimate): Estimate => estimate.again ?? estimate;

/**
 * Likely answer over material, by kind of work; at least `LEAST_OUTPUT` tokens, since a short question may have a
 * long answer.
 */
const OUTPUT_SHARE: Readonly<Record<Work, number>> = {
  translate: 1.2,
  summarize: 0.25,
  extract: 0.3,
  classify: 0.02,
  count: 0.02,
  language: 0.02,
  keywords: 0.1,
  compare: 0.4,
  dedupe: 1,
  write: 0.5,
  answer: 0.3,
};
const LEAST_OUTPUT: Readonly<Partial<Record<Work, number>>> = { classify: 5, language: 5, count: 20, translate: 10 };
const LEAST_OUTPUT_USUAL = 300;
/** Tokens of a likely answer to so much material. */
export const toLikelyOutput = (work: Work, materialTokens: number): number =>
  Math.ceil(Math.max(materialTokens * OUTPUT_SHARE[work], LEAST_OUTPUT[work] ?? LEAST_OUTPUT_USUAL));

/** What is reserved beyond the likely answer: a run must not be cut short by a guess. */
const OUTPUT_HEADROOM = 3;
const OUTPUT_LEAST_RESERVED = 500;

/** Tokens kept for an answer of which so many are likely. */
export const toReserve = (outputTokens: number): number => Math.max(outputTokens * OUTPUT_HEADROOM, OUTPUT_LEAST_RESERVED);

/**
 * `model` is whom the call asks; null when it asks none, which costs nothing that is known. `coming` is material that
 * is not there yet: the answers of a stage before, by their own
 * estimates.
 */
export async function estimateCall(
  call: ModelCall,
  model: string | null,
  prices: Prices,
  coming: readonly Pick<Estimate, 'outputTokens' | 'maxOutputTokens'>[] = [],
): Promise<Estimate> {
  const text = toMessages(call, '=====boundary')
    .map((message) => message.content)
    .join('\n');
  const likelyComing = coming.reduce((sum, it) => sum + it.outputTokens, 0);
  const mostComing = coming.reduce((sum, it) => sum + it.maxOutputTokens, 0);
  const inputTokens = toLikelyTokens(text) + likelyComing;
  const material = toLikelyTokens(call.materials.map((it) => it.text).join('\n')) + likelyComing;
  const outputTokens = toLikelyOutput(call.work, material);
  const maxOutputTokens = toReserve(outputTokens);
  if (model === null) return { inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null, maxOutputTokens };
  const usd = await prices.usd(model, { inputTokens, outputTokens });
  const mostUsd = await prices.usd(model, { inputTokens: toMostTokens(text) + mostComing, outputTokens: maxOutputTokens });
  return { inputTokens, outputTokens, usd, mostUsd, maxOutputTokens };
}

type Summed = Pick<Estimate, 'inputTokens' | 'outputTokens' | 'usd'>;

/** All of them together; one unknown price makes the sum unknown. */
export function sumEstimates(estimates: readonly Summed[]): Summed {
  const sum = (pick: (estimate: Summed) => number): number => estimates.reduce((total, estimate) => total + pick(estimate), 0);
  const known = estimates.every((estimate) => estimate.usd !== null);
  return {
    inputTokens: sum((it) => it.inputTokens),
    outputTokens: sum((it) => it.outputTokens),
    usd: known && estimates.length > 0 ? sum((it) => it.usd ?? 0) : null,
  };
}
