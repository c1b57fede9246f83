import type { FanoutError } from '../errors.ts';
import type { LaneJob } from '../ports/dispatcher.ts';
import type { Completion, ModelCall } from '../ports/model.ts';
import type { StartEnd } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import { toFailedEnd, toFanoutError } from '../run/retry.ts';
import { NO_USAGE, type Usage } from '../usage.ts';
import { attempt } from './attempt.ts';
import { checkOutput } from './output.ts';
import type { RunLaneDeps } from './run-lane.ts';

/** What a lane asks, and the prompt it was made from. */
export interface LaneCall {
  readonly call: ModelCall;
  readonly prompt: string;
  readonly fingerprint: string;
}

/** One start of a lane, from `lane.started` to its one end. Rejects only when the log can't be written. */
export async function runStart(
  run: LiveRun,
  job: LaneJob,
  { call, prompt, fingerprint }: LaneCall,
  deps: RunLaneDeps,
  signal: AbortSignal,
): Promise<void> {
  if (!(await run.append({ type: 'lane.started', lane: job.lane, start: job.start }))) return;
  const lane = run.state().lanes.at(job.lane - 1);
  // A stop or a retry may stand in the log before this start: then it began nothing.
  if (lane?.status !== 'running' || lane.starts !== job.start) return;
  if (lane.prompt !== prompt) {
    // Edited while its material was fetched: let go, so that it starts with what is asked now.
    await run.append({ type: 'lane.dropped', lane: job.lane, start: job.start, ms: 0, usage: NO_USAGE });
    return;
  }
  const end = await toEnd(run, job, call, fingerprint, deps, signal);
  run.progress.delete(job.lane);
  await run.append(end);
}

async function toEnd(
  run: LiveRun,
  job: LaneJob,
  call: ModelCall,
  fingerprint: string,
  deps: RunLaneDeps,
  signal: AbortSignal,
): Promise<StartEnd> {
  const { model, clock, ids, log, dispatcher } = deps;
  const startedMs = clock.now();
  const msSoFar = (): number => clock.now() - startedMs;
  const it = { lane: job.lane, start: job.start };
  const lane = run.state().lanes.at(job.lane - 1);
  if (lane === undefined) throw new Error(`run ${job.runId} has no lane ${job.lane}`);
  let completion: Completion | null = null;
  try {
    const onProgress = (chars: number): void => {
      run.progress.set(job.lane, chars);
    };
    completion = await attempt(call, { model, clock, timeoutMs: run.state().request.laneTimeoutMs }, onProgress, signal);
    const text = checkOutput(lane.plan.output, completion.text);
    const usage = await withCost(completion.usage, call, deps);
    return {
      type: 'lane.done',
      ...it,
      text,
      truncated: completion.truncated,
      model: completion.model,
      usage,
      ms: msSoFar(),
      fingerprint,
      reusedFrom: null,
    };
  } catch (error) {
    const dropped = signal.aborted && completion === null;
    const failure = toFanoutError(error, job.runId);
    const usage = await withCost(completion?.usage ?? toUsageOfFailure(run, job, dropped ? null : failure), call, deps);
    if (dropped) return { type: 'lane.dropped', ...it, ms: msSoFar(), usage };
    // An error of our own is a bug: whole in our log, one sentence for the person.
    if (failure.code === 'internal') log.error({ err: error, runId: job.runId, lane: job.lane }, 'a lane met a bug');
    else log.info({ runId: job.runId, lane: job.lane, code: failure.code }, 'an attempt failed');
    if (failure.retry.kind === 'wait' && failure.retry.afterMs !== null) dispatcher.hold(clock.now() + failure.retry.afterMs);
    const current = run.state().lanes.at(job.lane - 1) ?? lane;
    return toFailedEnd(current, failure, { ms: msSoFar(), nowMs: clock.now(), chance: ids.chance(), usage });
  }
}

/** What a call that broke off is likely to have cost: a provider that began to answer, or was left waiting, has read the prompt. */
function toUsageOfFailure(run: LiveRun, job: LaneJob, failure: FanoutError | null): Usage {
  const chars = run.progress.get(job.lane) ?? 0;
  const began = chars > 0 || failure?.code === 'stream_cut' || failure?.code === 'lane_timeout' || failure?.code === 'empty_answer';
  const inputTokens = run.state().lanes.at(job.lane - 1)?.estimate.inputTokens ?? 0;
  return began ? { inputTokens, outputTokens: Math.ceil(chars / 4), costUsd: null } : NO_USAGE;
}

/** With its price where the provider told none. */
async function withCost(usage: Usage, call: ModelCall, { model, prices }: RunLaneDeps): Promise<Usage> {
  const name = call.model ?? model.name;
  if (usage.costUsd !== null || name === null || usage.inputTokens + usage.outputTokens === 0) return usage;
  return { ...usage, costUsd: await prices.usd(name, usage) };
}
