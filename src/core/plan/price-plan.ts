import type { Estimate } from '../cost/estimate.ts';
import { type EstimatePlanDeps, forecastPlan } from '../cost/estimate-plan.ts';
import type { Need } from '../models/fits.ts';
import type { Catalogue } from '../models/model-card.ts';
import { cheaper, routeLane } from '../models/route.ts';
import type { Priced } from '../run/events.ts';
import type { RunState, SourceState } from '../run/state.ts';
import { languageNames } from './form/language-names.ts';
import type { LanePlan, Plan, Route, StagePlan } from './plan.ts';

export interface PricePlanDeps extends Omit<EstimatePlanDeps, 'routes'> {
  readonly catalogue: Catalogue;
}

/** Who does each lane of a plan and what that is likely to take: by code, from what is configured. */
export async function pricePlan(plan: Plan, state: RunState, deps: PricePlanDeps): Promise<Priced> {
  const lanes = plan.stages.flatMap((stage) => stage.lanes);
  // With one model there is nothing to choose, and nothing to estimate twice.
  const guesses = deps.catalogue.cards.length < 2 ? [] : (await forecastPlan(plan, state, deps)).estimates;
  const routes = lanes.map((lane, index) => routeLane(toNeed(lane, guesses[index], state, lanes.length), deps.catalogue));
  return await withRoutes(plan, state, routes, deps);
}

/** The same lanes by cheaper models; null where none is cheaper. */
export async function priceCheaper(plan: Plan, state: RunState, deps: PricePlanDeps): Promise<Priced | null> {
  const lanes = plan.stages.flatMap((stage) => stage.lanes);
  const cheaperOf = toCheaper(lanes, state.priced, state, deps);
  const routes = lanes.map((_, index): Route => cheaperOf(index) ?? state.priced.routes?.[index] ?? AS_USUAL);
  const changes = routes.some((route, index) => route.model !== (state.priced.routes?.[index]?.model ?? null));
  return changes ? await withRoutes(plan, state, routes, deps) : null;
}

/** Lanes that join a plan which is at work already, as lanes of that stage. */
export async function priceLanes(stage: number, lanes: readonly LanePlan[], state: RunState, deps: PricePlanDeps): Promise<Priced> {
  const { plan } = state;
  const whole = plan?.stages[stage - 1];
  if (plan === null || whole === undefined) throw new Error(`there is no stage ${stage}`);
  const only: StagePlan = { ...whole, lanes, each: null };
  return await pricePlan({ ...plan, stages: [only] }, state, { ...deps, from: stage });
}

async function withRoutes(plan: Plan, state: RunState, routes: readonly Route[], deps: PricePlanDeps): Promise<Priced> {
  const { estimates, merges, forecast } = await forecastPlan(plan, state, { ...deps, routes });
  const lanes = plan.stages.flatMap((stage) => stage.lanes);
  const cheaperOf = toCheaper(lanes, { estimates, routes }, state, deps);
  return {
    estimates,
    routes,
    merges,
    forecast,
    cheaper: deps.catalogue.cards.length > 1 && lanes.some((_, index) => cheaperOf(index) !== null),
  };
}

const AS_USUAL: Route = { model: null, why: '', fallbacks: [] };

/**
 * By which cheaper model the lane at an index could be done, also where a person chose the one it has; null: by none.
 */
function toCheaper(lanes: readonly LanePlan[], { routes, estimates }: Priced, state: RunState, { catalogue }: PricePlanDeps) {
  return (index: number): Route | null => {
    const lane = lanes[index];
    const need = lane === undefined ? null : { ...toNeed(lane, estimates[index], state, lanes.length), chosen: null };
    return need === null ? null : cheaper(routes?.[index] ?? AS_USUAL, need, catalogue);
  };
}

function toNeed(lane: LanePlan, estimate: Estimate | undefined, { request, sources, budgetUsd }: RunState, lanes: number): Need {
  return {
    work: lane.work,
    inputTokens: estimate?.inputTokens ?? 0,
    outputTokens: estimate?.outputTokens ?? 0,
    pictures: sources.some((source) => isPicture(source) && lane.sources.some((id) => id === source.id)),
    languages: lane.work === 'translate' ? toLanguages(lane.title) : [],
    structured: lane.output.kind !== 'text',
    budgetUsd: budgetUsd === null ? null : budgetUsd / lanes,
    chosen: request.model,
  };
}

const isPicture = (source: SourceState): boolean => source.status === 'read' && source.isPicture;

/** A lane for a language has its name in its title: "German", "intro.md → German". */
const toLanguages = (title: string): string[] =>
  title.split(' → ').flatMap((part) => {
    const language = languageNames().find(part);
    return language === null ? [] : [language.code];
  });
