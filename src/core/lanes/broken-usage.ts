import { type ErrorCode, FanoutError } from '../errors.ts';
import { NO_USAGE, type Usage } from '../usage.ts';

/** Failures of a call that its provider had begun to work on. */
const BEGUN: readonly ErrorCode[] = ['stream_cut', 'lane_timeout', 'empty_answer'];

export interface Broken {
  readonly error: unknown;
  /** It was sent, and nobody wanted its answer any more. */
  readonly letGo: boolean;
  /** Received until then. */
  readonly chars: number;
  /** What its prompt is likely to have. */
  readonly inputTokens: number;
}

/**
 * What a call without an answer has cost, as its provider told it; one that broke off, what is likely: a provider
 * that began to answer, or was left waiting, has read the prompt.
 */
export function toBrokenUsage({ error, letGo, chars, inputTokens }: Broken): Usage {
  if (error instanceof FanoutError && error.usage !== null) return error.usage;
  const began = letGo || chars > 0 || (error instanceof FanoutError && BEGUN.includes(error.code));
  return began ? { inputTokens, outputTokens: Math.ceil(chars / 4), costUsd: null } : NO_USAGE;
}
