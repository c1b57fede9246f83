import { type Estimate, sumEstimates, toAsked } from '../cost/estimate.ts';
import type { MergeEstimate } from '../cost/estimate-merge.ts';
import type { Failure } from '../errors.ts';
import { ASK_LANES } from '../limits.ts';
import { type Forecast, isShown, type LanePlan, type Plan, type Route } from '../plan/plan.ts';
import { withCorrection } from '../plan/sample.ts';
import { withPrompt } from '../plan/with-prompt.ts';
import type { Usage } from '../usage.ts';
import type { Priced, RunEvent } from './events.ts';
import { LaneList } from './lane-list.ts';
import { CANCELLED, endWaiting, toBase, toFresh } from './lane-moves.ts';
import { isDropped, type LaneState, type RunState } from './state.ts';

const NO_ESTIMATE: Estimate = { inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null, maxOutputTokens: 0 };
const NO_ROUTE: Route = { model: null, why: '', fallbacks: [] };

/** A lane of a later stage that its new list has no place for. */
const LEFT_OUT: Failure = { code: 'lane_dropped', reason: 'the list that it came from changed, and has it no more' };

/** The run with its plan, and the lanes that are known by it. */
export function planned(state: RunState, plan: Plan, priced: Priced): RunState {
  const planning = state.plan === null ? state.usage : state.planning;
  const withPlan: RunState = {
    ...state,
    plan,
    priced,
    planning,
    forecast: priced.forecast === undefined ? null : withUsed(priced.forecast, planning),
    budgetUsd: toBudget(state.budgetUsd, plan.budgetUsd ?? null),
    lanes: LaneList.of([]),
    merges: plan.stages.map(() => null),
    expansions: plan.stages.map(() => null),
  };
  const known = withStatic(withPlan, 1);
  const { card, approved, askUsd } = state.request;
  const { lanes, usd } = toLikely(known);
  const asks = card || (!approved && (lanes > ASK_LANES || usd > askUsd));
  if (state.stopping) return { ...known, refused: asks, lanes: endWaiting(known.lanes, () => true, 'cancelled', CANCELLED) };
  return { ...known, asking: asks ? 'plan' : null };
}

/** What is likely in all: what was used to plan is known. */
function withUsed({ tokens, usd, ms }: Forecast, { inputTokens, outputTokens, costUsd }: Usage): Forecast {
  const used = inputTokens + outputTokens;
  const paid = costUsd ?? 0;
  return {
    tokens: { low: tokens.low + used, high: tokens.high + used },
    usd: usd === null || (used > 0 && costUsd === null) ? null : { low: usd.low + paid, high: usd.high + paid },
    ms,
  };
}

/** The smaller of what was set and what the request's words say. */
const toBudget = (set: number | null, said: number | null): number | null =>
  set === null || said === null ? (set ?? said) : Math.min(set, said);

/** The run after a yes to its plan, or to a stage that grew: so much is approved now. */
export function approved(state: RunState): RunState {
  const { lanes, usd } = state.asking === 'plan' ? toLikely(state) : toPresent(state);
  const most = Math.max(usd, state.forecast?.usd?.high ?? usd);
  return {
    ...state,
    asking: null,
    refused: false,
    approved: { lanes: Math.max(state.approved.lanes, lanes), usd: Math.max(state.approved.usd, most) },
  };
}

/** What a plan is likely to come to: with the lanes of stages that take them from the one before. */
export function toLikely(state: RunState): { readonly lanes: number; readonly usd: number } {
  const { plan, priced } = state;
  const stages = plan?.stages ?? [];
  const lanes = stages.reduce((sum, { each, lanes: own }) => sum + (each?.likely ?? own.length), 0);
  const usd = (sumEstimates(priced.estimates).usd ?? 0) + (priced.merges ?? []).reduce((sum, merge) => sum + (merge.usd ?? 0), 0);
  const range = stages.some(({ each }) => each != null) ? priced.forecast?.usd : null;
  return { lanes, usd: range == null ? usd : Math.max(usd, (range.low + range.high) / 2) };
}

/** What the lanes that are there come to: what was spent, and what those that are not over are likely to. */
export function toPresent(state: RunState): { readonly lanes: number; readonly usd: number } {
  const kept = state.lanes.filter((lane) => !('failure' in lane && lane.failure.code === 'lane_dropped'));
  const open = kept.filter((lane) => lane.status === 'waiting' || lane.status === 'running');
  return { lanes: kept.length, usd: state.spentUsd + open.reduce((sum, lane) => sum + (lane.estimate.usd ?? 0), 0) };
}

/**
 * The run with the lanes that a stage took from the one before. A lane that is there already stays as it is, with its
 * result: its item is the same; one whose item is gone is left out. The stages after it that are
 * known come into being behind it.
 */
export function expanded(state: RunState, event: Extract<RunEvent, { type: 'stage.expanded' }>): RunState {
  const { stage, round, lanes: plans, texts, notes, forecast, merges: [merge] = [] } = event;
  if (state.stopping || state.mergingNow) return state;
  if (round !== state.round || state.plan === null || state.merges[stage - 1] !== null) return state;
  const isGrouped = (state.plan.stages[stage - 1]?.each?.by ?? null) !== null;
  const unmatched = new Set(plans.keys());
  const kept = state.lanes.map((lane): LaneState => {
    if (lane.stage !== stage) return lane;
    const same = [...unmatched].find((index) => isSame(plans[index], lane.plan, stage));
    // A group has its value for a name: with other rows it is the same lane, done again.
    const match =
      same ?? [...unmatched].find((index) => isGrouped && isOnList(lane.plan, stage) && plans[index]?.title === lane.plan.title);
    const plan = match === undefined ? undefined : plans[match];
    // A lane that a person added is on no list.
    if (match === undefined || plan === undefined) return isOnList(lane.plan, stage) ? leaveOut(lane) : lane;
    unmatched.delete(match);
    if (same === undefined) return isLetGo(lane) ? lane : withRows(lane, plan, event, match);
    return 'failure' in lane && lane.failure.reason === LEFT_OUT.reason ? toFresh(lane, lane.prompt, event.atMs) : lane;
  });
  const added = [...unmatched].map((index, nth) => toWaiting(state, stage, kept.length + nth + 1, plans[index] as LanePlan, event, index));
  const expansions = state.expansions.with(stage - 1, round);
  const here: RunState = {
    ...state,
    lanes: LaneList.of([...kept, ...added]),
    expansions,
    texts: [...state.texts, ...texts],
    notes: [...state.notes, ...notes],
    priced: withMerge(state.priced, stage, merge),
  };
  const whole = withStatic({ ...here, forecast: forecast ?? state.forecast }, stage + 1);
  const { lanes, usd } = toPresent(whole);
  const over = lanes > whole.approved.lanes || usd > whole.approved.usd;
  return { ...whole, asking: over && !whole.stopping ? 'more' : whole.asking };
}

/** Ids of the items that a stage took from the one before. */
const itemsOf = ({ sources }: LanePlan, stage: number): string[] => sources.filter((id) => id.startsWith(`T${stage}.`));
const isOnList = (plan: LanePlan, stage: number): boolean => itemsOf(plan, stage).length > 0;

const isSame = (plan: LanePlan | undefined, other: LanePlan, stage: number): boolean =>
  plan?.prompt === other.prompt && plan.title === other.title && itemsOf(plan, stage).join() === itemsOf(other, stage).join();

/** A person dropped it, whatever the list says. */
const isLetGo = (lane: LaneState): boolean => isDropped(lane) && 'failure' in lane && lane.failure.reason !== LEFT_OUT.reason;

/** A lane over a group whose rows are others now, asked the same of them. */
function withRows(lane: LaneState, plan: LanePlan, priced: Priced & { readonly atMs: number }, at: number): LaneState {
  const stage = lane.stage;
  const [before] = itemsOf(lane.plan, stage);
  const [now] = itemsOf(plan, stage);
  const estimate = priced.estimates[at] ?? NO_ESTIMATE;
  const prompt = before === undefined || now === undefined ? plan.prompt : lane.prompt.replaceAll(before, () => now);
  // What it made of other rows is none of its text any more.
  const changed = { ...lane, plan, own: null, estimate, firstEstimate: estimate, route: priced.routes?.[at] ?? NO_ROUTE };
  return changed.status === 'running'
    ? { ...changed, prompt, wish: { kind: 'restart', stale: true } }
    : toFresh(changed, prompt, priced.atMs);
}

/** What the merge of a stage is likely to take, now that its lanes are known. */
const withMerge = (priced: Priced, stage: number, merge: MergeEstimate | undefined): Priced =>
  merge === undefined || priced.merges?.[stage - 1] === undefined ? priced : { ...priced, merges: priced.merges.with(stage - 1, merge) };

function leaveOut(lane: LaneState): LaneState {
  if (lane.status === 'running') return { ...lane, wish: { kind: 'drop', stale: true, failure: LEFT_OUT } };
  return { ...toBase(lane), status: 'skipped', failure: LEFT_OUT };
}

/**
 * Adds the lanes of the stages from that one on that the plan knows, up to the next that takes its lanes from the one
 * before.
 */
function withStatic(state: RunState, from: number): RunState {
  const lanes = [...state.lanes];
  const stages = state.plan?.stages ?? [];
  let offset = stages.slice(0, from - 1).reduce((sum, stage) => sum + stage.lanes.length, 0);
  for (const [index, stage] of stages.entries()) {
    if (index + 1 < from) continue;
    if (stage.each != null || lanes.some((lane) => lane.stage === index + 1)) break;
    for (const [nth, plan] of stage.lanes.entries())
      lanes.push(toWaiting(state, index + 1, lanes.length + 1, plan, state.priced, offset + nth));
    offset += stage.lanes.length;
  }
  return { ...state, lanes: LaneList.of(lanes) };
}

/**
 * A plan that waits for a yes, with its lanes as people changed them: what is shown, edited and said yes to is what
 * will run.
 */
export function withLanesAsPlan(state: RunState): RunState {
  if (state.plan === null) return state;
  let offset = 0;
  const known = state.plan.stages.map((stage, index) => {
    const own = state.lanes.filter((lane) => lane.stage === index + 1);
    const from = offset;
    offset += stage.lanes.length;
    if (own.length === 0) {
      const { estimates, routes = [] } = state.priced;
      const at = (nth: number) => ({ estimate: estimates[from + nth] ?? NO_ESTIMATE, route: routes[from + nth] ?? NO_ROUTE });
      return { stage, lanes: stage.lanes.map((plan, nth) => ({ plan, ...at(nth) })) };
    }
    const kept = own.filter((lane) => !isDropped(lane));
    return { stage, lanes: kept.map(({ plan, prompt, estimate, route }) => ({ plan: withPrompt(plan, prompt), estimate, route })) };
  });
  const lanes = known.flatMap((it) => it.lanes);
  return {
    ...state,
    plan: { ...state.plan, stages: known.map(({ stage, lanes: own }) => ({ ...stage, lanes: own.map((lane) => lane.plan) })) },
    priced: {
      estimates: lanes.map((lane) => lane.estimate),
      routes: lanes.map((lane) => lane.route),
      ...(state.priced.merges && { merges: state.priced.merges }),
    },
  };
}

/** A new lane, with what was wished before it came; `at` is where its estimate and its route stand. */
export function toWaiting(state: RunState, stage: number, lane: number, plan: LanePlan, priced: Priced, at: number): LaneState {
  const wishes = state.plan !== null && isShown(state.plan, stage) ? [...state.corrections, ...state.wishes] : state.corrections;
  const prompt = wishes.reduce(withCorrection, plan.prompt);
  const known = priced.estimates[at] ?? NO_ESTIMATE;
  const estimate = prompt === plan.prompt ? known : toAsked(known);
  return {
    lane,
    stage,
    plan,
    prompt,
    estimate,
    firstEstimate: estimate,
    route: priced.routes?.[at] ?? NO_ROUTE,
    fallen: 0,
    again: false,
    own: null,
    starts: 0,
    opened: 0,
    attempts: 0,
    deferrals: 0,
    interruptions: 0,
    ms: 0,
    status: 'waiting',
    notBeforeMs: 0,
    after: null,
  };
}
