import { type Failure, FanoutError } from '#core/errors.ts';
import type { Work } from '#core/plan/plan.ts';
import type { Completion, Model, ModelCall } from '#core/ports/model.ts';
import { NO_USAGE } from '#core/usage.ts';
import type { OfflineWork } from './offline-work.ts';
import { outline } from './outline.ts';

/** What needs no model, by the kind of work a call asks for. The rest is refused before it starts. */
const WORKS: ReadonlyMap<Work, OfflineWork> = new Map([['summarize', outline]]);

const NO_MODEL: Failure = {
  code: 'no_model',
  reason: 'This needs a model: set OPENAI_API_KEY, or OPENAI_BASE_URL for any OpenAI-compatible endpoint, or start Ollama on this machine.',
};

function workFor(call: ModelCall): OfflineWork | null {
  const work = WORKS.get(call.work);
  return work?.suits(call) ? work : null;
}

/** What Fanout does with neither a key nor a model server: the work that needs none, and a sentence that says what to set for the rest. */
export function createOfflineModel(): Model {
  return {
    label: 'no model configured',
    windowTokens: Number.POSITIVE_INFINITY,
    refusal: (call) => (workFor(call) === null ? NO_MODEL : null),

    async complete(call, onProgress, signal): Promise<Completion> {
      signal.throwIfAborted();
      const work = workFor(call);
      if (work === null) throw new FanoutError(NO_MODEL.code, NO_MODEL.reason);
      const text = await work.perform(call, signal);
      onProgress(text.length);
      signal.throwIfAborted();
      return { text, truncated: false, model: null, usage: NO_USAGE };
    },
  };
}
