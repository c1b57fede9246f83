import { toOneLane } from '../one-call.ts';
import type { Rule } from '../rule.ts';

/** One call, because the person said so. */
export const planSimple: Rule = async ({ request, whole }) => {
  if (request.mode !== 'simple') return null;
  const plan = {
    mode: 'simple',
    why: '1 call: simple mode was asked for',
    notes: [],
    texts: whole.texts,
    stages: [toOneLane(whole)],
  } as const;
  return { kind: 'plan', plan };
};
