import type { ErrorCode, Failure } from '../errors.ts';
import type { RunEvent } from './events.ts';
import { type LaneState, modelOf, type RunState } from './state.ts';

/** A model that takes no lane of this run now, and why. A null name: the default. */
export interface ShutModel extends Failure {
  readonly model: string | null;
}

/** Failures that are about who asks and whom, and not about what is asked: every other call to that model has them too. */
const OF_ALL: readonly ErrorCode[] = ['bad_key', 'unknown_model', 'quota_exhausted'];

/**
 * After these it is worth a call to see whether it is still so: a person wants lanes done, another stage begins, or Fanout was started anew, perhaps with another key, which a log tells by what was let go of.
 */
const GO_AHEAD: ReadonlySet<RunEvent['type']> = new Set([
  'lanes.retried',
  'run.approved',
  'run.sample_asked',
  'run.released',
  'run.changed',
  'stage.merged',
  'lane.dropped',
  'lane.interrupted',
]);

/** Why no lane can be done by the model that this one would ask next; null: nothing is known against it. */
export function whyShut({ shut, request }: RunState, lane: LaneState): Failure | null {
  return shut.find(({ model }) => model === (modelOf(lane) ?? request.model)) ?? null;
}

/** Which models are shut after an event, and from when on lanes are asked. `before` is the state that the event came upon. */
export function toShut(before: RunState, event: RunEvent): Pick<RunState, 'shut' | 'askedFromMs'> {
  const { shut, askedFromMs } = before;
  if (GO_AHEAD.has(event.type)) return { shut: [], askedFromMs: event.atMs };
  if ((event.type !== 'lane.ended' && event.type !== 'lane.attempt_failed') || !OF_ALL.includes(event.code)) return { shut, askedFromMs };
  const lane = before.lanes.at(event.lane - 1);
  // What was in flight when somebody had mended it tells nothing of what is asked since.
  const isNews = lane?.status === 'running' && lane.starts === event.start && lane.startedAtMs >= askedFromMs;
  if (!isNews || whyShut(before, lane) !== null) return { shut, askedFromMs };
  const { code, reason } = event;
  return { shut: [...shut, { model: modelOf(lane) ?? before.request.model, code, reason }], askedFromMs };
}
