import type { Request } from '../request.ts';
import type { KnownSource, PlanDeps, Planned } from './plan.ts';
import { tooManyLanes } from './question.ts';
import { languageNames } from './read/language-names.ts';
import { splitMaterial } from './read/material.ts';
import { stripPoliteness } from './read/politeness.ts';
import type { Ask, Rule } from './rule.ts';
import { planChain } from './rules/chain.ts';
import { planEmpty } from './rules/empty.ts';
import { planFanOut } from './rules/fan-out.ts';
import { planManual } from './rules/manual.ts';
import { planOneCall } from './rules/one-call.ts';
import { planSimple } from './rules/simple.ts';
import { toStep } from './step.ts';

/** In order: the first that has an answer gives it. The last one always has. */
const RULES: readonly Rule[] = [planManual, planEmpty, planSimple, planChain, planFanOut, planOneCall];

function toAsk(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Ask {
  const { words, text } = splitMaterial(stripPoliteness(request.text), sources.length > 0, languageNames());
  const texts = text === null || text === '' ? [] : [{ id: 'T1', title: 'the text', text }];
  return { request, sources, whole: toStep(words, { texts, sources, before: null }), deps };
}

/** The plan with the merge the person chose, where they did; a question where the stages together have too many lanes. */
function settle(planned: Planned, { request, deps }: Ask): Planned {
  if (planned.kind === 'question') return planned;
  const { merge } = request;
  const lanes = planned.plan.stages.reduce((sum, stage) => sum + stage.lanes.length, 0);
  if (lanes > deps.maxLanes) return tooManyLanes(lanes, deps.maxLanes);
  if (merge === null) return planned;
  const stages = planned.plan.stages.map((stage, index, all) => (index === all.length - 1 ? { ...stage, merge } : stage));
  return { kind: 'plan', plan: { ...planned.plan, stages } };
}

/**
 * Cuts a request by rule, with no model call: a plan that says in one line why it is 1 call, N lanes or several stages, or a question back.
 * Pure beside `deps`; takes any text.
 */
export async function planRequest(request: Request, sources: readonly KnownSource[], deps: PlanDeps): Promise<Planned> {
  const ask = toAsk(request, sources, deps);
  for (const rule of RULES) {
    const planned = await rule(ask);
    if (planned !== null) return settle(planned, ask);
  }
  throw new Error('the last rule takes every request');
}
