import { toDuration, toShortCount, toUsd } from '#core/view/amount.ts';
import { toLedgerText } from '#core/view/lane-words.ts';
import type { LaneView, RunView } from '#core/view/run-view.ts';
import { isUnbegun } from './lane-text.ts';
import { toPlainLine, toPlainText } from './plain-text.ts';
import { CALL } from './usage.ts';

/** Below this the saying "N× faster" promises more than a person would notice. */
const WORTH_SAYING = 1.2;

/**
 * What goes to standard output after a run: the answer alone, as Markdown; empty where there is none. No line break
 * at its end.
 */
export function renderEnd(view: RunView): string {
  return view.answer === null ? '' : toPlainText(view.answer).trimEnd();
}

/**
 * The run in one line for standard error: id, how it ended, time, tokens, cost when known, and how to get what is
 * missing, as a command line or as it is said in the chat.
 */
export function renderFooter(view: RunView, where: 'command line' | 'chat' = 'command line'): string {
  const runId = toPlainLine(view.runId);
  if (view.outcome === 'question') return `${runId} · a question back, nothing was started`;
  if (isUnbegun(view))
    return `${runId} · not started: no lane began${where === 'chat' ? '' : '; with --yes it runs without being asked about'}`;
  const raise = view.raiseUsd === null ? '' : ` --budget ${view.raiseUsd.toFixed(2)}`;
  const retry = where === 'chat' ? `/retry ${runId}` : `${CALL} retry ${runId}${raise}`;
  return [
    runId,
    `${OUTCOME_WORDS[view.outcome ?? 'done']}${toLedgerText(view.ledger)}`,
    ...timeTexts(view),
    ...usageTexts(view),
    ...(view.lanes.some(isRetried) ? [`retry what is missing: ${retry}`] : []),
  ].join(' · ');
}

/** Whether a retry of all that is missing does it: a lane that was dropped is missed by nobody. */
const isRetried = (lane: LaneView): boolean => lane.status !== 'done' && lane.code !== 'lane_dropped';

const OUTCOME_WORDS = { done: '', partial: '', failed: 'no answer: ', stopped: 'stopped: ', question: '' } as const;

function timeTexts(view: RunView): string[] {
  if (view.endedAtMs === null) return [];
  const wallMs = view.endedAtMs - view.openedAtMs;
  // A retry did some of the lanes again, so the time of all of them says nothing of it.
  if (view.openedAtMs !== view.askedAtMs) return [`${view.revision > 1 ? `revision ${view.revision} in ` : ''}${toDuration(wallMs)}`];
  const sumMs = view.lanes.reduce((sum, lane) => sum + lane.ms, 0);
  if (view.lanes.length < 2 || sumMs === 0) return [toDuration(wallMs)];
  const times = sumMs / Math.max(1, wallMs);
  // What came to nothing was no faster for that.
  const faster =
    view.ledger.done > 0 && times > WORTH_SAYING
      ? `, ${times < 10 ? times.toFixed(1) : Math.round(times)}× faster than one after another`
      : '';
  return [`${toDuration(wallMs)} for ${toDuration(sumMs)} of lanes${faster}`];
}

/** Tokens, and what they cost beside what was estimated. */
function usageTexts({ usage, estimate }: RunView): string[] {
  const { inputTokens, outputTokens, costUsd } = usage;
  if (inputTokens + outputTokens === 0) return [];
  const beside = estimate?.costUsd == null ? '' : ` (estimated ${toUsd(estimate.costUsd)})`;
  const cost = costUsd === null ? `cost unknown${beside}` : `${toUsd(costUsd)}${beside}`;
  return [`${toShortCount(inputTokens)} tokens in, ${toShortCount(outputTokens)} out`, cost];
}
