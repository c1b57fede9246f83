import { type Fanned, fan } from '../fan.ts';
import { askForMaterial } from '../missing.ts';
import { toOneLane } from '../one-call.ts';
import type { PlanDeps, Question, StagePlan } from '../plan.ts';
import { splitChain } from '../read/chain.ts';
import { isDigestWish, isTableWish } from '../read/digest-wish.ts';
import type { Rule } from '../rule.ts';
import { type Step, toStep } from '../step.ts';
import { shorten } from '../title.ts';

/** A later step that goes back to what was given at first, not only to the result before it. */
const GOES_BACK = /\b(?:attached|attachments?|originals?|sources?|(?:these|those|the)\s+(?:files?|documents?|materials?))\b/i;
const MAX_STEP_CHARS = 40;

/** A step's stage with its notes: fanned where a rule cuts it, else one lane. */
async function toStage(step: Step, deps: PlanDeps): Promise<Pick<Fanned, 'stage' | 'notes'> | Question> {
  return (await fan(step, deps)) ?? askForMaterial(step) ?? { stage: toOneLane(step), notes: [] };
}

/** Whether a stage merges as its next step asks: as one digest, or as the table that its lanes are rows of. */
const isMerge = ({ merge }: StagePlan, wish: string): boolean => merge === 'digest' || (merge === 'table' && isTableWish(wish));

function toLaterStep(words: string, stage: number, first: Step): Step {
  const given = { texts: [], sources: [], before: `R${stage}` };
  const step = toStep(words, given);
  return GOES_BACK.test(step.masked) ? { ...step, sources: first.sources, texts: first.texts } : step;
}

/** "research X, then draft a post, then review it": a stage for each step, which gets the result of the one before. */
export const planChain: Rule = async ({ whole, deps }) => {
  const steps = splitChain(whole.words);
  if (steps.length === 1) return null;
  const stages: StagePlan[] = [];
  const notes: string[] = [];
  for (let at = 0; at < steps.length; at++) {
    const words = steps[at] ?? '';
    const next = steps[at + 1];
    const toOwn = (said: string): Step => (stages.length === 0 ? toStep(said, whole) : toLaterStep(said, stages.length, whole));
    // "…, then write one digest" is the merge of lanes, not a step of its own.
    const digested = next !== undefined && isDigestWish(next) ? await fan(toOwn(`${words}, then ${next}`), deps) : null;
    const merged = digested?.kind === 'fanned' && isMerge(digested.stage, next ?? '') ? digested : null;
    const staged = merged ?? (await toStage(toOwn(words), deps));
    if ('code' in staged) return staged;
    if (merged !== null) at += 1;
    stages.push(staged.stage);
    notes.push(...staged.notes);
  }
  if (stages.length === 1) return null;
  const why = `${stages.length} stages, each with the result of the one before: ${stages.map((stage) => shorten(stage.title, MAX_STEP_CHARS)).join(' → ')}`;
  return { kind: 'plan', plan: { mode: 'orchestrate', why, notes, texts: whole.texts, stages } };
};
