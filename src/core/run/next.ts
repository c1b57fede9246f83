import type { MergeKind } from '../request.ts';
import type { RunOutcome } from './outcome.ts';
import { currentStage, isOver, type LaneState, type RunState } from './state.ts';

export type Action =
  /** Read these sources, by id. */
  | { readonly type: 'read'; readonly sources: readonly string[] }
  | { readonly type: 'plan' }
  /** Start these lanes now. Said again until the log has their start: a repeat is harmless. */
  | { readonly type: 'start'; readonly starts: readonly { readonly lane: number; readonly start: number }[] }
  /** Abort what is in flight of these lanes. */
  | { readonly type: 'abort'; readonly lanes: readonly number[] }
  | { readonly type: 'merge'; readonly stage: number; readonly round: number; readonly kind: MergeKind }
  | { readonly type: 'end'; readonly round: number; readonly outcome: RunOutcome }
  /** Nothing before then, unless something happens. */
  | { readonly type: 'wait'; readonly untilMs: number };

/**
 * What is to be done about a run now. Pure, and by level, not by edge: it is asked after every change and says everything that the state calls for, also
 * what was begun already, so that a death between asking and doing loses nothing. Nothing at all: wait for what is in flight, or the run has ended.
 */
export function next(state: RunState, nowMs: number): Action[] {
  if (state.ended !== null) return [];
  const stage = currentStage(state);
  if (state.plan === null) return beforePlan(state);
  if (stage === null) return [{ type: 'end', round: state.round, outcome: toOutcome(state) }];

  const lanes = state.lanes.filter((lane) => lane.stage === stage);
  // Of all stages: a retry in an earlier stage leaves lanes of later ones in flight until they have let go.
  const running = state.lanes.filter((lane) => lane.status === 'running');
  const unwanted = running.filter((lane) => state.stopping || state.mergingNow || lane.wish !== null);
  const actions: Action[] = unwanted.length > 0 ? [{ type: 'abort', lanes: unwanted.map((lane) => lane.lane) }] : [];
  if (lanes.every(isOver)) {
    // A digest costs money, so a run that a person stopped is put together without one.
    const kind = state.stopping ? 'ordered' : (state.plan.stages[stage - 1]?.merge ?? 'ordered');
    return [{ type: 'merge', stage, round: state.round, kind }];
  }
  return [...actions, ...toStarts(lanes, state.request.cap - running.length, nowMs)];
}

function beforePlan(state: RunState): Action[] {
  if (state.stopping) return [{ type: 'end', round: state.round, outcome: 'stopped' }];
  const unread = state.sources.filter((source) => source.status === 'unread').map((source) => source.id);
  return unread.length > 0 ? [{ type: 'read', sources: unread }] : [{ type: 'plan' }];
}

/** The first `room` lanes that may start, in the order asked; where there is room left, until when the next one waits. */
function toStarts(lanes: readonly LaneState[], room: number, nowMs: number): Action[] {
  if (room <= 0) return [];
  const starts: { lane: number; start: number }[] = [];
  let soonestMs = Number.POSITIVE_INFINITY;
  for (const lane of lanes) {
    if (lane.status !== 'waiting') continue;
    if (lane.notBeforeMs > nowMs) soonestMs = Math.min(soonestMs, lane.notBeforeMs);
    else if (starts.length < room) starts.push({ lane: lane.lane, start: lane.starts + 1 });
  }
  const actions: Action[] = starts.length > 0 ? [{ type: 'start', starts }] : [];
  if (starts.length < room && soonestMs !== Number.POSITIVE_INFINITY) actions.push({ type: 'wait', untilMs: soonestMs });
  return actions;
}

function toOutcome(state: RunState): RunOutcome {
  if (state.lanes.every((lane) => lane.status === 'done')) return 'done';
  if (state.stopping) return 'stopped';
  return state.merges.some((merge) => merge !== null && !merge.empty) ? 'partial' : 'failed';
}

/** Whether this start of this lane is what the run wants now: asked again by whoever is about to start it. */
export function isDue(state: RunState, lane: number, start: number): boolean {
  const it = state.lanes[lane - 1];
  return state.ended === null && it !== undefined && it.status === 'waiting' && it.starts + 1 === start && it.stage === currentStage(state);
}
