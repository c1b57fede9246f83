import { createHash } from 'node:crypto';
import { FanoutError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Dispatcher, LaneHandler, LaneJob } from '../ports/dispatcher.ts';
import type { FinishedLanes } from '../ports/finished-lanes.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Model, ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { LiveRun } from '../run/live-run.ts';
import { isDue } from '../run/next.ts';
import { toFanoutError } from '../run/retry.ts';
import type { LaneState } from '../run/state.ts';
import { NO_USAGE } from '../usage.ts';
import type { Materials } from './materials.ts';
import { toOutputRule } from './output.ts';
import { runStart } from './run-start.ts';

export interface RunLaneDeps {
  readonly model: Model;
  readonly prices: Prices;
  readonly finished: FinishedLanes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly dispatcher: Dispatcher;
  readonly materials: Materials;
  /** The run while it is carried out here; null when it is not. */
  liveRun(runId: string): LiveRun | null;
}

/**
 * Runs one lane once: is it still wanted; has an equal one been done; `lane.started`; the call; one end. Whatever happens inside a lane becomes its end, so it touches no other lane.
 * Rejects only when the log can't be written.
 */
export function createLaneRunner(deps: RunLaneDeps): LaneHandler {
  /** Calls in flight, by fingerprint: an equal one waits for its result instead of paying for it again. */
  const calling = new Map<string, Promise<void>>();

  return async (job, signal) => {
    const run = deps.liveRun(job.runId);
    if (run === null || !isDue(run.state(), job.lane, job.start)) return;
    const { prompt } = laneOf(run, job);
    const call = await toCall(run, job, deps);
    const refusal = call instanceof FanoutError ? { code: call.code, reason: call.userMessage } : deps.model.refusal(call);
    if (call instanceof FanoutError || refusal !== null) {
      const failure = refusal ?? { code: 'internal', reason: '' };
      await run.append({ type: 'lane.ended', lane: job.lane, start: job.start, outcome: 'failed', ...failure, ms: 0, usage: NO_USAGE });
      return;
    }
    const fingerprint = toFingerprint(run, call, deps.model);
    if (run.state().request.fresh || laneOf(run, job).again) {
      await startIfDue(run, job, { call, prompt, fingerprint }, deps, signal);
      return;
    }
    for (let other = calling.get(fingerprint); other !== undefined; other = calling.get(fingerprint)) await other;
    const over = Promise.withResolvers<void>();
    calling.set(fingerprint, over.promise);
    try {
      if (!(await reuse(run, job, fingerprint, deps))) await startIfDue(run, job, { call, prompt, fingerprint }, deps, signal);
    } finally {
      calling.delete(fingerprint);
      over.resolve();
    }
  };
}

type Start = Parameters<typeof runStart>;

/** A person may have stopped the run while the material was fetched. */
async function startIfDue(...[run, job, call, deps, signal]: Start): Promise<void> {
  if (!signal.aborted && isDue(run.state(), job.lane, job.start)) await runStart(run, job, call, deps, signal);
}

function laneOf(run: LiveRun, job: LaneJob): LaneState {
  const lane = run.state().lanes.at(job.lane - 1);
  if (lane === undefined) throw new Error(`run ${job.runId} has no lane ${job.lane}`);
  return lane;
}

/** The lane's call with its material, or why it can't be made. */
async function toCall(run: LiveRun, job: LaneJob, { materials, log }: RunLaneDeps): Promise<ModelCall | FanoutError> {
  const { prompt, plan, estimate } = laneOf(run, job);
  const { request, budgetUsd } = run.state();
  try {
    const got = await materials.gather(run.state(), plan.sources);
    const rule = toOutputRule(plan.output);
    // A budget is kept by letting no answer grow beyond what was reserved for it.
    const maxOutputTokens = budgetUsd === null ? null : estimate.maxOutputTokens;
    return {
      work: plan.work,
      instruction: rule === '' ? prompt : `${prompt}\n\n${rule}`,
      materials: got,
      model: request.model,
      maxOutputTokens,
    };
  } catch (error) {
    if (!(error instanceof FanoutError))
      log.error({ err: error, runId: job.runId, lane: job.lane }, 'could not gather the material of a lane');
    return toFanoutError(error, job.runId);
  }
}

/** Of all that the answer depends on, and the place: what one channel paid for is not another's to find. */
function toFingerprint(run: LiveRun, call: ModelCall, model: Model): string {
  const whole = JSON.stringify([run.state().request.place, model.label, call]);
  return createHash('sha256').update(whole).digest('hex');
}

async function reuse(run: LiveRun, job: LaneJob, fingerprint: string, { finished }: RunLaneDeps): Promise<boolean> {
  const found = await finished.find(fingerprint);
  if (found === null) return false;
  const { runId, lane, text, truncated, model } = found;
  const it = { lane: job.lane, start: job.start, text, truncated, model, usage: NO_USAGE, ms: 0 };
  await run.append({ type: 'lane.done', ...it, fingerprint, reusedFrom: { runId, lane } });
  return true;
}
