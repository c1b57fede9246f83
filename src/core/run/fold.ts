import { type Estimate, sumEstimates } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import { ASK_LANES, ASK_USD } from '../limits.ts';
import type { Plan } from '../plan/plan.ts';
import { REQUEST_DEFAULTS } from '../request.ts';
import { addUsage, NO_USAGE } from '../usage.ts';
import type { RunEvent, StartEnd } from './events.ts';
import { LaneList } from './lane-list.ts';
import { CANCELLED, endLane, MERGED_WITHOUT, SKIPPED, startLane, toBase, toFresh } from './lane-moves.ts';
import { currentStage, isOver, type LaneState, type RunState, type SourceState } from './state.ts';

type Asked = Extract<RunEvent, { type: 'run.asked' }>;

/**
 * The run's state after one more event. Pure, and total over any order in which honest processes can append: an event that comes too late (the end of a
 * start that nobody waits for any more, a press on a run that ended) changes nothing but `seq`.
 */
export function fold(state: RunState, event: RunEvent): RunState {
  const after = apply(state, event);
  return after.seq === event.seq ? after : { ...after, seq: event.seq };
}

/** The state of a whole log, or null when it is empty. */
export function foldAll(events: readonly RunEvent[]): RunState | null {
  const [first, ...rest] = events;
  if (first === undefined) return null;
  if (first.type !== 'run.asked') throw new Error(`a run log begins with run.asked, not ${first.type}`);
  return rest.reduce(fold, toAsked(first));
}

/** The state right after `run.asked`. */
export function toAsked(event: Asked): RunState {
  return {
    runId: event.runId,
    seq: event.seq,
    askedAtMs: event.atMs,
    openedAtMs: event.atMs,
    request: { ...REQUEST_DEFAULTS, ...event.request },
    sources: event.request.sources.map(({ id, title }) => ({ id, title, status: 'unread' })),
    entries: [],
    plan: null,
    question: null,
    lanes: LaneList.of([]),
    merges: [],
    asking: false,
    budgetUsd: event.request.budgetUsd,
    spentUsd: 0,
    stopping: false,
    mergingNow: false,
    distinctRounds: 0,
    round: 1,
    usage: NO_USAGE,
    revision: 0,
    answer: null,
    ended: null,
  };
}

function apply(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run.asked':
      return state;
    case 'source.read': {
      const { title, text, table, picture } = event;
      const columns = table?.columns ?? [];
      const rows = table?.rows.length ?? 0;
      return withSource(state, event.source, {
        id: event.source,
        title,
        status: 'read',
        chars: text.length,
        columns,
        rows,
        isPicture: picture !== null,
      });
    }
    case 'source.expanded': {
      const entries = event.entries.flatMap((id) => state.entries.filter((entry) => entry.id === id));
      const others = state.entries.filter((entry) => !event.entries.includes(entry.id));
      return { ...state, entries: others, sources: state.sources.flatMap((source) => (source.id === event.source ? entries : [source])) };
    }
    case 'source.unreadable': {
      const failure = { code: event.code, reason: event.reason };
      return withSource(state, event.source, { id: event.source, title: event.title, status: 'unreadable', failure });
    }
    case 'run.planned':
      return planned(state, event.plan, event.estimates);
    case 'run.questioned':
      return { ...state, question: event.question, ended: { outcome: 'question', atMs: event.atMs } };
    case 'lane.started':
      return withLane(state, event.lane, (lane) => startLane(state, lane, event.start, event.atMs));
    case 'lane.done':
    case 'lane.attempt_failed':
    case 'lane.deferred':
    case 'lane.dropped':
    case 'lane.interrupted':
    case 'lane.ended':
      return withLane(settled(state, event), event.lane, (lane) => endLane(state, lane, event, event.atMs));
    case 'lanes.retried':
      return retried(state, event);
    case 'lane.skip_asked':
      return withLane(state, event.lane, (lane) => {
        if (lane.status === 'waiting') return { ...toBase(lane), status: 'skipped', failure: SKIPPED };
        return lane.status === 'running' ? { ...lane, wish: { kind: 'skip', stale: lane.wish?.stale ?? false } } : lane;
      });
    case 'run.approved':
      return { ...state, asking: false };
    case 'run.stop_asked': {
      if (state.ended !== null) return state;
      return { ...state, asking: false, stopping: true, lanes: endWaiting(state.lanes, () => true, 'cancelled', CANCELLED) };
    }
    case 'run.merge_asked': {
      const stage = currentStage(state);
      if (state.ended !== null || stage === null) return state;
      const atWork = (lane: LaneState): boolean => lane.stage === stage;
      return { ...state, mergingNow: true, lanes: endWaiting(state.lanes, atWork, 'skipped', MERGED_WITHOUT) };
    }
    case 'run.remerge_asked':
      if (state.ended === null || state.merges.length === 0) return state;
      return {
        ...state,
        openedAtMs: event.atMs,
        merges: state.merges.with(-1, null),
        round: state.round + 1,
        stopping: false,
        ended: null,
      };
    case 'digest.part':
      return { ...state, usage: addUsage(state.usage, event.usage), spentUsd: state.spentUsd + (event.usage.costUsd ?? 0) };
    case 'stage.merged':
      return merged(state, event);
    case 'run.ended':
      if (event.round !== state.round) return state;
      return {
        ...state,
        ended: { outcome: event.outcome, atMs: event.atMs },
        revision: event.revision ?? state.revision,
        answer: event.answer ?? state.answer,
      };
    default:
      throw new Error(`unknown event ${(event satisfies never as RunEvent).type}`);
  }
}

const STAGE_BEFORE: Failure = { code: 'stage_before_failed', reason: 'the stage before it gave no result' };
const NO_ESTIMATE: Estimate = { inputTokens: 0, outputTokens: 0, usd: null, mostUsd: null, maxOutputTokens: 0 };

function withSource(state: RunState, id: string, source: SourceState): RunState {
  if (!state.sources.some((old) => old.id === id)) return { ...state, entries: [...state.entries, source] };
  return { ...state, sources: state.sources.map((old) => (old.id === id ? source : old)) };
}

function withLane(state: RunState, number: number, change: (lane: LaneState) => LaneState): RunState {
  const lane = state.lanes.at(number - 1);
  if (lane === undefined) return state;
  const changed = change(lane);
  return changed === lane ? state : { ...state, lanes: state.lanes.with(number - 1, changed) };
}

function planned(state: RunState, plan: Plan, estimates: readonly Estimate[]): RunState {
  const waiting = plan.stages
    .flatMap((stage, index) => stage.lanes.map((lane) => ({ lane, stage: index + 1 })))
    .map(({ lane, stage }, index): LaneState => {
      const base = { lane: index + 1, stage, plan: lane, prompt: lane.prompt, estimate: estimates[index] ?? NO_ESTIMATE, again: false };
      return {
        ...base,
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
    });
  const lanes = LaneList.of(waiting);
  const cancelled = state.stopping ? endWaiting(lanes, () => true, 'cancelled', CANCELLED) : lanes;
  const dear = (sumEstimates(estimates).usd ?? 0) > ASK_USD;
  const asking = !state.request.approved && !state.stopping && (lanes.length > ASK_LANES || dear);
  return { ...state, plan, asking, lanes: cancelled, merges: plan.stages.map(() => null) };
}

function endWaiting(lanes: LaneList, which: (lane: LaneState) => boolean, status: 'cancelled' | 'skipped', failure: Failure): LaneList {
  return LaneList.of(lanes.map((lane) => (lane.status === 'waiting' && which(lane) ? { ...toBase(lane), status, failure } : lane)));
}

/**
 * What a start cost, as far as its end tells. What a dead process spent on it nobody knows: all that was reserved is taken as spent, once.
 */
function settled(state: RunState, event: StartEnd): RunState {
  if (event.type === 'lane.deferred') return state;
  const { estimate, status, starts } = state.lanes.at(event.lane - 1) ?? { estimate: NO_ESTIMATE, status: 'waiting', starts: 0 };
  if (event.type === 'lane.interrupted') {
    const counts = status === 'running' && starts === event.start;
    return counts ? { ...state, spentUsd: state.spentUsd + (estimate.mostUsd ?? 0) } : state;
  }
  const used = event.usage.inputTokens + event.usage.outputTokens > 0;
  const usd = event.usage.costUsd ?? (used ? (estimate.usd ?? 0) : 0);
  return { ...state, usage: addUsage(state.usage, event.usage), spentUsd: state.spentUsd + usd };
}

function retried(state: RunState, event: Extract<RunEvent, { type: 'lanes.retried' }>): RunState {
  const chosen = new Map(event.lanes.map((lane, index) => [lane, event.prompts[index] ?? null]));
  const [first] = state.lanes.filter((lane) => chosen.has(lane.lane));
  if (first === undefined) return state;
  // What comes after a stage is built on its merge, so it is done again too.
  const lanes = state.lanes.map((lane): LaneState => {
    if (!chosen.has(lane.lane) && lane.stage <= first.stage) return lane;
    const prompt = chosen.get(lane.lane) ?? lane.prompt;
    if (lane.status !== 'running') return toFresh(lane, prompt, event.atMs);
    // Once stale, always stale: a second press does not make an old result good again.
    const stale = lane.wish?.stale === true || prompt !== lane.prompt || lane.stage > first.stage;
    return { ...lane, prompt, wish: { kind: 'restart', stale } };
  });
  const merges = state.merges.map((merge, index) => (index + 1 >= first.stage ? null : merge));
  const openedAtMs = state.ended === null ? state.openedAtMs : event.atMs;
  const budgetUsd = event.budgetUsd ?? state.budgetUsd;
  const distinctRounds = event.why === 'too alike' ? state.distinctRounds + 1 : 0;
  return {
    ...state,
    openedAtMs,
    budgetUsd,
    distinctRounds,
    asking: false,
    lanes: LaneList.of(lanes),
    merges,
    round: state.round + 1,
    stopping: false,
    mergingNow: false,
    ended: null,
  };
}

function merged(state: RunState, event: Extract<RunEvent, { type: 'stage.merged' }>): RunState {
  if (event.round !== state.round || event.stage !== currentStage(state)) return state;
  const empty = event.text === null;
  const merges = state.merges.with(event.stage - 1, { round: event.round, empty, note: event.note });
  // Nothing can follow from nothing: the stages after an empty one are skipped, and merged as empty when their turn comes.
  const lanes = empty ? endWaiting(state.lanes, (lane) => lane.stage > event.stage, 'skipped', STAGE_BEFORE) : state.lanes;
  return { ...state, merges, lanes, mergingNow: false, distinctRounds: 0 };
}

/** Lanes that have no result though they are over. */
export const missingLanes = (state: RunState): LaneState[] => state.lanes.filter((lane) => isOver(lane) && lane.status !== 'done');
