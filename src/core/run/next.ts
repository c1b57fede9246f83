import { readSteer } from '../plan/steer-words.ts';
import type { MergeKind } from '../request.ts';
import type { RunHeading } from './heading.ts';
import type { RunOutcome } from './outcome.ts';
import { toStartOrder } from './start-order.ts';
import { currentStage, isDropped, isOver, type LaneState, modelOf, type RunState, type Told, toListed } from './state.ts';

const NONE: ReadonlySet<number> = new Set();

export type Action =
  /** Read these sources, by id. */
  | { readonly type: 'read'; readonly sources: readonly string[] }
  | { readonly type: 'plan' }
  /** Make the text that all lanes are given. */
  | { readonly type: 'brief' }
  /** Take the lanes of a stage from what the one before gave. */
  | { readonly type: 'expand'; readonly stage: number; readonly round: number }
  /** Answer what was said about the run, or change its plan by it. */
  | { readonly type: 'consider'; readonly id: string }
  /** Ask for what was said about the run and is a request of its own. */
  | { readonly type: 'begin'; readonly id: string }
  /** Answer with what is there, while the rest goes on. */
  | { readonly type: 'publish'; readonly stage: number; readonly round: number; readonly why: 'quorum' | 'deadline' }
  /** Start these lanes now. Said again until the log has their start: a repeat is harmless. */
  | { readonly type: 'start'; readonly starts: readonly { readonly lane: number; readonly start: number }[] }
  /** End these lanes unstarted: the budget has no room for them. */
  | { readonly type: 'give up'; readonly starts: readonly { readonly lane: number; readonly start: number }[] }
  /** Abort what is in flight of these lanes. */
  | { readonly type: 'abort'; readonly lanes: readonly number[] }
  | { readonly type: 'merge'; readonly stage: number; readonly round: number; readonly kind: MergeKind }
  | { readonly type: 'end'; readonly round: number; readonly outcome: RunOutcome }
  /** Put right what lists say of the run; `seen` is the newest event of its log. */
  | { readonly type: 'list'; readonly status: RunHeading['status']; readonly seen: number }
  /** Nothing before then, unless something happens. */
  | { readonly type: 'wait'; readonly untilMs: number };

/**
 * What is to be done about a run now. Pure, and by level, not by edge: it is asked after every change and says everything that the state calls for, also
 * what was begun already, so that a death between asking and doing loses nothing. Nothing at all: wait for what is in flight, or the run has ended.
 * `asideUsd` is what calls beside the lanes have reserved, and lanes that begin; `beginning` are these.
 */
export function next(state: RunState, nowMs: number, asideUsd = 0, beginning: ReadonlySet<number> = NONE): Action[] {
  const begins = state.begun.flatMap(({ id, isAsked }): Action[] => (isAsked ? [] : [{ type: 'begin', id }]));
  const isHeld = state.ended !== null || (!state.stopping && state.told.some(isStop));
  return [...toListing(state), ...toConsider(state), ...begins, ...(isHeld ? [] : goOn(state, nowMs, asideUsd, beginning))];
}

/** What was said, one after another, and not before there is a plan; but a stop waits for nothing, nor does an order to answer now behind what a model is asked about. */
function toConsider(state: RunState): Action[] {
  const isPlanned = state.plan !== null || state.ended !== null;
  const first = isPlanned ? state.told[0] : undefined;
  const urgent = state.ended === null ? state.told.find((it) => isStop(it) || (isPlanned && kindOf(it) === 'merge')) : undefined;
  return [...new Set([first, urgent])].flatMap((told): Action[] => (told === undefined ? [] : [{ type: 'consider', id: told.id }]));
}

const kindOf = ({ text }: Told) => readSteer(text, null)?.kind;
/** Whether a rule reads it so: until it is taken nothing begins that would be stopped by it. */
const isStop = (told: Told): boolean => kindOf(told) === 'stop';

function toListing(state: RunState): Action[] {
  const status = toListed(state);
  return state.listed === status ? [] : [{ type: 'list', status, seen: state.seq }];
}

function goOn(state: RunState, nowMs: number, asideUsd: number, beginning: ReadonlySet<number>): Action[] {
  const stage = currentStage(state);
  if (state.plan === null) return beforePlan(state);
  if (state.asking !== null) return abortUnwanted(state);
  if (stage === null) return [{ type: 'end', round: state.round, outcome: toOutcome(state) }];
  const isOpen = !state.stopping && !state.mergingNow;
  if (isOpen && state.plan.stages[stage - 1]?.each != null && state.expansions[stage - 1] === null) {
    return [...abortUnwanted(state), { type: 'expand', stage, round: state.round }];
  }

  const lanes = state.lanes.filter((lane) => lane.stage === stage);
  // Of all stages: a retry in an earlier stage leaves lanes of later ones in flight until they have let go.
  const running = runningOf(state);
  const actions = abortUnwanted(state);
  if (lanes.every(isOver)) {
    const merge = state.plan.stages[stage - 1]?.merge ?? 'ordered';
    // A digest costs money, so a run that a person stopped is put together without one; a table asks no model.
    const kind = state.stopping && merge !== 'table' ? 'ordered' : merge;
    return [{ type: 'merge', stage, round: state.round, kind }];
  }
  const needsBrief = state.plan.brief != null && state.brief === undefined && isOpen;
  if (needsBrief) return [...actions, { type: 'brief' }];
  const leftUsd = toLeftUsd(state, running, asideUsd);
  const room = state.request.cap - running.length - beginning.size;
  return [
    ...actions,
    ...toPublish(state, stage, lanes, nowMs),
    ...toStarts(
      room > 0 ? toStartable(state, lanes, beginning) : [],
      { room, leftUsd, idle: running.length === 0 && beginning.size === 0 && asideUsd === 0 },
      nowMs,
    ),
  ];
}

/** Those that may start if they wait, the one that is to start first before the others. */
function toStartable(state: RunState, lanes: readonly LaneState[], beginning: ReadonlySet<number>): readonly LaneState[] {
  const order = toStartOrder(state);
  const ordered = order === null ? lanes : toOrdered(state, order, lanes[0]?.stage);
  const sampled = state.sample === null || state.sample.released ? null : state.sample.lanes;
  if (sampled === null && beginning.size === 0) return ordered;
  return ordered.filter(({ lane }) => !beginning.has(lane) && (sampled === null || sampled.includes(lane)));
}

/** Those of a stage that wait. Of ten thousand lanes this is done each time that one ends: no list is made that is not needed. */
function toOrdered(state: RunState, order: readonly number[], stage: number | undefined): readonly LaneState[] {
  const ordered: LaneState[] = [];
  for (const number of order) {
    const lane = state.lanes.at(number - 1);
    if (lane?.status === 'waiting' && lane.stage === stage) ordered.push(lane);
  }
  return ordered;
}

/** By the lanes they were counted in, which never change: each lane that starts asks for them. */
const counted = new WeakMap<RunState['lanes'], readonly LaneState[]>();

function runningOf({ lanes }: RunState): readonly LaneState[] {
  const running = counted.get(lanes) ?? lanes.filter((lane) => lane.status === 'running');
  counted.set(lanes, running);
  return running;
}

/** What of the budget is neither spent nor reserved. */
function toLeftUsd(state: RunState, running: readonly LaneState[], asideUsd: number): number {
  if (state.budgetUsd === null) return Number.POSITIVE_INFINITY;
  return state.budgetUsd - state.spentUsd - asideUsd - running.reduce((sum, lane) => sum + (lane.estimate.mostUsd ?? 0), 0);
}

/** What a call beside the lanes may cost now: what no lane has reserved, nor is about to. */
export function toFreeUsd(state: RunState, nowMs: number, asideUsd: number): number {
  const running = runningOf(state);
  const due = next(state, nowMs, asideUsd).flatMap((action) => (action.type === 'start' ? action.starts : []));
  const dueUsd = due.reduce((sum, { lane }) => sum + (state.lanes.at(lane - 1)?.estimate.mostUsd ?? 0), 0);
  return toLeftUsd(state, running, asideUsd) - dueUsd;
}

function abortUnwanted(state: RunState): Action[] {
  const unwanted = runningOf(state).filter(
    (lane) => state.stopping || state.mergingNow || (lane.status === 'running' && lane.wish !== null),
  );
  return unwanted.length > 0 ? [{ type: 'abort', lanes: unwanted.map((lane) => lane.lane) }] : [];
}

/** Once a round: when enough lanes of the last stage are done, or at the deadline as soon as there is anything to answer with. Else: until when it waits for that. */
function toPublish(state: RunState, stage: number, lanes: readonly LaneState[], nowMs: number): Action[] {
  const { quorum, deadlineMs } = state.request;
  if (quorum === null && deadlineMs === null) return [];
  if (state.published !== null || state.stopping || state.mergingNow || state.sample?.released === false) return [];
  const wanted = lanes.filter((lane) => !isDropped(lane));
  const done = wanted.filter((lane) => lane.status === 'done').length;
  const publish = { type: 'publish', stage, round: state.round } as const;
  if (quorum !== null && stage === state.merges.length && done > 0 && done >= quorum * wanted.length)
    return [{ ...publish, why: 'quorum' }];
  if (deadlineMs === null) return [];
  const dueMs = state.openedAtMs + deadlineMs;
  if (nowMs < dueMs) return [{ type: 'wait', untilMs: dueMs }];
  return done > 0 || stage > 1 ? [{ ...publish, why: 'deadline' }] : [];
}

function beforePlan(state: RunState): Action[] {
  if (state.stopping) return [{ type: 'end', round: state.round, outcome: 'stopped' }];
  const unread = state.sources.filter((source) => source.status === 'unread').map((source) => source.id);
  return unread.length > 0 ? [{ type: 'read', sources: unread }] : [{ type: 'plan' }];
}

/** The most that a lane can cost. Under a budget nothing can be reserved for an unknown price: it has no room. */
function toReserveUsd({ estimate }: LaneState, leftUsd: number): number {
  if (estimate.mostUsd !== null || estimate.inputTokens === 0 || leftUsd === Number.POSITIVE_INFINITY) return estimate.mostUsd ?? 0;
  return Number.POSITIVE_INFINITY;
}

interface Room {
  /** Lanes that may be in flight beside those that are. */
  readonly room: number;
  /** What is neither spent nor reserved. */
  readonly leftUsd: number;
  /** Nothing is in flight: nothing will give any of its reserve back. */
  readonly idle: boolean;
}

/**
 * The first lanes that may start, in the order given, for each model as many as there is room for: one whose provider takes no calls now must not hold up the others', and `hasPlace` keeps all of them within the room.
 * Each reserves the most it can cost. What does not fit waits for others to settle below their reserve, and is given up when nothing is in flight any more. Where there is room left: until when the next one waits.
 */
function toStarts(lanes: readonly LaneState[], { room, leftUsd, idle }: Room, nowMs: number): Action[] {
  if (room <= 0) return [];
  let reservableUsd = leftUsd;
  const unaffordable: { lane: number; start: number }[] = [];
  const starts: { lane: number; start: number }[] = [];
  const perModel = new Map<string | null, number>();
  let soonestMs = Number.POSITIVE_INFINITY;
  for (const lane of lanes) {
    if (lane.status !== 'waiting') continue;
    if (lane.notBeforeMs > nowMs) soonestMs = Math.min(soonestMs, lane.notBeforeMs);
    // What costs nothing has room also where calls beside the lanes took more than was left.
    else if (toReserveUsd(lane, leftUsd) > Math.max(0, reservableUsd)) unaffordable.push({ lane: lane.lane, start: lane.starts + 1 });
    else {
      const model = modelOf(lane);
      const ofModel = perModel.get(model) ?? 0;
      if (ofModel >= room) continue;
      perModel.set(model, ofModel + 1);
      starts.push({ lane: lane.lane, start: lane.starts + 1 });
      reservableUsd -= lane.estimate.mostUsd ?? 0;
    }
  }
  const actions: Action[] = starts.length > 0 ? [{ type: 'start', starts }] : [];
  if ((starts.length < room || perModel.size > 1) && soonestMs !== Number.POSITIVE_INFINITY)
    actions.push({ type: 'wait', untilMs: soonestMs });
  if (idle && starts.length === 0 && unaffordable.length > 0) actions.push({ type: 'give up', starts: unaffordable });
  return actions;
}

function toOutcome(state: RunState): RunOutcome {
  if (state.stopping) return 'stopped';
  if (state.lanes.length > 0 && state.lanes.every((lane) => lane.status === 'done' || isDropped(lane))) return 'done';
  return state.merges.some((merge) => merge !== null && !merge.empty) ? 'partial' : 'failed';
}

/** Whether this start of this lane is what the run wants now: asked again by whoever is about to start it. */
export function isDue(state: RunState, lane: number, start: number): boolean {
  const it = state.lanes.at(lane - 1);
  return state.ended === null && it !== undefined && it.status === 'waiting' && it.starts + 1 === start && it.stage === currentStage(state);
}

/** Whether a lane that is due fits under the run's cap and budget at this moment. It may have waited for its provider, and others were let through meanwhile. */
export function hasPlace(state: RunState, lane: number, asideUsd = 0, beginning: ReadonlySet<number> = NONE): boolean {
  const running = runningOf(state);
  if (running.length + beginning.size >= state.request.cap) return false;
  return (state.lanes.at(lane - 1)?.estimate.mostUsd ?? 0) <= toLeftUsd(state, running, asideUsd);
}
