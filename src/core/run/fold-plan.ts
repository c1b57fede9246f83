import { type Estimate, sumEstimates } from '../cost/estimate.ts';
import type { MergeEstimate } from '../cost/estimate-merge.ts';
import type { Failure } from '../errors.ts';
import { ASK_LANES } from '../limits.ts';
import { isShown, type LanePlan, type Plan, type Route } from '../plan/plan.ts';
import { withCorrection } from '../plan/sample.ts';
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
  const withPlan: RunState = {
    ...state,
    plan,
    priced,
    forecast: priced.forecast ?? null,
    lanes: LaneList.of([]),
    merges: plan.stages.map(() => null),
    expansions: plan.stages.map(() => null),
  };
  const known = withStatic(withPlan, 1);
  const { card, approved, askUsd } = state.request;
  if (state.stopping) return { ...known, lanes: endWaiting(known.lanes, () => true, 'cancelled', CANCELLED) };
  const { lanes, usd } = toLikely(known);
  const asks = card || (!approved && (lanes > ASK_LANES || usd > askUsd));
  return { ...known, asking: asks ? 'plan' : null };
}

/** The run after a yes to its plan, or to a stage that grew: so much is approved now. */
export function approved(state: RunState): RunState {
  const { lanes, usd } = state.asking === 'plan' ? toLikely(state) : toPresent(state);
  const most = Math.max(usd, state.forecast?.usd?.high ?? usd);
  return { ...state, asking: null, approved: { lanes: Math.max(state.approved.lanes, lanes), usd: Math.max(state.approved.usd, most) } };
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
 * The run with the lanes that a stage took from the one before. A lane that is there already stays as it is, with its result: its item is the same; one whose item is gone is left out. The stages after it that are
 * known come into being behind it.
 */
export function expanded(state: RunState, event: Extract<RunEvent, { type: 'stage.expanded' }>): RunState {
  const { stage, round, lanes: plans, texts, notes, forecast, merges: [merge] = [] } = event;
  if (state.stopping || state.mergingNow) return state;
  if (round !== state.round || state.plan === null || state.merges[stage - 1] !== null) return state;
  const unmatched = new Set(plans.keys());
  const kept = state.lanes.map((lane): LaneState => {
    if (lane.stage !== stage) return lane;
    const match = [...unmatched].find((index) => plans[index]?.prompt === lane.plan.prompt && plans[index]?.title === lane.plan.title);
    // A lane that a person added is on no list.
    if (match === undefined) return lane.plan.sources.some((id) => id.startsWith(`T${stage}.`)) ? leaveOut(lane) : lane;
    unmatched.delete(match);
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

/** What the merge of a stage is likely to take, now that its lanes are known. */
const withMerge = (priced: Priced, stage: number, merge: MergeEstimate | undefined): Priced =>
  merge === undefined || priced.merges?.[stage - 1] === undefined ? priced : { ...priced, merges: priced.merges.with(stage - 1, merge) };

function leaveOut(lane: LaneState): LaneState {
  if (lane.status === 'running') return { ...lane, wish: { kind: 'drop', stale: true, failure: LEFT_OUT } };
  return { ...toBase(lane), status: 'skipped', failure: LEFT_OUT };
}

/** Adds the lanes of the stages from that one on that the plan knows, up to the next that takes its lanes from the one before. */
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

/** A plan that waits for a yes, with its lanes as people changed them: what is shown, edited and said yes to is what will run. */
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
    return { stage, lanes: kept.map(({ plan, prompt, estimate, route }) => ({ plan: { ...plan, prompt }, estimate, route })) };
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
  const estimate = priced.estimates[at] ?? NO_ESTIMATE;
  const wishes = state.plan !== null && isShown(state.plan, stage) ? [...state.corrections, ...state.wishes] : state.corrections;
  return {
    lane,
    stage,
    plan,
    prompt: wishes.reduce(withCorrection, plan.prompt),
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
