import { toOneLane, whyOneCall } from '../one-call.ts';
import type { Plan } from '../plan.ts';
import type { Rule } from '../rule.ts';

/** The last rule: what nothing could cut is one call. */
export const planOneCall: Rule = async ({ request, whole }) => {
  const orchestrate = request.mode === 'orchestrate';
  const plan: Plan = {
    mode: orchestrate ? 'orchestrate' : 'simple',
    why: orchestrate ? '1 lane: no rule could cut this request' : whyOneCall(whole),
    notes: [],
    texts: whole.texts,
    stages: [toOneLane(whole)],
  };
  return { kind: 'plan', plan };
};
