import { toLedger } from '../run/ledger.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import { currentStage, isOver, type RunState } from '../run/state.ts';
import { toAnswer } from './answer.ts';
import { toMissing, toOwned } from './end-run.ts';
import type { Merged } from './merge-results.ts';
import { type MergeDeps, mergeRows } from './merge-stage.ts';
import { readRows } from './read-rows.ts';
import { readStanding, type StageResult, toStanding } from './stand-in-answer.ts';

const MOST_NAMED = 8;

/**
 * Answers with what is there while lanes are still at work, and appends `answer.published`. Nothing where there is
 * nothing yet to answer with.
 */
export async function publish(
  run: LiveRun,
  action: Extract<Action, { type: 'publish' }>,
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<void> {
  const { stage, round, why } = action;
  const before = run.state();
  const now = await mergeNow(run, stage, deps, signal);
  const standing = await readStanding(before, deps.runLog, now);
  const owned = await toOwned(before, deps.runLog);
  const state = run.state();
  // It ended, or began anew, while its results were put together.
  if (standing.text === null || state.round !== round || state.ended !== null || currentStage(state) !== stage) return;
  const ledger = toLedger(state.lanes.map((lane) => lane.status));
  const merges = [...before.merges, now].flatMap((merge) => (merge?.note == null ? [] : [merge.note]));
  const notes = [...owned, ...merges, ...standing.notes, toWhy(state, stage, why)];
  const answer = toAnswer({ merged: standing.text, ledger, missing: toMissing(state), notes });
  if (answer === null) return;
  const lanes = before.lanes.filter((lane) => lane.status === 'done').map((lane) => lane.lane);
  await run.append({ type: 'answer.published', round, revision: state.revision + 1, answer, lanes, why });
}

/** The stage at work as far as it is; null where nothing of it is done, or none of it stands in the answer. */
async function mergeNow(
  run: LiveRun,
  stage: number,
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<(StageResult & Pick<Merged, 'note'>) | null> {
  const state = run.state();
  const rows = await readRows(state, stage, deps.runLog);
  const stands = toStanding(state, (it) => it === stage || state.merges[it - 1]?.empty === false).includes(stage);
  if (rows.length === 0 || !stands) return null;
  return { stage, ...(await mergeRows(run, stage, state.plan?.stages[stage - 1]?.merge ?? 'ordered', rows, deps, signal)) };
}

function toWhy(state: RunState, stage: number, why: 'quorum' | 'deadline'): string {
  const { quorum } = state.request;
  const said = why === 'deadline' ? 'Published at the deadline' : `Published with ${Math.round((quorum ?? 1) * 100)} % of the lanes done`;
  const open = state.lanes.filter((lane) => !isOver(lane)).map((lane) => `${lane.lane} ${lane.plan.title}`);
  const named =
    open.length <= MOST_NAMED ? open.join(', ') : `${open.slice(0, MOST_NAMED).join(', ')} and ${open.length - MOST_NAMED} more`;
  const stages = state.merges.length > 1 ? ` This is stage ${stage} of ${state.merges.length}.` : '';
  return `${said}.${open.length === 0 ? '' : ` Still at work: ${named}.`}${stages} What comes in makes a new revision.`;
}
