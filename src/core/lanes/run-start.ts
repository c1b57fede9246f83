import { toSample } from '../cost/calibrate.ts';
import { FanoutError } from '../errors.ts';
import type { LaneJob } from '../ports/dispatcher.ts';
import type { ModelCall } from '../ports/model.ts';
import type { LiveRun } from '../run/live-run.ts';
import { type Fallback, isModelsFault, toFailedEnd, toFanoutError } from '../run/retry.ts';
import type { StartEnd } from '../run/start-end.ts';
import type { LaneState } from '../run/state.ts';
import { addUsage, NO_USAGE, type Usage } from '../usage.ts';
import { isBroken } from './call-end.ts';
import { createLaneCalls, type LaneCalls } from './call-lane.ts';
import { completeItems } from './complete-items.ts';
import type { Permit } from './governor.ts';
import type { Called, Raced } from './hedge.ts';
import { toNextModel } from './next-model.ts';
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
  turn: { use(): Permit | null },
): Promise<void> {
  if (!(await begin(run, job))) return;
  const lane = run.state().lanes.at(job.lane - 1);
  // A stop or a retry may stand in the log before this start: then it began nothing.
  if (lane?.status !== 'running' || lane.starts !== job.start) return;
  if (lane.prompt !== prompt) {
    // Edited while its material was fetched: let go, so that it starts with what is asked now.
    await run.append({ type: 'lane.dropped', lane: job.lane, start: job.start, ms: 0, usage: NO_USAGE });
    return;
  }
  const calls = createLaneCalls(run, { job, lane, call }, deps, signal, turn);
  try {
    const end = await toEnd(run, { job, lane, call, fingerprint, calls }, deps, signal);
    run.progress.delete(job.lane);
    await run.append(end);
    if (end.type === 'lane.done' && end.hedged !== true) {
      const asked = call.model ?? deps.model.name;
      const { plan, estimate } = lane;
      deps.learner.note(toSample({ ...job, plan, estimate, model: asked, usage: end.usage, ms: end.ms, reused: false }));
    }
  } finally {
    calls.release();
  }
}

/**
 * Takes the lane's place and its reserve in the same turn in which somebody saw that there is one, and hands both on
 * to the log. False: it has this start already.
 */
export async function begin(run: LiveRun, { lane, start }: Pick<LaneJob, 'lane' | 'start'>): Promise<boolean> {
  const reserveUsd = run.state().lanes.at(lane - 1)?.estimate.mostUsd ?? 0;
  run.beginning.add(lane);
  run.aside.reservedUsd += reserveUsd;
  try {
    return await run.append({ type: 'lane.started', lane, start });
  } finally {
    run.beginning.delete(lane);
    run.aside.reservedUsd -= reserveUsd;
  }
}

interface Starting {
  readonly job: LaneJob;
  readonly lane: LaneState;
  readonly call: ModelCall;
  readonly fingerprint: string;
  readonly calls: LaneCalls;
}

async function toEnd(run: LiveRun, starting: Starting, deps: RunLaneDeps, signal: AbortSignal): Promise<StartEnd> {
  const { job, lane, fingerprint, calls } = starting;
  const { clock } = deps;
  const startedMs = clock.now();
  const msSoFar = (): number => Math.max(0, clock.now() - startedMs);
  const raced = await calls.race();
  if (raced.kind === 'failed') return toFailure(run, starting, raced, msSoFar(), deps, signal);
  const { completion } = raced;
  try {
    const whole = await completeItems(lane.plan, { prompt: lane.prompt, call: raced.call }, completion, {
      call: (more) => calls.more(more),
      hold: () => calls.hold(raced.call),
      signal,
    });
    deps.hedging(run).wrong.delete(toWrongKey(lane));
    return {
      type: 'lane.done',
      lane: job.lane,
      start: job.start,
      text: whole.text,
      truncated: completion.truncated,
      model: completion.model,
      usage: await toUsage([...raced.others, { call: raced.call, usage: whole.usage }], deps),
      ms: msSoFar(),
      fingerprint,
      reusedFrom: null,
      ...(calls.hedged && { hedged: true }),
    };
  } catch (error) {
    const made = [...raced.others, { call: raced.call, usage: completion.usage }];
    return toFailure(run, starting, { kind: 'failed', error, answered: true, calls: made }, msSoFar(), deps, signal);
  }
}

type Failed = Extract<Raced, { kind: 'failed' }>;

async function toFailure(
  run: LiveRun,
  { job, lane, call }: Starting,
  { error, answered, calls }: Failed,
  ms: number,
  deps: RunLaneDeps,
  signal: AbortSignal,
): Promise<StartEnd> {
  const { clock, ids, log } = deps;
  const usage = await toUsage(calls, deps);
  if (signal.aborted && !answered) return { type: 'lane.dropped', lane: job.lane, start: job.start, ms, usage };
  const failure = toFanoutError(error, job.runId);
  // An error of our own is a bug: whole in our log, one sentence for the person.
  if (failure.code === 'internal') log.error({ err: error, runId: job.runId, lane: job.lane }, 'a lane met a bug');
  else log.info({ runId: job.runId, lane: job.lane, code: failure.code }, 'an attempt failed');
  const current = run.state().lanes.at(job.lane - 1) ?? lane;
  const spent = failure.code === 'wrong_output' && isWrongForGood(run, current, deps);
  const pool = call.model ?? '';
  const isDown = isBroken(failure) && deps.governor.isDown(pool);
  const fallback = await toFallback(run, current, failure, spent || isDown, call, deps);
  const told = spent && fallback === null ? new FanoutError(failure.code, failure.userMessage) : failure;
  // A provider that is down for all costs no lane an attempt: it waits until the provider is asked again.
  const waits = { kind: 'wait', afterMs: Math.max(0, (deps.governor.waits(pool)?.untilMs ?? 0) - clock.now()) } as const;
  const kept = isDown && fallback === null ? new FanoutError(told.code, told.userMessage, { retry: waits }) : told;
  return toFailedEnd(current, kept, { ms, nowMs: clock.now(), chance: ids.chance(), usage, fallback });
}

const toWrongKey = ({ lane, opened, fallen }: LaneState): string => `${lane}:${opened}:${fallen}`;

/**
 * Whether a model has shown that it does not keep to the form: its second wrong answer, or the first of one that was
 * asked because another did not.
 */
function isWrongForGood(run: LiveRun, lane: LaneState, { hedging }: RunLaneDeps): boolean {
  const { wrong } = hedging(run);
  const key = toWrongKey(lane);
  const times = (wrong.get(key) ?? 0) + 1;
  wrong.set(key, times);
  return times > 1 || lane.fallen > 0;
}

/** Who is asked next where this model keeps failing. */
async function toFallback(
  run: LiveRun,
  lane: LaneState,
  failure: FanoutError,
  spent: boolean,
  call: ModelCall,
  { prices }: RunLaneDeps,
): Promise<Fallback | null> {
  return spent || isModelsFault(lane, failure) ? await toNextModel(run, lane, call, prices) : null;
}

/** All of them together, each with its price where the provider told none. */
async function toUsage(calls: readonly Called[], deps: RunLaneDeps): Promise<Usage> {
  const priced = await Promise.all(calls.map(({ call, usage }) => withCost(usage, call, deps)));
  return priced.reduce(addUsage, NO_USAGE);
}

async function withCost(usage: Usage, call: ModelCall, { model, prices }: RunLaneDeps): Promise<Usage> {
  const name = call.model ?? model.name;
  if (usage.costUsd !== null || name === null || usage.inputTokens + usage.outputTokens === 0) return usage;
  return { ...usage, costUsd: await prices.usd(name, usage) };
}
