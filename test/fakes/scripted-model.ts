import { type Failure, FanoutError } from '#core/errors.ts';
import type { Completion, Model, ModelCall } from '#core/ports/model.ts';
import { NO_USAGE, type Usage } from '#core/usage.ts';
import { planSimply } from './form-planner.ts';

/** What one call comes to. A text comes whole unless `chunks` are given; `hang` ends only by the signal. */
export type ScriptStep =
  | string
  | FanoutError
  | { readonly hang: true }
  | {
      readonly text: string;
      /** Progress is heard after each; together they are the text. */
      readonly chunks?: readonly string[];
      readonly truncated?: boolean;
      readonly usage?: Usage;
    };

/** A list of steps, one a call; or a function of the call and its number, from 1. A promise holds the call back until a test lets it go. */
export type Script = readonly ScriptStep[] | ((call: ModelCall, n: number) => ScriptStep | Promise<ScriptStep>);

export interface ScriptedModelOptions {
  readonly label?: string;
  readonly windowTokens?: number;
  readonly refusal?: (call: ModelCall) => Failure | null;
  /** True: the script is asked for plans too. Default: plans are made as `planSimply` has it, for nothing, and are no step of the script. */
  readonly plans?: boolean;
}

export interface ScriptedModel extends Model {
  /** Every call that was started, in order. */
  readonly calls: readonly ModelCall[];
  /** Calls that have neither ended nor been aborted. */
  inFlight(): number;
}

/** Ten tokens in, five out, no price: enough to see that usage is added up. */
const SCRIPTED_USAGE: Usage = { inputTokens: 10, outputTokens: 5, costUsd: null };

/** Rejects with the signal's reason when it is aborted first. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function perform(step: ScriptStep, model: string, onProgress: (chars: number) => void, signal: AbortSignal): Completion {
  if (step instanceof FanoutError) throw step;
  const whole = typeof step === 'string' ? { text: step } : step;
  if ('hang' in whole) throw new Error('a hanging step has no end');
  let chars = 0;
  for (const chunk of whole.chunks ?? [whole.text]) {
    chars += chunk.length;
    onProgress(chars);
    signal.throwIfAborted();
  }
  return { text: whole.text, truncated: whole.truncated ?? false, model, usage: whole.usage ?? SCRIPTED_USAGE };
}

/** A model that does as told, without timers. A call beyond the end of a list is a bug of the test and rejects as one. */
export function createScriptedModel(script: Script, options: ScriptedModelOptions = {}): ScriptedModel {
  const calls: ModelCall[] = [];
  let inFlight = 0;

  const stepFor = async (call: ModelCall, n: number): Promise<ScriptStep> => {
    const step = typeof script === 'function' ? await script(call, n) : script[n - 1];
    if (step === undefined) throw new Error(`the script has no step for call ${n}: ${call.instruction}`);
    return typeof step === 'object' && 'hang' in step ? new Promise<never>(() => {}) : step;
  };

  const refusal = options.refusal ?? (() => null);
  return {
    label: options.label ?? 'scripted model',
    name: 'scripted',
    windowTokens: options.windowTokens ?? 100_000,
    refusal,
    calls,
    inFlight: () => inFlight,
    async complete(call, onProgress, signal) {
      signal.throwIfAborted();
      const refused = refusal(call);
      if (refused !== null) throw new FanoutError(refused.code, refused.reason);
      if (call.schema?.name === 'plan' && options.plans !== true)
        return { text: planSimply(call.instruction), truncated: false, model: call.model ?? 'scripted', usage: NO_USAGE };
      calls.push(call);
      inFlight += 1;
      try {
        const step = await orAborted(stepFor(call, calls.length), signal);
        return perform(step, call.model ?? 'scripted', onProgress, signal);
      } finally {
        inFlight -= 1;
      }
    },
  };
}
