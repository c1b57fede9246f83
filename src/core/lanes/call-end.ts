import { type ErrorCode, FanoutError } from '../errors.ts';
import type { Completion } from '../ports/model.ts';
import type { CallEnd } from './governor.ts';

/** Failures that tell of the provider's health, not of the call. */
const BROKEN: readonly ErrorCode[] = ['provider_unavailable', 'provider_unreachable', 'stream_cut', 'lane_timeout'];

/** An answer, good or not, tells that the provider is sound. */
export const toDone = ({ usage, limits }: Pick<Completion, 'usage' | 'limits'>, ms: number): CallEnd => ({
  kind: 'done',
  limits: limits ?? null,
  tokens: usage.inputTokens + usage.outputTokens,
  ms,
});

export const isBroken = ({ code }: FanoutError): boolean => BROKEN.includes(code);

/** What a call that gave no answer tells of its provider; one that was aborted tells nothing. */
export function toCallEnd(error: unknown, ms: number): CallEnd {
  if (!(error instanceof FanoutError)) return { kind: 'other' };
  if (error.usage !== null) return toDone({ usage: error.usage, limits: error.limits }, ms);
  if (error.retry.kind === 'wait') return { kind: 'refused', limits: error.limits ?? null, afterMs: error.retry.afterMs };
  return isBroken(error) ? { kind: 'broken', ms } : { kind: 'other' };
}
