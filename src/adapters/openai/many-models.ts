import type { Model, ModelCall } from '#core/ports/model.ts';

export interface ManyModelsDeps {
  /** For calls that name no model, or one that is none of the others. */
  readonly usual: Model;
  /** By the name that calls give. */
  readonly others: ReadonlyMap<string, Model>;
}

/** One model over many endpoints: each call goes to the one whose model it names, with its own key, limits and errors. */
export function createManyModels({ usual, others }: ManyModelsDeps): Model {
  const whoDoes = (call: ModelCall): Model => (call.model === null ? usual : (others.get(call.model) ?? usual));
  return {
    label: usual.label,
    name: usual.name,
    windowTokens: usual.windowTokens,
    refusal: (call) => whoDoes(call).refusal(call),
    complete: (call, onProgress, signal) => whoDoes(call).complete(call, onProgress, signal),
  };
}
