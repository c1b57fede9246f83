import type { LaneJob } from '../ports/dispatcher.ts';
import { type LaneState, modelOf, type RunState } from '../run/state.ts';

/** Whom the next call of a lane asks, as the governor names it. */
export const poolOf = (state: RunState, lane: LaneState): string => modelOf(lane) ?? state.request.model ?? '';

/** A start of a lane as the dispatcher takes it. */
export function toJob(state: RunState, number: number, start: number): LaneJob {
  const { runId, request, lanes } = state;
  const lane = lanes.at(number - 1);
  return {
    key: `${runId}:${number}:${start}`,
    runId,
    lane: number,
    start,
    place: request.place,
    asker: request.asker,
    pool: lane === undefined ? '' : poolOf(state, lane),
    tokens: lane === undefined ? 0 : lane.estimate.inputTokens + lane.estimate.outputTokens,
  };
}
