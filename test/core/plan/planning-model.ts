import type { FanoutError } from '#core/errors.ts';
import type { Model, ModelCall } from '#core/ports/model.ts';
import { createScriptedModel, type Script } from '#test/fakes/scripted-model.ts';

/** What a planner says, call after call, the last for ever: an answer, nonsense, an error, or nothing at all. */
export type PlannerStep = object | string | FanoutError | 'hang';

export interface PlanningModel extends Model {
  /** Calls for a plan, in order. */
  readonly plans: readonly ModelCall[];
  /** All other calls, in order. */
  readonly calls: readonly ModelCall[];
}

/** Told apart from what lanes take. */
const USAGE = { inputTokens: 100, outputTokens: 50, costUsd: 0.01 };

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** A model that plans as told, and does lanes by a script. */
export function createPlanningModel(steps: readonly PlannerStep[], script: Script = () => 'done'): PlanningModel {
  const plans: ModelCall[] = [];
  const model = createScriptedModel(script);
  return {
    ...model,
    plans,
    async complete(call, onProgress, signal) {
      if (call.schema?.name !== 'plan') return await model.complete(call, onProgress, signal);
      plans.push(call);
      const step = steps[Math.min(plans.length, steps.length) - 1];
      if (step === 'hang') return await untilAborted(signal);
      if (step instanceof Error) throw step;
      const text = typeof step === 'string' ? step : JSON.stringify(step);
      onProgress(text.length);
      return { text, truncated: false, model: 'planner-1', usage: USAGE };
    },
  };
}
