import type { Estimate } from '../cost/estimate.ts';
import { addRanges, toRange } from '../cost/range.ts';
import type { Forecast, PlanChange } from '../plan/plan.ts';
import { toLikely, toPresent } from '../run/fold-plan.ts';
import { currentStage, isDropped, isOver, type LaneState, modelOf, type RunState } from '../run/state.ts';
import type { CardView } from './card-view.ts';

/** What a run asks people for now; null: nothing. */
export function toCard(state: RunState): CardView | null {
  if (state.plan === null || state.ended !== null) return state.pending === null ? null : toChangeCard(state);
  switch (state.asking) {
    case 'plan':
      return toPlanCard(state);
    case 'sample':
    case 'more':
      return toOpenCard(state, state.asking);
    case null:
      return state.pending === null ? null : toChangeCard(state);
    default:
      throw new Error(`unknown question ${JSON.stringify(state.asking satisfies never)}`);
  }
}

function toPlanCard(state: RunState): CardView {
  const stages = state.plan?.stages ?? [];
  const known = state.lanes.filter((lane) => !isDropped(lane)).map((lane) => lane.estimate);
  const forecast = state.forecast ?? withMerges(known, state, 1);
  return {
    ...toCommon(state, [...state.lanes]),
    kind: 'plan',
    lanes: toLikely(state).lanes,
    guessed: stages.some((stage) => stage.each != null),
    most: stages.reduce((sum, { each, lanes }) => sum + (each?.limit ?? lanes.length), 0),
    tokens: forecast.tokens,
    usd: forecast.usd,
    ms: forecast.ms,
    change: null,
  };
}

/** What is still to be done: the lanes behind a sample, or those of a stage that grew. */
function toOpenCard(state: RunState, kind: 'sample' | 'more'): CardView {
  const open = state.lanes.filter((lane) => !isOver(lane));
  const { lanes } = toPresent(state);
  return {
    ...toCommon(state, open),
    kind,
    lanes: kind === 'sample' ? open.length : lanes,
    guessed: false,
    most: kind === 'sample' ? open.length : lanes,
    ...withMerges(
      open.map((lane) => lane.estimate),
      state,
      currentStage(state) ?? 1,
    ),
    change: null,
  };
}

function toChangeCard(state: RunState): CardView {
  const { pending } = state;
  if (pending === null) throw new Error('no change waits for a yes');
  const amended = new Set(pending.change.amend?.lanes);
  const again = state.lanes.filter((lane) => amended.has(lane.lane));
  const lanes = toPresent(state).lanes + pending.change.add.length - pending.change.drop.length;
  return {
    ...toCommon(state, again),
    kind: 'change',
    lanes,
    guessed: false,
    most: lanes,
    ...withMerges([...pending.estimates, ...again.map((lane) => lane.estimate)], state, firstChanged(state, pending.change)),
    change: pending.saying,
    raiseUsd: state.budgetUsd !== null && (pending.raiseUsd ?? 0) > state.budgetUsd ? pending.raiseUsd : null,
  };
}

/** What these lanes are likely to take together with the merges from that stage on, as far as these are told. */
function withMerges(estimates: readonly Estimate[], { priced, request, lanes }: RunState, from: number): Forecast {
  const last = lanes.map((lane) => lane.stage).reduce((most, stage) => Math.max(most, stage), 0);
  const merges = (priced.merges ?? []).slice(from - 1, last).map((merge) => merge.forecast);
  return addRanges([toRange(estimates, [], { cap: request.cap }), ...merges]);
}

/** A stage that changes merges again, and those after it. */
function firstChanged({ lanes }: RunState, { add, stage, drop, amend }: PlanChange): number {
  const named = new Set([...drop, ...(amend?.lanes ?? [])]);
  const changed = lanes.filter((lane) => named.has(lane.lane));
  // Lanes can be more than a call takes arguments.
  const first = changed.reduce((least, lane) => Math.min(least, lane.stage), add.length > 0 ? stage : lanes.length + 1);
  return Math.max(1, first);
}

function toCommon(
  state: RunState,
  lanes: readonly LaneState[],
): Pick<CardView, 'models' | 'cap' | 'why' | 'budgetUsd' | 'raiseUsd' | 'cheaper'> {
  const counts = new Map<string | null, number>();
  for (const lane of lanes) {
    const name = modelOf(lane) ?? state.request.model;
    if (lane.estimate.inputTokens > 0 || name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  // Without a name it is the default model, which the adapter knows; a card that can't name it says nothing of models.
  const models = [...counts].filter(([name]) => name !== null).map(([name, count]) => ({ name, lanes: count }));
  return {
    models: models.sort((a, b) => b.lanes - a.lanes),
    cap: state.request.cap,
    why: state.plan?.why ?? '',
    budgetUsd: state.budgetUsd,
    raiseUsd: null,
    cheaper: state.priced.cheaper ?? true,
  };
}
