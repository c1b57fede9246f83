import { FanoutError } from '../errors.ts';
import type { Materials } from '../lanes/materials.ts';
import { toOutputRule } from '../lanes/output.ts';
import { toMarkRule } from '../merge/claims/marks.ts';
import type { Catalogue } from '../models/model-card.ts';
import type { EachPlan, Forecast, LanePlan, Plan, Route, StagePlan } from '../plan/plan.ts';
import { toRequestWords } from '../plan/request-words.ts';
import type { Experience, Past } from '../ports/experience.ts';
import type { Material, Model, ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { RunState } from '../run/state.ts';
import { toToday } from '../text/today.ts';
import { calibrate } from './calibrate.ts';
import { type Coming, isThere, toComing, toGroup, withoutTables } from './coming.ts';
import { type Estimate, estimateCall } from './estimate.ts';
import { estimateMerge, type MergeEstimate } from './estimate-merge.ts';
import { addRanges, type Factors, toFactors, toRange } from './range.ts';

export interface EstimatePlanDeps {
  readonly model: Model;
  readonly prices: Prices;
  readonly materials: Pick<Materials, 'gather'>;
  /** Not there: nothing was learnt. */
  readonly experience?: Experience;
  /** Of each lane that is known, over all stages, in order; where there is none the run's model is asked. */
  readonly routes?: readonly Route[];
  /** Which stage of the run the plan's first one is. Default: 1. */
  readonly from?: number;
  /** Who merges, where the request names no model; not there: the default model. */
  readonly catalogue?: Pick<Catalogue, 'judge'>;
}

/** What a plan is likely to take. */
export interface PlanEstimate {
  /** One for each lane that is known, in order. */
  readonly estimates: readonly Estimate[];
  /** One for each stage, in order: what its merge is likely to take, which is in no lane's estimate. */
  readonly merges: readonly MergeEstimate[];
  /** Of all lanes, those too that a stage will take from the one before, and of all merges. */
  readonly forecast: Forecast;
  /** How many lanes are likely; `guessed`: some of them are not known yet, and there may be `most`. */
  readonly lanes: number;
  readonly guessed: boolean;
  readonly most: number;
}

const NOTHING: Estimate = { inputTokens: 0, outputTokens: 0, usd: 0, mostUsd: 0, maxOutputTokens: 0 };

/** One is told in about as many tokens as another. */
const SOME_DAY = toToday(0);

/** What each lane of a plan is likely to use, in order, without merges. */
export async function estimatePlan(plan: Plan, state: RunState, deps: EstimatePlanDeps): Promise<Estimate[]> {
  return [...(await forecastPlan(plan, state, deps)).estimates];
}

interface LaneDeps extends EstimatePlanDeps {
  readonly about: (...kind: Parameters<Experience['about']>) => Promise<Past | null>;
}

/** Asks once for each kind: a plan may have ten thousand lanes of one. */
function recall(experience: Experience | undefined): LaneDeps['about'] {
  const known = new Map<string, Promise<Past | null>>();
  return async (work, model) => {
    const kind = `${work} ${model}`;
    const past = known.get(kind) ?? experience?.about(work, model) ?? Promise.resolve(null);
    known.set(kind, past);
    return await past;
  };
}

interface Known {
  readonly estimate: Estimate;
  readonly factors: Factors;
}

/** The same with what all of them and their merges take together, `request.cap` of them at once. */
export async function forecastPlan(plan: Plan, state: RunState, given: EstimatePlanDeps): Promise<PlanEstimate> {
  const deps: LaneDeps = { ...given, about: recall(given.experience) };
  const planned = { ...state, plan };
  const estimates: Estimate[] = [];
  const merges: MergeEstimate[] = [];
  const forecasts: Forecast[] = [];
  const asked = state.request.model ?? given.catalogue?.judge ?? given.model.name;
  const count = { lanes: 0, most: 0, guessed: false };
  const words = toRequestWords(state.request.text, plan.texts);
  const byStage = new Map<number, readonly Estimate[]>();
  const stages = { plan, from: given.from ?? 1, estimates: byStage };
  for (const [index, stage] of plan.stages.entries()) {
    const number = index + stages.from;
    const each = toEach(stage);
    const group = each?.by == null ? [] : toGroup(each, number, toLikely(each), planned, stages);
    const own: (Known & Pick<LanePlan, 'output'>)[] = [];
    for (const lane of each === null ? stage.lanes : [toLikelyLane(each, planned)]) {
      const route = each === null ? deps.routes?.[estimates.length + own.length] : undefined;
      const coming = [...toComing(lane, planned, stages), ...group];
      own.push({ ...(await estimateLane(lane, route?.model ?? null, planned, coming, deps)), output: lane.output });
    }
    // One by one: a stage may have more lanes than a call takes arguments.
    if (each === null) for (const { estimate } of own) estimates.push(estimate);
    const likely = each === null ? own : own.flatMap((it) => Array.from({ length: toLikely(each) }, () => it));
    const estimated = likely.map((it) => it.estimate);
    byStage.set(number, estimated);
    const factors = likely.map((it) => it.factors);
    const merge = await estimateMerge(stage, likely, { model: deps.model, prices: deps.prices, asked, cap: state.request.cap, words });
    merges.push(merge);
    forecasts.push(toRange(estimated, factors, { cap: state.request.cap }), merge.forecast);
    count.lanes += likely.length;
    count.most += each === null ? likely.length : Math.max(likely.length, each.limit);
    count.guessed ||= each !== null;
  }
  return { estimates, merges, forecast: addRanges(forecasts), ...count };
}

/** How a stage gets its lanes, where it has none yet. */
const toEach = ({ lanes, each }: StagePlan): EachPlan | null => (lanes.length === 0 ? (each ?? null) : null);

const toLikely = ({ likely, limit }: EachPlan): number => Math.max(1, Math.min(Math.ceil(likely), limit));

const toLikelyLane = ({ prompt, one, by = null, sources, work, output }: EachPlan, state: RunState): LanePlan => ({
  title: one,
  prompt: prompt.replaceAll('{item}', () => one),
  sources: by === null ? sources : withoutTables(sources, state),
  work,
  output,
});

async function estimateLane(
  lane: LanePlan,
  routed: string | null,
  state: RunState,
  coming: readonly Coming[],
  { model, prices, materials, about }: LaneDeps,
): Promise<Known> {
  const wanted = routed ?? state.request.model;
  const here = lane.sources.filter((id) => isThere(id, state));
  const got = await gather(materials, state, here);
  const rules = [toMarkRule(got, lane.output), toOutputRule(lane.output, lane.sources.length > 0)];
  const instruction = [lane.prompt, ...rules].filter((it) => it !== '').join('\n\n');
  const language = state.plan?.language ?? null;
  const call: ModelCall = { work: lane.work, instruction, materials: got, model: wanted, maxOutputTokens: null, language, today: SOME_DAY };
  // What is refused, or can't be read, costs nothing.
  const asked = got.length < here.length || model.refusal(call) !== null ? null : (wanted ?? model.name);
  const guess = await estimateCall(call, asked, prices, coming);
  const past = asked === null ? null : await about(lane.work, asked);
  const estimate = await price(calibrate(guess, past), asked, prices);
  return { estimate: lane.given === undefined ? estimate : { ...NOTHING, again: estimate }, factors: toFactors(past) };
}

/** With dollars for the tokens that it has after it was calibrated. */
async function price(estimate: Estimate, model: string | null, prices: Prices): Promise<Estimate> {
  if (model === null || estimate.guessed === undefined) return estimate;
  const usd = await prices.usd(model, estimate);
  return { ...estimate, usd, mostUsd: estimate.mostUsd === null ? null : Math.max(estimate.mostUsd, usd ?? 0) };
}

async function gather(materials: EstimatePlanDeps['materials'], state: RunState, ids: readonly string[]): Promise<Material[]> {
  try {
    return await materials.gather(state, ids);
  } catch (error) {
    if (error instanceof FanoutError) return [];
    throw error;
  }
}
