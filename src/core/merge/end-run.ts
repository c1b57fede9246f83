import { isShown } from '../plan/plan.ts';
import type { RunLog } from '../ports/run-log.ts';
import { expandedKey } from '../run/events.ts';
import { missingLanes } from '../run/fold.ts';
import { toLedger } from '../run/ledger.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import type { RunState } from '../run/state.ts';
import { type MissingLane, toAnswer } from './answer.ts';
import { findDrift } from './drift.ts';
import { readStanding, toStanding } from './stand-in-answer.ts';

const MOST_NAMED = 8;

/** Puts the answer together and appends `run.ended`. */
export async function endRun(run: LiveRun, { round, outcome }: Extract<Action, { type: 'end' }>, runLog: RunLog): Promise<void> {
  const state = run.state();
  const drift = await findDrift(state, runLog);
  const standing = await readStanding(state, runLog);
  const ledger = toLedger(state.lanes.map((lane) => lane.status));
  const notes = [...(await toOwned(state, runLog)), ...toNotes(state), ...standing.notes, ...drift];
  const answer = toAnswer({ merged: standing.text, ledger, missing: toMissing(state), notes });
  const revision = answer === null ? null : state.revision + 1;
  await run.append({ type: 'run.ended', round, outcome, revision, answer });
}

export function toMissing(state: RunState): MissingLane[] {
  return missingLanes(state).flatMap((lane) =>
    'failure' in lane
      ? [{ lane: lane.lane, title: lane.plan.title, status: lane.status, attempts: lane.attempts, failure: lane.failure }]
      : [],
  );
}

/** What came in since an answer was published while lanes were at work. */
function toLate({ published, lanes }: RunState): string[] {
  if (published === null) return [];
  const late = lanes.filter((lane) => lane.status === 'done' && !published.lanes.includes(lane.lane));
  const named = late.slice(0, MOST_NAMED).map((lane) => `${lane.lane} ${lane.plan.title}`);
  const more = late.length > MOST_NAMED ? ` and ${late.length - MOST_NAMED} more` : '';
  return [
    late.length === 0
      ? `Nothing came in since revision ${published.revision}.`
      : `New since revision ${published.revision}: ${named.join(', ')}${more}.`,
  ];
}

/**
 * What the answer owns up to: what the plan says, and what stages left out of the lists that they took their lanes
 * from. A lane that was dropped stands among the missing.
 */
export async function toOwned({ runId, plan, expansions }: RunState, runLog: RunLog): Promise<string[]> {
  const left = await Promise.all(
    expansions.map(async (round, index) => {
      const event = round === null ? null : await runLog.get(runId, expandedKey(index + 1, round));
      return event?.type === 'stage.expanded' ? event.notes : [];
    }),
  );
  return [...new Set([...(plan?.account ?? []), ...left.flat()])];
}

/** What should stand in the answer and does not, since the run broke off before it. */
function toBrokenOff(state: RunState): string[] {
  const count = state.merges.length;
  const standing = toStanding(state);
  const [last] = standing.slice(-1);
  const plan = state.plan;
  if (plan === null || last === undefined) return [];
  if (!isShown(plan, last)) return [`This is the result of stage ${last} of ${count}: no later one gave any.`];
  const missing = plan.stages.flatMap(({ title }, index) =>
    isShown(plan, index + 1) && !standing.includes(index + 1) ? [`stage ${index + 1} of ${count}, ${title}`] : [],
  );
  return missing.length === 0 ? [] : [`Not in this answer: ${missing.join('; ')}. ${missing.length === 1 ? 'It' : 'They'} gave no result.`];
}

function toNotes(state: RunState): string[] {
  const merges = state.merges.flatMap((merge) => (merge?.note == null ? [] : [merge.note]));
  const done = state.lanes.filter((lane) => lane.status === 'done');
  const reused = done.filter((lane) => lane.reused).length;
  const unaided = done.length > 0 && done.every((lane) => lane.model === null);
  const taken =
    reused === 0
      ? []
      : [`${reused === 1 ? '1 lane has' : `${reused} lanes have`} the result that an equal lane gave earlier; a retry asks anew.`];
  return [
    ...toBrokenOff(state),
    ...merges,
    ...toLate(state),
    ...taken,
    ...(unaided ? ['No model configured: this was made by rules, without one.'] : []),
  ];
}
