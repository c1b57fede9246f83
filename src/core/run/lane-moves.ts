import { type Estimate, toAsked } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import { CHARS_PER_TOKEN, MAX_INTERRUPTIONS } from '../limits.ts';
import { LaneList } from './lane-list.ts';
import type { StartEnd } from './start-end.ts';
import { currentStage, type LaneState, type OwnResult, type RunState } from './state.ts';

export const SKIPPED: Failure = { code: 'lane_skipped', reason: 'skipped by a person' };
export const CANCELLED: Failure = { code: 'run_cancelled', reason: 'the run was stopped' };
export const MERGED_WITHOUT: Failure = { code: 'merged_without', reason: 'the answer was asked for before this lane ended' };
const DIED: Failure = {
  code: 'died_repeatedly',
  reason: `Fanout was stopped ${MAX_INTERRUPTIONS} times while this lane ran; retry it if that was not its fault`,
};

/** What a lane keeps whatever becomes of it. */
export function toBase(lane: LaneState) {
  const {
    lane: number,
    stage,
    plan,
    prompt,
    starts,
    opened,
    attempts,
    deferrals,
    interruptions,
    ms,
    estimate,
    firstEstimate,
    route,
    fallen,
    again,
    own,
  } = lane;
  const known = { lane: number, stage, plan, prompt, estimate, firstEstimate, route, fallen, again, own };
  return { ...known, starts, opened, attempts, deferrals, interruptions, ms };
}

/** A lane that begins anew, with all its attempts before it. `starts` goes on: it is the fence. */
export function toFresh(lane: LaneState, prompt: string, notBeforeMs: number): LaneState {
  const base = {
    ...toBase(lane),
    prompt,
    opened: lane.opened + 1,
    again: true,
    fallen: 0,
    estimate: withOwn(toAsked(lane.firstEstimate), lane.own),
    attempts: 0,
    deferrals: 0,
    interruptions: 0,
    ms: 0,
  };
  return { ...base, status: 'waiting', notBeforeMs, after: null };
}

/**
 * What a call takes that gets its lane's own result beside the rest. By what all its tokens cost: those that it reads
 * are never the dearer ones.
 */
function withOwn(estimate: Estimate, own: OwnResult | null): Estimate {
  if (own === null || estimate.inputTokens === 0) return estimate;
  const tokens = Math.ceil(own.chars / CHARS_PER_TOKEN);
  const { inputTokens, outputTokens, maxOutputTokens, usd, mostUsd } = estimate;
  const more = (cost: number | null, all: number): number | null => (cost === null ? null : cost * (1 + tokens / all));
  return {
    ...estimate,
    inputTokens: inputTokens + tokens,
    usd: more(usd, inputTokens + outputTokens),
    mostUsd: more(mostUsd, inputTokens + maxOutputTokens),
  };
}

/** Ends all lanes that wait and that `which` names. */
export function endWaiting(
  lanes: LaneList,
  which: (lane: LaneState) => boolean,
  status: 'cancelled' | 'skipped',
  failure: Failure,
): LaneList {
  return LaneList.of(lanes.map((lane) => (lane.status === 'waiting' && which(lane) ? { ...toBase(lane), status, failure } : lane)));
}

/**
 * What a start makes of its lane: it runs, if it still waits for that very start. Else only the number is taken, so
 * that the next start gets one of its own: whoever appended this finds the lane not running and makes no call.
 */
export function startLane(state: RunState, lane: LaneState, start: number, atMs: number): LaneState {
  if (start <= lane.starts) return lane;
  const isWanted = lane.status === 'waiting' && state.ended === null && lane.stage === currentStage(state);
  if (!isWanted) return { ...lane, starts: start };
  return { ...toBase(lane), starts: start, attempts: lane.attempts + 1, status: 'running', startedAtMs: atMs, wish: null };
}

/** What the end of one start makes of its lane: nothing, when nobody waits for that start any more. */
export function endLane(state: RunState, lane: LaneState, event: StartEnd, atMs: number): LaneState {
  if (event.start > lane.starts) return lane.status === 'waiting' ? endUnstarted(lane, event) : { ...lane, starts: event.start };
  if (lane.status !== 'running' || event.start !== lane.starts) return lane;
  const base = { ...toBase(lane), ms: lane.ms + ('ms' in event ? event.ms : 0) };
  if (event.type === 'lane.done' && lane.wish?.stale !== true) {
    // Also when a skip, a retry or a stop was asked meanwhile: it is paid for, and answers what is asked.
    const { text, truncated, model, reusedFrom } = event;
    return { ...base, deferrals: 0, status: 'done', chars: text.length, truncated, model, reused: reusedFrom !== null };
  }
  const isOver = state.stopping || (state.mergingNow && lane.stage === currentStage(state));
  if (lane.wish?.kind === 'restart' && !isOver) return toFresh(lane, lane.prompt, atMs);
  if (lane.wish?.kind === 'drop') return { ...base, status: 'skipped', failure: lane.wish.failure };
  if (lane.wish?.kind === 'skip') return { ...base, status: 'skipped', failure: SKIPPED };
  if (event.type === 'lane.ended') return { ...base, status: event.outcome, failure: { code: event.code, reason: event.reason } };
  if (state.stopping) return { ...base, status: 'cancelled', failure: CANCELLED };
  if (isOver) return { ...base, status: 'skipped', failure: MERGED_WITHOUT };
  const interruptions = base.interruptions + (event.type === 'lane.interrupted' ? 1 : 0);
  if (interruptions >= MAX_INTERRUPTIONS) return { ...base, interruptions, status: 'failed', failure: DIED };
  const unspent = { ...base, attempts: base.attempts - 1 };
  switch (event.type) {
    case 'lane.attempt_failed': {
      const after = { code: event.code, reason: event.reason };
      const other = event.fallback === undefined ? {} : { fallen: base.fallen + 1, estimate: event.fallback.estimate };
      return { ...base, ...other, deferrals: 0, status: 'waiting', notBeforeMs: event.retryAtMs, after };
    }
    case 'lane.deferred': {
      const after = { code: event.code, reason: event.reason };
      return { ...unspent, deferrals: base.deferrals + 1, status: 'waiting', notBeforeMs: event.untilMs, after };
    }
    case 'lane.dropped':
    case 'lane.interrupted':
      return { ...unspent, interruptions, status: 'waiting', notBeforeMs: 0, after: null };
    case 'lane.done':
      // Stale, and nobody is left to wish for a new one.
      return { ...unspent, status: 'waiting', notBeforeMs: 0, after: null };
    default:
      throw new Error(`unknown end ${(event satisfies never as StartEnd).type}`);
  }
}

/**
 * A lane can end before it starts: its material, its model or the budget can't do it, or an equal lane has its result
 * already. Or it goes on to the next model of its route, where another lane found that this one takes no calls.
 */
function endUnstarted(lane: LaneState, event: StartEnd): LaneState {
  const base = { ...toBase(lane), starts: event.start };
  if (event.type === 'lane.ended') return { ...base, status: event.outcome, failure: { code: event.code, reason: event.reason } };
  if (event.type === 'lane.attempt_failed' && event.fallback !== undefined) {
    const after = { code: event.code, reason: event.reason };
    const other = { fallen: base.fallen + 1, estimate: event.fallback.estimate };
    return { ...base, ...other, status: 'waiting', notBeforeMs: event.retryAtMs, after };
  }
  if (event.type !== 'lane.done') return { ...lane, starts: event.start };
  const { text, truncated, model, reusedFrom } = event;
  return { ...base, status: 'done', chars: text.length, truncated, model, reused: reusedFrom !== null };
}
