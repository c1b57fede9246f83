import type { Estimate } from '../cost/estimate.ts';
import { type ErrorCode, FanoutError } from '../errors.ts';
import { BACKOFF_BASE_MS, BACKOFF_MAX_MS, MAX_ATTEMPTS } from '../limits.ts';
import type { Usage } from '../usage.ts';
import type { StartEnd } from './start-end.ts';
import type { LaneState } from './state.ts';

interface Failing {
  /** How long the attempt took. */
  readonly ms: number;
  readonly nowMs: number;
  /** From 0 to 1: the jitter. */
  readonly chance: number;
  readonly usage: Usage;
  /** Who is asked next instead; null: nobody else. */
  readonly fallback: Fallback | null;
}

/** Another model for the next attempts, with what it may cost. */
export interface Fallback {
  readonly model: string;
  readonly estimate: Estimate;
}

/** Failures that another model may not have, and that this one will have again at once. */
const FOR_GOOD: readonly ErrorCode[] = ['bad_key', 'unknown_model', 'quota_exhausted', 'content_filtered', 'prompt_too_long'];
/** So many attempts a model gets before the next one is asked. */
const PATIENCE = 2;

/** Whether it is time to ask another model: this one can't do it, or has failed often enough. */
export function isModelsFault(lane: Pick<LaneState, 'attempts' | 'fallen'>, { code, retry }: FanoutError): boolean {
  if (retry.kind === 'never') return FOR_GOOD.includes(code);
  return retry.kind === 'again' && lane.attempts >= PATIENCE * (lane.fallen + 1);
}

/**
 * What a failed attempt means for its lane: another attempt, a wait that costs none, or the end. Pure.
 * `lane` is the lane as it ran, its attempt counted.
 */
export function toFailedEnd(lane: LaneState, error: FanoutError, { ms, nowMs, chance, usage, fallback }: Failing): StartEnd {
  const it = { lane: lane.lane, start: lane.starts, code: error.code, reason: error.userMessage, ms, usage };
  const { retry } = error;
  if (retry.kind === 'wait') {
    const { usage: _none, ...told } = it;
    return { type: 'lane.deferred', ...told, untilMs: nowMs + (retry.afterMs ?? toBackoffMs(lane.deferrals + 1, chance)) };
  }
  if (fallback !== null) return { type: 'lane.attempt_failed', ...it, retryAtMs: nowMs, fallback };
  if (retry.kind === 'again' && lane.attempts < MAX_ATTEMPTS + lane.fallen) {
    return { type: 'lane.attempt_failed', ...it, retryAtMs: nowMs + (retry.afterMs ?? toBackoffMs(lane.attempts, chance)) };
  }
  return { type: 'lane.ended', ...it, outcome: error.code === 'lane_timeout' ? 'timedOut' : 'failed' };
}

/**
 * Exponential with full jitter, which spreads a crowd best
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). `nth` is 1-based; the result is in whole milliseconds.
 */
export function toBackoffMs(nth: number, chance: number): number {
  return Math.round(chance * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (nth - 1)));
}

/** Any error as one that a person may read: what is not a `FanoutError` is a bug, and nobody retries a bug. */
export function toFanoutError(error: unknown, runId: string): FanoutError {
  if (error instanceof FanoutError) return error;
  return new FanoutError('internal', `Fanout met an error of its own; its log has the details under run ${runId}`, { cause: error });
}
