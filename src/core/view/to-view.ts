import { sumEstimates } from '../cost/estimate.ts';
import { toTitle } from '../run/heading.ts';
import { toLedger } from '../run/ledger.ts';
import { toRaisedUsd } from '../run/raise.ts';
import { currentStage, isSettled, type LaneState, type RunState } from '../run/state.ts';
import { addUsage, type Usage } from '../usage.ts';
import type { ProviderWait } from './provider-wait.ts';
import type { LaneView, RunView } from './run-view.ts';
import { toCard } from './to-card.ts';

/**
 * What a person sees of a run in this state. Pure; `progress` is what lanes in flight have received, in characters,
 * `waiting` what others wait for, and `draining` says that Fanout begins nothing more.
 */
export function toView(
  state: RunState,
  progress: ReadonlyMap<number, number>,
  nowMs: number,
  draining: boolean,
  waiting: ProviderWait,
): RunView {
  return {
    runId: state.runId,
    title: toTitle(state.request),
    phase: toPhase(state),
    outcome: state.ended?.outcome ?? null,
    why: state.plan?.why ?? null,
    notes: [...(state.plan?.notes ?? []), ...(state.plan?.account ?? []), ...state.notes],
    stage: toStage(state),
    lanes: state.lanes.map((lane) => toLaneView(lane, progress, nowMs, waiting)),
    ledger: toLedger(state.lanes.map((lane) => lane.status)),
    askedAtMs: state.askedAtMs,
    openedAtMs: state.openedAtMs,
    endedAtMs: state.ended?.atMs ?? null,
    etaMs: toEtaMs(state, nowMs),
    usage: state.usage,
    estimate: state.plan === null ? null : toEstimate(state),
    budgetUsd: state.budgetUsd,
    revision: state.revision,
    answer: state.answer,
    card: toCard(state),
    sample: state.sample?.lanes ?? [],
    published: state.published !== null && state.ended === null,
    raiseUsd: toRaisedUsd(state),
    replies: state.replies.filter(({ text }) => text !== '').map(({ id, by, text }) => ({ id, person: by, text })),
    begun: state.begun.filter(({ isAsked }) => isAsked).map(({ runId, by }) => ({ runId, person: by })),
    question: state.question,
    provider: waiting.provider,
    pausing: draining && !isSettled(state),
  };
}

function toPhase(state: RunState): RunView['phase'] {
  if (isSettled(state)) return 'ended';
  // What was said about it after its end is being looked at.
  if (state.ended !== null) return 'planning';
  if (state.plan === null) return state.sources.some((source) => source.status === 'unread') ? 'reading' : 'planning';
  if (state.asking !== null) return 'asking';
  const stage = currentStage(state);
  const atWork = state.lanes.some((lane) => lane.stage === stage && (lane.status === 'waiting' || lane.status === 'running'));
  return atWork ? 'running' : 'merging';
}

function toEstimate(state: RunState): Usage {
  // A stage that has no lanes yet is not in it, so its merge is not either.
  const stages = new Set(state.lanes.map((lane) => lane.stage));
  const merges = (state.priced.merges ?? []).filter((merge, index) => stages.has(index + 1) && merge.inputTokens > 0);
  const { inputTokens, outputTokens, usd } = sumEstimates([...state.lanes.map((lane) => lane.estimate), ...merges]);
  return addUsage({ inputTokens, outputTokens, costUsd: usd }, state.planning);
}

function toStage(state: RunState): RunView['stage'] {
  const count = state.merges.length;
  if (count < 2) return null;
  const index = currentStage(state) ?? count;
  return { index, count, title: state.plan?.stages[index - 1]?.title ?? '' };
}

function toLaneView(lane: LaneState, progress: ReadonlyMap<number, number>, nowMs: number, waiting: ProviderWait): LaneView {
  const { lane: index, stage, plan, status, attempts, starts, opened } = lane;
  const it = { index, stage, title: plan.title, status, attempts, starts, opened };
  switch (lane.status) {
    case 'waiting': {
      const waitsUntilMs = lane.notBeforeMs > nowMs ? lane.notBeforeMs : (waiting.lanes.get(index) ?? null);
      return { ...it, ms: lane.ms, chars: 0, note: lane.after?.reason ?? null, code: lane.after?.code ?? null, waitsUntilMs };
    }
    case 'running':
      return { ...it, ms: lane.ms + nowMs - lane.startedAtMs, chars: progress.get(index) ?? 0, note: null, code: null, waitsUntilMs: null };
    case 'done':
      return {
        ...it,
        ms: lane.ms,
        chars: lane.chars,
        note: toDoneNote(lane),
        code: null,
        waitsUntilMs: null,
      };
    default:
      return { ...it, ms: lane.ms, chars: 0, note: lane.failure.reason, code: lane.failure.code, waitsUntilMs: null };
  }
}

function toDoneNote(lane: Extract<LaneState, { status: 'done' }>): string | null {
  if (lane.truncated) return 'cut short at the output limit';
  return lane.reused ? 'taken from an equal lane' : null;
}

/** What is left of the stage at work, at the mean of its lanes that are done, as many side by side as now. */
function toEtaMs(state: RunState, nowMs: number): number | null {
  const stage = currentStage(state);
  if (state.ended !== null || stage === null) return null;
  const lanes = state.lanes.filter((lane) => lane.stage === stage);
  const done = lanes.filter((lane) => lane.status === 'done');
  if (done.length === 0) return null;
  const meanMs = done.reduce((sum, lane) => sum + lane.ms, 0) / done.length;
  const leftMs = lanes.reduce((sum, lane) => {
    if (lane.status === 'waiting') return sum + meanMs;
    return lane.status === 'running' ? sum + Math.max(0, meanMs - (nowMs - lane.startedAtMs)) : sum;
  }, 0);
  const open = lanes.filter((lane) => lane.status === 'waiting' || lane.status === 'running').length;
  return open === 0 ? null : Math.round(leftMs / Math.min(open, state.request.cap));
}
