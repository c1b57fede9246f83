import type { RunLog } from '../ports/run-log.ts';
import { mergeKey } from '../run/events.ts';
import { missingLanes } from '../run/fold.ts';
import { toLedger } from '../run/ledger.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import type { RunState } from '../run/state.ts';
import { type MissingLane, toAnswer } from './answer.ts';
import { findDrift } from './drift.ts';

const MOST_NAMED = 8;

/** Puts the answer together and appends `run.ended`. */
export async function endRun(run: LiveRun, { round, outcome }: Extract<Action, { type: 'end' }>, runLog: RunLog): Promise<void> {
  const state = run.state();
  const drift = await findDrift(state, runLog);
  const ledger = toLedger(state.lanes.map((lane) => lane.status));
  const answer = toAnswer({
    merged: await readMerged(state, runLog),
    ledger,
    missing: toMissing(state),
    notes: [...toNotes(state), ...drift],
  });
  const revision = answer === null ? null : state.revision + 1;
  await run.append({ type: 'run.ended', round, outcome, revision, answer });
}

/** The result of the last stage that has one: a chain that broke off still gives what it got to. */
export async function readMerged(state: RunState, runLog: RunLog): Promise<string | null> {
  const stage = state.merges.findLastIndex((merge) => merge !== null && !merge.empty) + 1;
  const merge = state.merges[stage - 1];
  if (merge == null) return null;
  const event = await runLog.get(state.runId, mergeKey(stage, merge.round));
  return event?.type === 'stage.merged' ? event.text : null;
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

function toNotes(state: RunState): string[] {
  const merges = state.merges.flatMap((merge) => (merge?.note == null ? [] : [merge.note]));
  const last = state.merges.findLastIndex((merge) => merge !== null && !merge.empty) + 1;
  const count = state.merges.length;
  const brokenOff = last > 0 && last < count ? [`This is the result of stage ${last} of ${count}: no later one gave any.`] : [];
  const done = state.lanes.filter((lane) => lane.status === 'done');
  const reused = done.filter((lane) => lane.reused).length;
  const unaided = done.length > 0 && done.every((lane) => lane.model === null);
  const taken =
    reused === 0
      ? []
      : [`${reused === 1 ? '1 lane has' : `${reused} lanes have`} the result that an equal lane gave earlier; a retry asks anew.`];
  return [
    ...brokenOff,
    ...merges,
    ...toLate(state),
    ...taken,
    ...(unaided ? ['No model configured: this was made by rules, without one.'] : []),
  ];
}
