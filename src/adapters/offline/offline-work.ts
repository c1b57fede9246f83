import type { ModelCall } from '#core/ports/model.ts';

/** One kind of work that is done for real without a model. */
export interface OfflineWork {
  /** Whether this call has what the work takes. */
  suits(call: ModelCall): boolean;
  /** The result in Markdown, made of what the material says and nothing else. Rejects with `FanoutError`, or with `signal.reason` once aborted. */
  perform(call: ModelCall, signal: AbortSignal): Promise<string>;
}
