import { FanoutError } from '../errors.ts';
import type { LanePlan } from '../plan/plan.ts';
import type { Completion, ModelCall } from '../ports/model.ts';
import { addUsage } from '../usage.ts';
import { checkOutput } from './output.ts';
import { isTopUpDue, joinItems, toGivenMaterial, toShortfall, toTopUpInstruction } from './top-up.ts';

export interface CompleteItemsDeps {
  /** One more call like the lane's own; rejects as `attempt` does. */
  call(call: ModelCall): Promise<Completion>;
  /**
   * Reserves what such a call can cost, until the lane's end stands in the log; false: the budget has no room for it.
   */
  hold(): boolean;
  readonly signal: AbortSignal;
}

/**
 * The lane's answer in its form, and with as many items as were asked for where the model has them: what is short is
 * asked for again, as often as `top-up.ts` allows and the budget has room. What was given stands
 * whatever becomes of such a call. Throws `FanoutError` `wrong_output` where the first answer has not its form.
 */
export async function completeItems(
  plan: Pick<LanePlan, 'output' | 'sources'>,
  asked: { readonly prompt: string; readonly call: ModelCall },
  first: Completion,
  { call, hold, signal }: CompleteItemsDeps,
): Promise<Pick<Completion, 'text' | 'usage'>> {
  const { output } = plan;
  let text = joinItems(output, checkOutput(output, first.text));
  let { usage } = first;
  for (let topUps = 0; isTopUpDue(output, text, topUps); topUps += 1) {
    if (!hold()) break;
    try {
      const instruction = toTopUpInstruction(asked.prompt, plan, text);
      const more = await call({ ...asked.call, instruction, materials: [...asked.call.materials, toGivenMaterial(text)] });
      usage = addUsage(usage, more.usage);
      const joined = joinItems(output, text, checkOutput(output, more.text));
      if (toShortfall(output, joined) === toShortfall(output, text)) break;
      text = joined;
    } catch (error) {
      if (error instanceof FanoutError && error.usage !== null) usage = addUsage(usage, error.usage);
      // Also when the lane is not wanted any more: what it gave is paid for.
      if (error instanceof FanoutError || signal.aborted) break;
      throw error;
    }
  }
  return { text, usage };
}
