import type { Estimate } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import { MAX_REPLIES } from '../limits.ts';
import { withOthers } from '../merge/distinct.ts';
import type { PlanChange } from '../plan/plan.ts';
import { withCorrection } from '../plan/sample.ts';
import type { Priced, RunEvent } from './events.ts';
import { toLikely, toPresent, toWaiting, withLanesAsPlan } from './fold-plan.ts';
import { LaneList } from './lane-list.ts';
import { toBase, toFresh } from './lane-moves.ts';
import { currentStage, isDropped, isOver, type LaneState, type PendingChange, type RunState } from './state.ts';

const DROPPED: Failure = { code: 'lane_dropped', reason: 'dropped by a person' };

/** Lanes done again, and what is built on them. */
export function retried(state: RunState, event: Extract<RunEvent, { type: 'lanes.retried' }>): RunState {
  const chosen = new Map(event.lanes.map((lane, index) => [lane, event.prompts[index] ?? null]));
  const [first] = state.lanes.filter((lane) => chosen.has(lane.lane));
  if (first === undefined) return state;
  const { others = null } = event;
  const change = (lane: LaneState): LaneState | null => {
    if (!chosen.has(lane.lane)) return null;
    const worded = chosen.get(lane.lane) ?? null;
    const prompt = worded ?? lane.prompt;
    // Other words ask for another text, and not for a change of the one that is there.
    const own = worded === null ? lane.own : null;
    return again({ ...lane, own, plan: { ...lane.plan, sources: withOthers(lane.plan.sources, prompt, others) } }, prompt, event.atMs);
  };
  const from = state.lanes.filter((lane) => chosen.has(lane.lane)).reduce((least, lane) => Math.min(least, lane.stage), first.stage);
  const opened = reopen(state, from, change, event.atMs);
  const distinctRounds = event.why === 'too alike' ? state.distinctRounds + 1 : 0;
  const texts = others === null ? state.texts : [...state.texts, others];
  const after = withQuestion({ ...opened, texts, budgetUsd: event.budgetUsd ?? state.budgetUsd, distinctRounds });
  return after.asking === 'plan' ? withLanesAsPlan(after) : after;
}

/**
 * A run whose plan nobody said yes to asks as it did, once so much of it is wanted that a plan of that would be asked
 * about.
 */
function withQuestion(state: RunState): RunState {
  const open = state.lanes.filter((lane) => !isOver(lane));
  if (!state.refused || state.asking !== null) return state;
  const isWhole = state.lanes.every((lane) => isDropped(lane) || (lane.status === 'waiting' && lane.starts === 0));
  if (isWhole && state.request.card) return { ...state, asking: 'plan' };
  const { lanes, usd } = isWhole ? toLikely(state) : { lanes: open.length, usd: sumUsd(open) };
  const isBeyond = lanes > state.approved.lanes || usd > state.approved.usd;
  return isBeyond ? { ...state, asking: isWhole ? 'plan' : 'more' } : state;
}

/** Takes a change of the plan, or lets it wait for a yes. */
export function changed(state: RunState, event: Extract<RunEvent, { type: 'run.changed' }>): RunState {
  const told = state.told.filter(({ id }) => id !== event.id);
  const { id, change, saying, estimates, raiseUsd = null } = event;
  const by = state.told.find((it) => it.id === id)?.by ?? event.by;
  const pending = { id, by, change, saying, estimates, ...priceOf(event), raiseUsd };
  const raise = raiseUsd === null ? '' : `, which raises the budget to ${raiseUsd} USD`;
  const text = event.waits ? `${saying}? That goes beyond what was approved: it waits for a yes${raise}.` : `${saying}.`;
  const replaced = event.waits && state.pending !== null ? [toReplaced(state.pending, saying)] : [];
  const replies = [...state.replies, ...replaced, { id, by, text }].slice(-MAX_REPLIES);
  if (event.waits) return { ...state, told, replies, pending };
  // Somebody stopped the run while this was thought about.
  if (isStopping(state)) {
    const unheard = { id, by, text: 'The run was stopped before that could be done.' };
    return { ...state, told, replies: [...state.replies, unheard].slice(-MAX_REPLIES) };
  }
  // Another change may wait for a yes: it waits on.
  return { ...carryOut({ ...state, told, replies }, pending, event.atMs), pending: state.pending };
}

/**
 * What is said to whoever asked for a change that waited, when a newer one took its place. An answer is a message
 * that never changes, so this one has a name of its own.
 */
const toReplaced = ({ id, by, saying }: PendingChange, newer: string): RunState['replies'][number] => ({
  id: `${id}:replaced`,
  by,
  text: `“${saying}” waits for a yes no more: it was replaced by “${newer}”. Say it again if you want both.`,
});

/** A person stopped it, and it has not ended yet. */
export const isStopping = (state: RunState): boolean => state.stopping && state.ended === null;

const priceOf = ({ routes, forecast }: Priced): Partial<Priced> => ({ ...(routes && { routes }), ...(forecast && { forecast }) });

const sumUsd = (lanes: readonly LaneState[]): number => lanes.reduce((sum, lane) => sum + (lane.estimate.usd ?? 0), 0);

/**
 * Whether a change costs more than people said yes to: more lanes, more money than was approved, or than the budget
 * has left.
 */
export function goesBeyond(state: RunState, change: PlanChange, estimates: readonly Estimate[]): boolean {
  // The whole plan waits for a yes then.
  if (state.asking === 'plan') return false;
  const present = toPresent(state);
  const lanes = present.lanes + change.add.length - change.drop.length;
  const total = toTotalUsd(state, change, estimates);
  if (total <= present.usd && change.add.length === 0) return false;
  return lanes > state.approved.lanes || total > state.approved.usd || (state.budgetUsd !== null && total > state.budgetUsd);
}

/** What the whole run is likely to have cost in the end with that change, in US dollars. */
export function toTotalUsd(state: RunState, change: PlanChange, estimates: readonly Estimate[]): number {
  const after = withChange(state, change, estimates);
  const cut = state.lanes.filter((lane) => lane.status === 'running' && change.drop.includes(lane.lane));
  const running = state.lanes.filter((lane) => lane.status === 'running' && change.amend?.lanes.includes(lane.lane) === true);
  return toPresent(after).usd - sumUsd(cut) + sumUsd(running);
}

/** The run as it would be with that change: the stages behind a changed one are done again too. */
export const withChange = (state: RunState, change: PlanChange, estimates: readonly Estimate[]): RunState =>
  carryOut(state, { change, saying: '', estimates }, 0);

/** The run after a yes to the change that waits, with the budget that the card named. */
export function approveChange(state: RunState, pending: PendingChange, atMs: number): RunState {
  const after = carryOut(state, pending, atMs);
  const { budgetUsd } = state;
  return { ...after, budgetUsd: budgetUsd === null ? null : Math.max(budgetUsd, pending.raiseUsd ?? 0) };
}

/** The run with a change of its plan, opened again where it had ended. */
function carryOut(state: RunState, pending: Priced & Pick<PendingChange, 'change' | 'saying'>, atMs: number): RunState {
  const { change, saying } = pending;
  const dropped = new Set(change.drop);
  const amended = new Set(change.amend?.lanes);
  const toChanged = (lane: LaneState): LaneState | null => {
    if (dropped.has(lane.lane)) return drop(lane);
    if (change.amend !== null && amended.has(lane.lane))
      return again(withOwnResult(lane), withCorrection(lane.prompt, change.amend.words), atMs);
    return null;
  };
  const wishes = change.amend?.holds === true ? [...state.wishes, change.amend.words] : state.wishes;
  const changedLanes = state.lanes.filter((lane) => toChanged(lane) !== null);
  // Lanes can be more than a call takes arguments.
  const from = changedLanes.reduce((least, lane) => Math.min(least, lane.stage), change.add.length > 0 ? change.stage : Infinity);
  const notes = [...state.notes, saying];
  if (!Number.isFinite(from)) return { ...state, wishes, pending: null, notes };
  const opened = reopen({ ...state, wishes, forecast: null }, from, toChanged, atMs);
  const added = change.add.map((plan, at) => toWaiting(opened, change.stage, opened.lanes.length + at + 1, plan, pending, at));
  const after = { ...opened, lanes: LaneList.of([...opened.lanes, ...added]), pending: null, notes };
  return after.asking === 'plan' ? withLanesAsPlan(after) : after;
}

/**
 * A run with lanes of a stage changed, as `change` says (null: not this one): that stage and those after it merge
 * again, since what comes after a stage is built on its merge, and so are their lanes done again: but for those
 * that were only given results of stages before it. Lanes that a later stage took from a list stay for now: the new
 * list tells which of them still stand.
 */
function reopen(state: RunState, from: number, change: (lane: LaneState) => LaneState | null, atMs: number): RunState {
  const takes = (stage: number): boolean => state.plan?.stages[stage - 1]?.each != null;
  const lanes = state.lanes.map((lane): LaneState => {
    const it = change(lane);
    if (lane.stage <= from) return it ?? lane;
    // What it works on is about to be another: what it made of the old is none of its text any more.
    if (it?.status === 'running' && it.wish?.kind === 'restart') return { ...it, own: null, wish: { kind: 'restart', stale: true } };
    if (it?.status === 'waiting') return { ...it, own: null, estimate: it.firstEstimate };
    if (it !== null) return it;
    if (isDropped(lane)) return lane;
    const results = resultsOf(lane);
    const isOnList = takes(lane.stage) && results.length === 0;
    // What it was given stays as it is; whether it has a result of that.
    const isUntouched =
      results.length > 0 && results.every((stage) => stage < from) && (lane.status === 'done' || lane.status === 'running');
    if (isOnList || isUntouched) return lane;
    const anew = { ...lane, own: null };
    return anew.status === 'running' ? { ...anew, wish: { kind: 'restart', stale: true } } : toFresh(anew, lane.prompt, atMs);
  });
  const atWork = currentStage(state);
  return {
    ...state,
    lanes: LaneList.of(lanes),
    merges: state.merges.map((merge, index) => (index + 1 >= from ? null : merge)),
    expansions: state.expansions.map((round, index) => (index + 1 > from ? null : round)),
    openedAtMs: state.ended === null ? state.openedAtMs : atMs,
    distinctRounds: 0,
    // What nobody said yes to is still to be said yes to, changed or not; a sample is asked about once its lanes are
    // over, and a list that is made again asks by itself.
    asking: state.asking === 'plan' || (state.asking === 'more' && from === atWork) ? state.asking : null,
    sample: state.sample?.released === false ? state.sample : null,
    published: null,
    round: state.round + 1,
    stopping: false,
    mergingNow: false,
    ended: null,
  };
}

/** The stages whose results a lane is given. */
const resultsOf = ({ plan }: LaneState): number[] =>
  plan.sources.flatMap((id) => {
    const [, stage] = /^R(\d+)$/.exec(id) ?? [];
    return stage === undefined ? [] : [Number(stage)];
  });

/**
 * A lane done again with that prompt. One in flight is told so; once stale, always stale: a second press does not
 * make an old result good again.
 */
export function again(lane: LaneState, prompt: string, atMs: number): LaneState {
  if (lane.status !== 'running') return toFresh(lane, prompt, atMs);
  const stale = lane.wish?.stale === true || prompt !== lane.prompt;
  return { ...lane, prompt, wish: { kind: 'restart', stale } };
}

/**
 * A lane that is to change what it gave: the newest of its results. One that gave nothing begins with the words
 * alone, or with what it was to change already.
 */
const withOwnResult = (lane: LaneState): LaneState =>
  lane.status === 'done' ? { ...lane, own: { start: lane.starts, chars: lane.chars } } : lane;

function drop(lane: LaneState): LaneState {
  if (lane.status === 'running') return { ...lane, wish: { kind: 'drop', stale: true, failure: DROPPED } };
  return { ...toBase(lane), status: 'skipped', failure: DROPPED };
}
