import type { Estimate } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import { MAX_REPLIES } from '../limits.ts';
import type { PlanChange } from '../plan/plan.ts';
import { withCorrection } from '../plan/sample.ts';
import type { Priced, RunEvent } from './events.ts';
import { toPresent, toWaiting, withLanesAsPlan } from './fold-plan.ts';
import { LaneList } from './lane-list.ts';
import { toBase, toFresh } from './lane-moves.ts';
import { currentStage, type LaneState, type RunState } from './state.ts';

const DROPPED: Failure = { code: 'lane_dropped', reason: 'dropped by a person' };

/** Lanes done again, and what is built on them. */
export function retried(state: RunState, event: Extract<RunEvent, { type: 'lanes.retried' }>): RunState {
  const chosen = new Map(event.lanes.map((lane, index) => [lane, event.prompts[index] ?? null]));
  const [first] = state.lanes.filter((lane) => chosen.has(lane.lane));
  if (first === undefined) return state;
  const change = (lane: LaneState): LaneState | null =>
    chosen.has(lane.lane) ? again(lane, chosen.get(lane.lane) ?? lane.prompt, event.atMs) : null;
  const from = state.lanes.filter((lane) => chosen.has(lane.lane)).reduce((least, lane) => Math.min(least, lane.stage), first.stage);
  const opened = reopen(state, from, change, event.atMs);
  const distinctRounds = event.why === 'too alike' ? state.distinctRounds + 1 : 0;
  const after = { ...opened, budgetUsd: event.budgetUsd ?? state.budgetUsd, distinctRounds };
  return after.asking === 'plan' ? withLanesAsPlan(after) : after;
}

/** Takes a change of the plan, or lets it wait for a yes. */
export function changed(state: RunState, event: Extract<RunEvent, { type: 'run.changed' }>): RunState {
  const told = state.told.filter(({ id }) => id !== event.id);
  const pending = { change: event.change, saying: event.saying, estimates: event.estimates, ...priceOf(event) };
  const by = state.told.find(({ id }) => id === event.id)?.by ?? event.by;
  const text = event.waits ? `${event.saying}? That goes beyond what was approved: it waits for a yes.` : `${event.saying}.`;
  const replies = [...state.replies, { id: event.id, by, text }].slice(-MAX_REPLIES);
  if (event.waits) return { ...state, told, replies, pending };
  // Somebody stopped the run while this was thought about.
  if (isStopping(state)) return { ...state, told };
  // Another change may wait for a yes: it waits on.
  return { ...carryOut({ ...state, told, replies }, pending, event.atMs), pending: state.pending };
}

/** A person stopped it, and it has not ended yet. */
export const isStopping = (state: RunState): boolean => state.stopping && state.ended === null;

const priceOf = ({ routes, forecast }: Priced): Partial<Priced> => ({ ...(routes && { routes }), ...(forecast && { forecast }) });

const sumUsd = (lanes: readonly LaneState[]): number => lanes.reduce((sum, lane) => sum + (lane.estimate.usd ?? 0), 0);

/** Whether a change costs more than people said yes to: more lanes, more money than was approved, or than the budget has left. */
export function goesBeyond(state: RunState, change: PlanChange, estimates: readonly Estimate[]): boolean {
  // The whole plan waits for a yes then.
  if (state.asking === 'plan') return false;
  const present = toPresent(state);
  const lanes = present.lanes + change.add.length - change.drop.length;
  // As it would be then: the stages behind a changed one are done again too.
  const after = carryOut(state, { change, saying: '', estimates }, 0);
  const cut = state.lanes.filter((lane) => lane.status === 'running' && change.drop.includes(lane.lane));
  const running = state.lanes.filter((lane) => lane.status === 'running' && change.amend?.lanes.includes(lane.lane) === true);
  const total = toPresent(after).usd - sumUsd(cut) + sumUsd(running);
  if (total <= present.usd && change.add.length === 0) return false;
  return lanes > state.approved.lanes || total > state.approved.usd || (state.budgetUsd !== null && total > state.budgetUsd);
}

/** The run with a change of its plan, opened again where it had ended. */
export function carryOut(state: RunState, pending: NonNullable<RunState['pending']>, atMs: number): RunState {
  const { change, saying } = pending;
  const toChanged = (lane: LaneState): LaneState | null => {
    if (change.drop.includes(lane.lane)) return drop(lane);
    if (change.amend?.lanes.includes(lane.lane) === true) return again(lane, withCorrection(lane.prompt, change.amend.words), atMs);
    return null;
  };
  const stages = state.lanes.filter((lane) => toChanged(lane) !== null).map((lane) => lane.stage);
  const from = Math.min(...stages, ...(change.add.length > 0 ? [change.stage] : []));
  const notes = [...state.notes, saying];
  if (!Number.isFinite(from)) return { ...state, pending: null, notes };
  const opened = reopen({ ...state, forecast: null }, from, toChanged, atMs);
  const added = change.add.map((plan, at) => toWaiting(opened, change.stage, opened.lanes.length + at + 1, plan, pending, at));
  const after = { ...opened, lanes: LaneList.of([...opened.lanes, ...added]), pending: null, notes };
  return after.asking === 'plan' ? withLanesAsPlan(after) : after;
}

/**
 * A run with lanes of a stage changed, as `change` says (null: not this one): that stage and those after it merge again, since what comes after a stage is built on its merge, and so are their lanes done again. Lanes that
 * a later stage took from a list stay for now: the new list tells which of them still stand.
 */
function reopen(state: RunState, from: number, change: (lane: LaneState) => LaneState | null, atMs: number): RunState {
  const takes = (stage: number): boolean => state.plan?.stages[stage - 1]?.each != null;
  const lanes = state.lanes.map((lane): LaneState => {
    const it = change(lane);
    // What it works on is about to be another.
    if (it?.status === 'running' && it.wish?.kind === 'restart' && lane.stage > from)
      return { ...it, wish: { kind: 'restart', stale: true } };
    if (it !== null) return it;
    if (lane.stage <= from) return lane;
    const isOnList = takes(lane.stage) && !lane.plan.sources.some((id) => id.startsWith('R'));
    if (isOnList) return lane;
    return lane.status === 'running' ? { ...lane, wish: { kind: 'restart', stale: true } } : toFresh(lane, lane.prompt, atMs);
  });
  const atWork = currentStage(state);
  return {
    ...state,
    lanes: LaneList.of(lanes),
    merges: state.merges.map((merge, index) => (index + 1 >= from ? null : merge)),
    expansions: state.expansions.map((round, index) => (index + 1 > from ? null : round)),
    openedAtMs: state.ended === null ? state.openedAtMs : atMs,
    distinctRounds: 0,
    // What nobody said yes to is still to be said yes to, changed or not; a sample is asked about once its lanes are over, and a list that is made again asks by itself.
    asking: state.asking === 'plan' || (state.asking === 'more' && from === atWork) ? state.asking : null,
    sample: state.sample?.released === false ? state.sample : null,
    published: null,
    round: state.round + 1,
    stopping: false,
    mergingNow: false,
    ended: null,
  };
}

/** A lane done again with that prompt. One in flight is told so; once stale, always stale: a second press does not make an old result good again. */
export function again(lane: LaneState, prompt: string, atMs: number): LaneState {
  if (lane.status !== 'running') return toFresh(lane, prompt, atMs);
  const stale = lane.wish?.stale === true || prompt !== lane.prompt;
  return { ...lane, prompt, wish: { kind: 'restart', stale } };
}

function drop(lane: LaneState): LaneState {
  if (lane.status === 'running') return { ...lane, wish: { kind: 'drop', stale: true, failure: DROPPED } };
  return { ...toBase(lane), status: 'skipped', failure: DROPPED };
}
