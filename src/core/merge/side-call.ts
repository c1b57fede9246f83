import { createHash } from 'node:crypto';
import { FanoutError } from '../errors.ts';
import type { AnswerForm } from '../forms/answer-form.ts';
import { CHARS_PER_TOKEN } from '../limits.ts';
import type { Model, ModelCall } from '../ports/model.ts';

/** One call beside the lanes, by name: the same input has the same name, so a call that was paid for is found again. */
export interface SideCall {
  readonly part: string;
  readonly call: ModelCall;
  /**
   * Without progress for so long it is given up, and not tried again: somebody waits for it, and there is a way
   * without. In milliseconds. Default: as a lane has it.
   */
  readonly patienceMs?: number;
}

/** What a merge needs to have a model read what lanes gave. */
export interface Asking {
  readonly model: Model;
  /**
   * Makes the call, or finds what an equal one gave before. Rejects with `FanoutError`, or with the signal's reason.
   */
  ask(call: SideCall): Promise<string>;
  /** Null: the model's default. */
  readonly modelName: string | null;
}

export const toSideCall = (call: ModelCall): SideCall => ({
  part: createHash('sha256').update(JSON.stringify(call)).digest('hex').slice(0, 32),
  call,
});

/**
 * The call's answer in this form; where it has not, once more with what is wrong with it. Rejects with `FanoutError`
 * `wrong_output` when that is no better, else as `ask` does.
 */
export async function askInForm<T>({ ask }: Pick<Asking, 'ask'>, call: ModelCall, { schema, read }: AnswerForm<T>): Promise<T> {
  const first = read(await ask(toSideCall({ ...call, schema })));
  if (first.kind === 'read') return first.value;
  const problems = first.problems.map((problem) => `- ${problem}`).join('\n');
  const instruction = `${call.instruction}\n\nYour last answer could not be used:\n${problems}\nAnswer again, with the whole JSON object alone.`;
  const second = read(await ask(toSideCall({ ...call, schema, instruction })));
  if (second.kind === 'read') return second.value;
  throw new FanoutError('wrong_output', 'the model did not answer in the form that was asked for');
}

/** Share of the model's window that results may fill; the rest is for the instruction and the answer. */
const WINDOW_SHARE = 0.6;

/** Most characters of results in one call. */
export const toMaxChars = ({ model }: { readonly model: Pick<Model, 'windowTokens'> }): number =>
  Math.floor(model.windowTokens * WINDOW_SHARE * CHARS_PER_TOKEN);

/** Each settles before one failure is reported: the others are paid for, and what they gave is kept for a next try. */
export async function allOrFirstFailure<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
