import type { Failure } from '../errors.ts';
import { ASK_LANES, MAX_REPLIES } from '../limits.ts';
import { REQUEST_DEFAULTS } from '../request.ts';
import { addUsage, NO_USAGE } from '../usage.ts';
import type { RunEvent } from './events.ts';
import { approved, expanded, planned } from './fold-plan.ts';
import { toHeadingChange } from './heading.ts';
import { LaneList } from './lane-list.ts';
import { endLane, endWaiting, MERGED_WITHOUT, SKIPPED, startLane, toBase } from './lane-moves.ts';
import { remerged } from './remerged.ts';
import { approveChange, changed, retried } from './reopen.ts';
import { asksTheSame, isTooLate, withAnswer } from './same-question.ts';
import { released, showSample } from './sampled.ts';
import { toShut } from './shut-models.ts';
import { settled } from './spent.ts';
import { currentStage, isOver, type LaneState, type RunState, type SourceState } from './state.ts';
import { isRefused, stopped } from './stopped.ts';

type Asked = Extract<RunEvent, { type: 'run.asked' }>;

/**
 * The run's state after one more event. Pure, and total over any order in which honest processes can append: an event
 * that comes too late (the end of a
 * start that nobody waits for any more, a press on a run that ended) changes nothing but `seq`.
 */
export function fold(state: RunState, event: RunEvent): RunState {
  const after = showSample(isTooLate(state, event) ? state : apply(withAnswer(state, event), event));
  const askedSeq = asksTheSame(state, after) ? state.askedSeq : event.seq;
  const listed = toHeadingChange(event)?.status ?? state.listed;
  return { ...after, ...toShut(state, event), seq: event.seq, askedSeq, listed };
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
  const request = { ...REQUEST_DEFAULTS, ...event.request };
  const isFree = request.approved && !request.card;
  return {
    runId: event.runId,
    seq: event.seq,
    askedAtMs: event.atMs,
    openedAtMs: event.atMs,
    request,
    sources: event.request.sources.map(({ id, title }) => ({ id, title, status: 'unread' })),
    entries: [],
    plan: null,
    question: null,
    lanes: LaneList.of([]),
    merges: [],
    asking: null,
    askedSeq: event.seq,
    answered: [],
    refused: false,
    approved: isFree ? ANYTHING : { lanes: ASK_LANES, usd: request.askUsd },
    sample: null,
    forecast: null,
    priced: { estimates: [] },
    expansions: [],
    corrections: [],
    wishes: [],
    brief: undefined,
    texts: [],
    told: [],
    begun: [],
    replies: [],
    pending: null,
    notes: [],
    published: null,
    budgetUsd: event.request.budgetUsd,
    spentUsd: 0,
    stopping: false,
    mergingNow: false,
    distinctRounds: 0,
    shut: [],
    askedFromMs: event.atMs,
    planning: NO_USAGE,
    round: 1,
    usage: NO_USAGE,
    revision: 0,
    answer: null,
    ended: null,
    listed: 'open',
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
      return planned(state, event.plan, event);
    case 'run.replanned':
      // Also where it has become so small that nobody would have been asked: it was shown to be said yes to.
      return state.asking === 'plan' ? { ...planned(state, event.plan, event), asking: 'plan' } : state;
    case 'stage.expanded':
      return expanded(state, event);
    case 'run.briefed':
      return {
        ...state,
        brief: { text: event.text, terms: event.terms },
        notes: event.note === null ? state.notes : [...state.notes, event.note],
      };
    case 'run.sample_asked':
      return state.asking === 'plan' ? { ...approved(state), sample: { lanes: event.lanes, released: false } } : state;
    case 'run.released':
      return released(state, event.correction, event.atMs);
    case 'run.told':
      return { ...state, told: [...state.told, { id: event.id, text: event.text, by: event.by, sources: event.sources ?? [] }] };
    case 'told.answered': {
      const told = state.told.find(({ id }) => id === event.id);
      if (told === undefined) return state;
      const replies = [...state.replies, { id: event.id, by: told.by, text: event.reply }].slice(-MAX_REPLIES);
      const begun = event.began === undefined ? state.begun : [...state.begun, { ...told, runId: event.began, isAsked: false }];
      return { ...state, told: state.told.filter(({ id }) => id !== event.id), replies, begun };
    }
    case 'run.begun':
      return { ...state, begun: state.begun.map((it) => (it.id === event.id ? { ...it, isAsked: true } : it)) };
    case 'run.changed':
      return changed(state, event);
    case 'change.declined':
      return { ...state, pending: null };
    case 'answer.published':
      if (event.round !== state.round || state.ended !== null || state.published !== null) return state;
      return { ...state, revision: event.revision, answer: event.answer, published: { revision: event.revision, lanes: event.lanes } };
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
      if (state.asking === 'sample') return released(state, '', event.atMs);
      if (state.asking !== null) return approved(state);
      return state.pending === null ? state : approveChange(state, state.pending, event.atMs);
    case 'run.stop_asked':
      return stopped(state, event.told ?? null);
    case 'run.merge_asked': {
      const stage = currentStage(state);
      if (state.ended !== null || stage === null) return state;
      const atWork = (lane: LaneState): boolean => lane.stage === stage;
      const lanes = endWaiting(state.lanes, atWork, 'skipped', MERGED_WITHOUT);
      return { ...state, refused: isRefused(state), asking: null, sample: null, mergingNow: true, lanes };
    }
    case 'run.remerge_asked':
      return remerged(state, event.atMs);
    case 'digest.part':
    case 'call.broken':
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
    case 'run.listed':
      return state;
    default:
      throw new Error(`unknown event ${(event satisfies never as RunEvent).type}`);
  }
}

const STAGE_BEFORE: Failure = { code: 'stage_before_failed', reason: 'the stage before it gave no result' };
/** What `--yes` says yes to. */
const ANYTHING = { lanes: Number.POSITIVE_INFINITY, usd: Number.POSITIVE_INFINITY } as const;

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

function merged(state: RunState, event: Extract<RunEvent, { type: 'stage.merged' }>): RunState {
  if (event.round !== state.round || event.stage !== currentStage(state)) return state;
  const empty = event.text === null;
  const merges = state.merges.with(event.stage - 1, { round: event.round, empty, note: event.note });
  // Nothing can follow from nothing: the stages after an empty one are skipped, and merged as empty when their turn
  // comes.
  const lanes = empty ? endWaiting(state.lanes, (lane) => lane.stage > event.stage, 'skipped', STAGE_BEFORE) : state.lanes;
  return { ...state, merges, lanes, mergingNow: false, distinctRounds: 0, sample: null };
}

/** Lanes that have no result though they are over. */
export const missingLanes = (state: RunState): LaneState[] => state.lanes.filter((lane) => isOver(lane) && lane.status !== 'done');
