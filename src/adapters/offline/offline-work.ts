import type { Failure } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';

/** One kind of work that is done for real without a model. */
export interface OfflineWork {
  /** Null when this call has what the work takes, else why not. */
  refusal(call: ModelCall): Failure | null;
  /** The result in Markdown, made of what the material says and nothing else. Rejects with `FanoutError`, or with `signal.reason` once aborted. */
  perform(call: ModelCall, signal: AbortSignal): Promise<string>;
}
