import { FanoutError } from '#core/errors.ts';
import type { Work } from '#core/plan/plan.ts';
import type { Completion, Model, ModelCall } from '#core/ports/model.ts';
import { NO_USAGE } from '#core/usage.ts';
import { compare } from './compare.ts';
import { count } from './count.ts';
import { dedupe } from './dedupe.ts';
import { extract } from './extract.ts';
import { keywords } from './keywords.ts';
import { language } from './language.ts';
import { NO_MODEL } from './no-model.ts';
import type { OfflineWork } from './offline-work.ts';
import { outline } from './outline.ts';

/** What needs no model, by the kind of work a call asks for. The rest is refused before it starts. */
const WORKS: ReadonlyMap<Work, OfflineWork> = new Map<Work, OfflineWork>([
  ['summarize', outline],
  ['extract', extract],
  ['count', count],
  ['compare', compare],
  ['dedupe', dedupe],
  ['language', language],
  ['keywords', keywords],
]);

/** What Fanout does with neither a key nor a model server: the work that needs none, and a sentence that says what to set for the rest. */
export function createOfflineModel(): Model {
  const refusal = (call: ModelCall) => {
    const work = WORKS.get(call.work);
    return work === undefined ? NO_MODEL : work.refusal(call);
  };
  return {
    label: 'no model configured',
    name: null,
    windowTokens: Number.POSITIVE_INFINITY,
    refusal,

    async complete(call, onProgress, signal): Promise<Completion> {
      signal.throwIfAborted();
      const work = WORKS.get(call.work);
      const refused = refusal(call);
      if (work === undefined || refused !== null) throw new FanoutError(refused?.code ?? NO_MODEL.code, refused?.reason ?? NO_MODEL.reason);
      const text = await work.perform(call, signal);
      onProgress(text.length);
      signal.throwIfAborted();
      return { text, truncated: false, model: null, usage: NO_USAGE };
    },
  };
}
