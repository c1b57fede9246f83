import type { Asking } from '#core/merge/side-call.ts';
import { createScriptedModel, type Script, type ScriptedModel, type ScriptedModelOptions } from '#test/fakes/scripted-model.ts';

/** Side calls straight to a scripted model, each equal one once. */
export function createAsking(
  script: Script,
  options: ScriptedModelOptions = {},
): { readonly asking: Asking; readonly model: ScriptedModel } {
  const model = createScriptedModel(script, options);
  const kept = new Map<string, Promise<string>>();
  const { signal } = new AbortController();
  return {
    model,
    asking: {
      model,
      modelName: null,
      ask({ part, call }) {
        const answer = kept.get(part) ?? model.complete(call, () => undefined, signal).then(({ text }) => text);
        kept.set(part, answer);
        return answer;
      },
    },
  };
}
