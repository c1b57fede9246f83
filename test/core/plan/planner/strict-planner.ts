import type { PlannerDeps } from '#core/plan/planner/plan-by-model.ts';
import type { ModelCall } from '#core/ports/model.ts';

type Side = Parameters<PlannerDeps['ask']>[0];

/** A planning model that gives these answers in turn, the last one for ever; an `Error` is thrown. It refuses a call that no planner should get. */
export interface StrictPlanner {
  readonly ask: PlannerDeps['ask'];
  readonly calls: readonly Side[];
}

/** `secrets`: texts of documents, of which no planner may see any. */
export function createStrictPlanner(answers: readonly (string | Error)[], secrets: readonly string[] = []): StrictPlanner {
  const calls: Side[] = [];
  return {
    calls,
    async ask(side) {
      check(side, secrets);
      calls.push(side);
      const answer = answers[Math.min(calls.length, answers.length) - 1];
      if (answer === undefined) throw new Error('nothing is scripted');
      if (typeof answer !== 'string') throw answer;
      return answer;
    },
  };
}

function check({ part, call }: Side, secrets: readonly string[]): void {
  if (!/^plan:\d:[0-9a-f]{32}$/.test(part)) throw new Error(`a call by the name ${part}`);
  if (call.schema?.name !== 'plan') throw new Error('a call without the schema of a plan');
  if (!call.standing?.includes('PLANNER')) throw new Error('a call without the standing instruction of a planner');
  const said = allOf(call);
  const leaked = secrets.find((secret) => secret !== '' && said.includes(secret));
  if (leaked !== undefined) throw new Error('a call that has the text of a document in it');
  for (const { id, text } of call.materials) {
    if (id === 'LIST' && /[\u200b\u202e]/.test(text)) throw new Error('metadata with invisible characters');
  }
}

/** All that a model sees of a call. */
export const allOf = (call: ModelCall): string =>
  [call.standing ?? '', call.instruction, ...call.materials.flatMap(({ id, title, text }) => [id, title, text])].join('\n');
