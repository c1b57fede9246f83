import type { LaneJob } from '../ports/dispatcher.ts';
import { type LaneState, modelOf, type RunState } from '../run/state.ts';

/** Whom the next call of a lane asks, as the governor names it. */
export const poolOf = (state: RunState, lane: LaneState): string => modelOf(lane) ?? state.request.model ?? '';

/** All channels of a workspace or server share its turns: what stands before the slash of a place (`slack:T1/C1`). */
const toWorkspace = (place: string): string => place.replace(/\/.*$/s, '');

/** A start of a lane as the dispatcher takes it. */
export function toJob(state: RunState, number: number, start: number): LaneJob {
  const { runId, request, lanes } = state;
  const lane = lanes.at(number - 1);
  return {
    key: `${runId}:${number}:${start}`,
    runId,
    lane: number,
    start,
    workspace: toWorkspace(request.place),
    asker: request.asker,
    pool: lane === undefined ? '' : poolOf(state, lane),
    tokens: lane === undefined ? 0 : lane.estimate.inputTokens + lane.estimate.outputTokens,
  };
}
