import { FanoutError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Dispatcher, LaneHandler, LaneJob } from '../ports/dispatcher.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Model, ModelCall } from '../ports/model.ts';
import type { StartEnd } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import { isDue } from '../run/next.ts';
import { toFailedEnd, toFanoutError } from '../run/retry.ts';
import type { LaneState } from '../run/state.ts';
import { attempt } from './attempt.ts';
import type { Materials } from './materials.ts';

export interface RunLaneDeps {
  readonly model: Model;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly dispatcher: Dispatcher;
  readonly materials: Materials;
  /** The run while it is carried out here; null when it is not. */
  liveRun(runId: string): LiveRun | null;
}

/**
 * Runs one lane once: is it still wanted; `lane.started`; the call; one end. Whatever happens inside a lane becomes its end, so it touches no other lane.
 * Rejects only when the log can't be written.
 */
export function createLaneRunner(deps: RunLaneDeps): LaneHandler {
  return async (job, signal) => {
    const run = deps.liveRun(job.runId);
    if (run === null || !isDue(run.state(), job.lane, job.start)) return;
    const call = await toCall(run, job, deps);
    const refused = call instanceof FanoutError ? call : deps.model.refusal(call);
    if (call instanceof FanoutError || refused !== null) {
      const reason = refused instanceof FanoutError ? refused.userMessage : (refused?.reason ?? '');
      await run.append({
        type: 'lane.ended',
        lane: job.lane,
        start: job.start,
        outcome: 'failed',
        code: refused?.code ?? 'internal',
        reason,
        ms: 0,
      });
      return;
    }
    if (signal.aborted || !isDue(run.state(), job.lane, job.start)) return;
    if (!(await run.append({ type: 'lane.started', lane: job.lane, start: job.start }))) return;
    const end = await toEnd(run, job, call, deps, signal);
    run.progress.delete(job.lane);
    await run.append(end);
  };
}

function laneOf(run: LiveRun, job: LaneJob): LaneState {
  const lane = run.state().lanes[job.lane - 1];
  if (lane === undefined) throw new Error(`run ${job.runId} has no lane ${job.lane}`);
  return lane;
}

/** The lane's call with its material, or why it can't be made. */
async function toCall(run: LiveRun, job: LaneJob, { materials, log }: RunLaneDeps): Promise<ModelCall | FanoutError> {
  const { prompt, plan } = laneOf(run, job);
  try {
    const got = await materials.gather(run.state(), plan.sources);
    return { work: plan.work, instruction: prompt, materials: got, model: run.state().request.model };
  } catch (error) {
    if (!(error instanceof FanoutError))
      log.error({ err: error, runId: job.runId, lane: job.lane }, 'could not gather the material of a lane');
    return toFanoutError(error, job.runId);
  }
}

async function toEnd(run: LiveRun, job: LaneJob, call: ModelCall, deps: RunLaneDeps, signal: AbortSignal): Promise<StartEnd> {
  const { model, clock, ids, log, dispatcher } = deps;
  const startedMs = clock.now();
  const msSoFar = (): number => clock.now() - startedMs;
  const it = { lane: job.lane, start: job.start };
  try {
    const onProgress = (chars: number): void => {
      run.progress.set(job.lane, chars);
    };
    const timeoutMs = run.state().request.laneTimeoutMs;
    const { text, truncated, model: by, usage } = await attempt(call, { model, clock, timeoutMs }, onProgress, signal);
    return { type: 'lane.done', ...it, text, truncated, model: by, usage, ms: msSoFar() };
  } catch (error) {
    if (signal.aborted) return { type: 'lane.dropped', ...it, ms: msSoFar() };
    const failure = toFanoutError(error, job.runId);
    // An error of our own is a bug: whole in our log, one sentence for the person.
    if (failure.code === 'internal') log.error({ err: error, runId: job.runId, lane: job.lane }, 'a lane met a bug');
    else log.info({ runId: job.runId, lane: job.lane, code: failure.code }, 'an attempt failed');
    if (failure.retry.kind === 'wait' && failure.retry.afterMs !== null) dispatcher.hold(clock.now() + failure.retry.afterMs);
    return toFailedEnd(laneOf(run, job), failure, msSoFar(), clock.now(), ids.chance());
  }
}
