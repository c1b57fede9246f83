import type { Request } from '../request.ts';
import { mayBeSplit } from './breadth.ts';
import { briefOf } from './brief.ts';
import type { CutText, KnownSource, PlanDeps, Planned } from './plan.ts';
import { tooManyLanes } from './question.ts';
import { readWords } from './read/request-words.ts';
import type { Ask, Rule } from './rule.ts';
import { planChain } from './rules/chain.ts';
import { planEmpty } from './rules/empty.ts';
import { planFanOut } from './rules/fan-out.ts';
import { planItems } from './rules/items.ts';
import { planManual } from './rules/manual.ts';
import { planOneCall } from './rules/one-call.ts';
import { planSimple } from './rules/simple.ts';
import { toStep } from './step.ts';

/** In order: the first that has an answer gives it. The last one always has. */
const RULES: readonly Rule[] = [planManual, planEmpty, planSimple, planChain, planFanOut, planItems, planOneCall];

function toAsk(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Ask {
  const { words, texts } = readWords(request.text, sources.length > 0);
  return { request, sources, whole: toStep(words, { texts, sources, before: null }), deps };
}

/** The plan with the merge the person chose, where they did; a question where the stages together have too many lanes. */
function settle(planned: Planned, { request, deps, sources }: Ask): Planned {
  if (planned.kind === 'question') return planned;
  const { merge } = request;
  const lanes = planned.plan.stages.reduce((sum, stage) => sum + stage.lanes.length, 0);
  if (lanes > deps.maxLanes) return tooManyLanes(lanes, deps.maxLanes);
  const brief = planned.plan.brief ?? briefOf(planned.plan, sources, deps.maxMaterialChars);
  const plan = brief === null ? planned.plan : { ...planned.plan, brief };
  if (merge === null) return { kind: 'plan', plan };
  const stages = plan.stages.map((stage, index, all) => (index === all.length - 1 ? { ...stage, merge } : stage));
  return { kind: 'plan', plan: { ...plan, stages } };
}

/** What rules make of a request. */
export interface RulesPlan {
  readonly planned: Planned;
  /** True where no rule cut it and a planner may do better: it was wished to be orchestrated, or its words are broad. */
  readonly undecided: boolean;
  /** Material that stood in the request's text, as the plan has it. */
  readonly texts: readonly CutText[];
}

/**
 * Cuts a request by rule, with no model call, and says whether a rule really cut it.
 * Pure beside `deps`; takes any text.
 */
export async function planByRules(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Promise<RulesPlan> {
  const ask = toAsk(request, sources, deps);
  for (const rule of RULES) {
    const planned = await rule(ask);
    if (planned === null) continue;
    const isLast = rule === planOneCall;
    return {
      planned: settle(planned, ask),
      undecided: isLast && (request.mode === 'orchestrate' || mayBeSplit(ask.whole)),
      texts: ask.whole.texts,
    };
  }
  throw new Error('the last rule takes every request');
}

/** A plan that says in one line why it is 1 call, N lanes or several stages, or a question back: by rule alone. */
export async function planRequest(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Promise<Planned> {
  return (await planByRules(request, sources, deps)).planned;
}
