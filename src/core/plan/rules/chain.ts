import { type Fanned, fan } from '../fan.ts';
import { askForMaterial } from '../missing.ts';
import { toOneLane } from '../one-call.ts';
import type { PlanDeps, Question, StagePlan } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { splitChain } from '../read/chain.ts';
import { isDigestWish, isTableWish } from '../read/digest-wish.ts';
import { splitListing } from '../read/each-of-result.ts';
import { mask } from '../read/mask.ts';
import type { Rule } from '../rule.ts';
import { type Step, toStep } from '../step.ts';
import { shorten } from '../title.ts';
import { toEachStage } from './each-of-result.ts';

/** A later step that goes back to what was given at first, not only to the result before it. */
const GOES_BACK = /\b(?:attached|attachments?|originals?|sources?|(?:these|those|the)\s+(?:files?|documents?|materials?))\b/i;
const MAX_STEP_CHARS = 40;

/** A step's stage with its notes: fanned where a rule cuts it, else one lane. */
async function toStage(step: Step, deps: PlanDeps): Promise<Pick<Fanned, 'stage' | 'notes' | 'brief'> | Question> {
  return (await fan(step, deps)) ?? askForMaterial(step) ?? { stage: toOneLane(step), notes: [], brief: null };
}

/** Whether a stage merges as its next step asks: as one digest, or as the table that its lanes are rows of. */
const isMerge = ({ merge }: StagePlan, wish: string): boolean => merge === 'digest' || (merge === 'table' && isTableWish(wish));

function toLaterStep(words: string, stage: number, first: Step): Step {
  const given = { texts: [], sources: [], before: `R${stage}` };
  const step = toStep(words, given);
  return GOES_BACK.test(step.masked) ? { ...step, sources: first.sources, texts: first.texts } : step;
}

/** The steps of a chain; one that lists things and does something for each of them is two. */
function toSteps(words: string): readonly string[] {
  return splitChain(words).flatMap((step) => {
    const parted = splitListing(step, mask(step));
    return parted === null ? [step] : [parted.list, parted.each];
  });
}

/** Lanes of stages so far, with the most that stages have which make theirs later. */
const lanesOf = (stages: readonly StagePlan[]): number => stages.reduce((sum, stage) => sum + (stage.each?.limit ?? stage.lanes.length), 0);

/** "2 stages: the car makers, then one lane for each". */
function toWhy(stages: readonly StagePlan[], listed: ReadonlyMap<number, string>): string {
  if (listed.size === 0) {
    return `${stages.length} stages, each with the result of the one before: ${stages.map((stage) => shorten(stage.title, MAX_STEP_CHARS)).join(' → ')}`;
  }
  const said = stages.map((stage, at) => {
    const many = listed.get(at);
    const over = stage.each == null ? null : 'one lane for each';
    if (many === undefined) return over ?? shorten(stage.title, MAX_STEP_CHARS);
    return over === null ? `the ${many}` : `for each the ${many}`;
  });
  return `${stages.length} stages: ${said.join(', then ')}`;
}

/** "research X, then draft a post, then review it": a stage for each step, which gets the result of the one before; "list the X, then research each": lanes out of what it finds. */
export const planChain: Rule = async ({ whole, deps }) => {
  const steps = toSteps(whole.words);
  if (steps.length === 1) return null;
  const stages: StagePlan[] = [];
  const notes: string[] = [];
  const listed = new Map<number, string>();
  let before = whole;
  let brief: Fanned['brief'] = null;
  for (let at = 0; at < steps.length; at++) {
    const words = steps[at] ?? '';
    const next = steps[at + 1];
    const toOwn = (said: string): Step => (stages.length === 0 ? toStep(said, whole) : toLaterStep(said, stages.length, whole));
    const step = toOwn(words);
    const last = stages.at(-1);
    const goesBack = GOES_BACK.test(step.masked);
    const left = deps.maxLanes - lanesOf(stages);
    const made = last === undefined ? null : toEachStage({ step, before, stage: last, goesBack, deps, left });
    if (made !== null) {
      const least = (made.listing.count ?? 1) + lanesOf(stages);
      if (least > deps.maxLanes) return tooManyLanes(least, deps.maxLanes);
      stages.splice(-1, 1, made.before);
      listed.set(stages.length - 1, made.listing.many);
      stages.push(made.stage);
      before = step;
      continue;
    }
    // "…, then write one digest" is the merge of lanes, not a step of its own.
    const digested = next !== undefined && isDigestWish(next) ? await fan(toOwn(`${words}, then ${next}`), deps) : null;
    const merged = digested?.kind === 'fanned' && isMerge(digested.stage, next ?? '') ? digested : null;
    const staged = merged ?? (await toStage(step, deps));
    if ('code' in staged) return staged;
    if (merged !== null) at += 1;
    before = step;
    if (stages.length === 0) brief = staged.brief;
    stages.push(staged.stage);
    notes.push(...staged.notes);
  }
  if (stages.length === 1) return null;
  return {
    kind: 'plan',
    plan: { mode: 'orchestrate', why: toWhy(stages, listed), notes, texts: whole.texts, stages, ...(brief === null ? {} : { brief }) },
  };
};
