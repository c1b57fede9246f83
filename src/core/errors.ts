import type { RateLimits } from './lanes/governor.ts';
import type { Usage } from './usage.ts';

/**
 * The three kinds of trouble, told apart by type:
 *   a normal "no" (a bad command, a question back)   -> a returned union
 *   a failure the person should hear of              -> FanoutError
 *   anything else                                    -> a bug: logged whole, the person gets the run id
 */

/** Kept in history and matched in tests: add a code, never rename one. */
export type ErrorCode =
  // the model and its provider
  | 'rate_limited'
  | 'provider_unavailable'
  | 'provider_unreachable'
  | 'stream_cut'
  | 'empty_answer'
  | 'lane_timeout'
  | 'bad_key'
  | 'unknown_model'
  | 'bad_request'
  | 'prompt_too_long'
  | 'content_filtered'
  | 'quota_exhausted'
  | 'no_model'
  // material
  | 'source_missing'
  | 'source_empty'
  | 'source_not_text'
  | 'source_too_large'
  | 'source_encrypted'
  | 'source_unreadable'
  // a person's decision, or the run's
  | 'run_cancelled'
  | 'lane_skipped'
  | 'lane_dropped'
  | 'merged_without'
  | 'stage_before_failed'
  | 'died_repeatedly'
  | 'over_budget'
  | 'wrong_output'
  // the request
  | 'bad_usage'
  | 'bad_config'
  | 'unknown_run'
  | 'unknown_lane'
  // the house
  | 'store_in_use'
  | 'store_unusable'
  | 'internal';

/**
 * What trying again is worth.
 *   never: the same call would fail the same way.
 *   again: it counts as an attempt; `afterMs` is what the provider asked for, null when it named no time.
 *   wait:  the provider is only asking for time (a rate limit): costs no attempt.
 */
export type Retry =
  | { readonly kind: 'never' }
  | { readonly kind: 'again'; readonly afterMs: number | null }
  | { readonly kind: 'wait'; readonly afterMs: number | null };

/** Why something did not work, as kept in the run log. `reason` is fit to post in a channel. */
export interface Failure {
  readonly code: ErrorCode;
  readonly reason: string;
}

export class FanoutError extends Error {
  override readonly name = 'FanoutError';
  readonly code: ErrorCode;
  /** Fit to post in a channel: no ids, keys, prompts, document text or stack. */
  readonly userMessage: string;
  readonly retry: Retry;
  /** What the provider said of its limits with the failure; null: nothing, or no provider was asked. */
  readonly limits: RateLimits | null;
  /**
   * What a call took that was answered whole, and not with an answer; null: it was not answered, or no call was made.
   */
  readonly usage: Usage | null;

  constructor(
    code: ErrorCode,
    userMessage: string,
    options: ErrorOptions & { readonly retry?: Retry; readonly limits?: RateLimits | null; readonly usage?: Usage } = {},
  ) {
    super(`${code}: ${userMessage}`, options);
    this.code = code;
    this.userMessage = userMessage;
    this.retry = options.retry ?? { kind: 'never' };
    this.limits = options.limits ?? null;
    this.usage = options.usage ?? null;
  }
}
