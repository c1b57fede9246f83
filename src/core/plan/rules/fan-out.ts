import { fan } from '../fan.ts';
import { askForMaterial } from '../missing.ts';
import type { Rule } from '../rule.ts';

/** One step that a rule can cut: lanes for its items, sources and languages. One lane only is a simple call. */
export const planFanOut: Rule = async ({ request, whole, deps }) => {
  const fanned = await fan(whole, deps);
  if (fanned === null) return askForMaterial(whole);
  if (fanned.kind === 'question') return fanned;
  const { stage, notes, brief } = fanned;
  const one = stage.lanes.length === 1;
  const mode = one && request.mode === 'auto' ? 'simple' : 'orchestrate';
  return {
    kind: 'plan',
    plan: { mode, why: fanned.why, notes, texts: whole.texts, stages: [stage], ...(brief === null ? {} : { brief }) },
  };
};
