import PQueue from 'p-queue';
import { estimateCall } from '../cost/estimate.ts';
import { FanoutError } from '../errors.ts';
import { attempt } from '../lanes/attempt.ts';
import { toBrokenUsage } from '../lanes/broken-usage.ts';
import { toCallEnd, toDone } from '../lanes/call-end.ts';
import type { Governor } from '../lanes/governor.ts';
import { MAX_ATTEMPTS } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Completion, Model, ModelCall, OnProgress } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { RunLog } from '../ports/run-log.ts';
import { partKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import { toFreeUsd } from '../run/next.ts';
import { toBackoffMs } from '../run/retry.ts';
import { toToday } from '../text/today.ts';
import { NO_USAGE, type Usage } from '../usage.ts';
import type { DigestCall } from './digest.ts';

export interface AskDeps {
  readonly runLog: RunLog;
  readonly model: Model;
  readonly prices: Prices;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly governor: Governor;
}

/**
 * Makes the calls of a digest: as many at once as the run may have lanes, each once and kept, none beyond the budget.
 */
export function createAsk(run: LiveRun, deps: AskDeps, signal: AbortSignal): (call: DigestCall) => Promise<string> {
  const slots = new PQueue({ concurrency: run.state().request.cap });

  /** Whoever asks the same meanwhile waits for what the first one gets, and asks itself where that got nothing. */
  async function askOnce(it: DigestCall): Promise<string> {
    const { part } = it;
    for (let other = run.asking.get(part); other !== undefined; other = run.asking.get(part)) await orAborted(other, signal);
    const over = Promise.withResolvers<void>();
    run.asking.set(part, over.promise);
    try {
      return await ask(it);
    } finally {
      run.asking.delete(part);
      over.resolve();
    }
  }

  /** From the log if it was made before; retried as a lane is, but in memory: a death costs only the call in flight. */
  async function ask({ part, call, patienceMs }: DigestCall): Promise<string> {
    const before = await deps.runLog.get(run.runId, partKey(part));
    if (before?.type === 'digest.part') return before.text;
    const refusal = deps.model.refusal(call);
    if (refusal !== null) throw new FanoutError(refusal.code, refusal.reason);
    const { budgetUsd } = run.state();
    const name = call.model ?? deps.model.name;
    const told = withDay(call, run, deps);
    const { mostUsd, maxOutputTokens, inputTokens, outputTokens } = await estimateCall(told, name, deps.prices);
    const withCost = async (usage: Usage): Promise<Usage> => {
      return { ...usage, costUsd: usage.costUsd ?? (name === null ? null : await deps.prices.usd(name, usage)) };
    };
    const reserve = budgetUsd === null ? 0 : (mostUsd ?? 0);
    if (budgetUsd !== null && reserve > toFreeUsd(run.state(), deps.clock.now(), run.aside.reservedUsd)) {
      throw new FanoutError('over_budget', 'what is left of the budget is too little for it');
    }
    run.aside.reservedUsd += reserve;
    try {
      const limited = budgetUsd === null ? told : { ...told, maxOutputTokens };
      const onBroken = async (usage: Usage): Promise<boolean> => {
        await run.append({ type: 'call.broken', part, id: deps.ids.pressId(), usage: await withCost(usage) });
        // The next try costs as much again.
        return budgetUsd === null || toFreeUsd(run.state(), deps.clock.now(), run.aside.reservedUsd) >= 0;
      };
      const { text, usage } = await complete(
        run,
        limited,
        { inputTokens, outputTokens, onBroken, patienceMs: patienceMs ?? null },
        deps,
        signal,
      );
      await run.append({ type: 'digest.part', part, text, usage: await withCost(usage) });
      return text;
    } finally {
      run.aside.reservedUsd -= reserve;
    }
  }

  return (call) => slots.add(() => askOnce(call));
}

/**
 * A call that does a piece of the work, as a lane does: with the day and the language that lanes are told. They are
 * no part of its name, so that what was digested yesterday is not paid for again when the run goes on. What has
 * standing
 * words of its own says all that it wants to be known.
 */
function withDay(call: ModelCall, run: LiveRun, { clock }: AskDeps): ModelCall {
  if (call.standing !== undefined) return call;
  const language = run.state().plan?.language ?? null;
  return { ...call, ...(language !== null && { language }), today: toToday(clock.now()) };
}

/**
 * What one call is likely to take, and who keeps what one that broke off has taken: false: there is no money for
 * another try.
 */
interface Expected {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly onBroken: (usage: Usage) => Promise<boolean>;
  /** Null: as a lane has it, with as many tries. */
  readonly patienceMs: number | null;
}

async function complete(
  run: LiveRun,
  call: ModelCall,
  { inputTokens, outputTokens, onBroken, patienceMs }: Expected,
  { model, clock, ids, governor }: AskDeps,
  signal: AbortSignal,
): Promise<Completion> {
  const { laneTimeoutMs } = run.state().request;
  const timeoutMs = Math.min(laneTimeoutMs, patienceMs ?? laneTimeoutMs);
  const pool = call.model ?? '';
  for (let attempts = 1, waits = 0; ; ) {
    const permit = await governor.take({ pool, tokens: inputTokens + outputTokens }, signal);
    if (signal.aborted) permit.end({ kind: 'unused' });
    signal.throwIfAborted();
    const startMs = clock.now();
    let chars = 0;
    const hear: OnProgress = (soFar, limits) => {
      if (limits) permit.hear(limits);
      chars = soFar;
    };
    try {
      const completion = await attempt(call, { model, clock, timeoutMs }, hear, signal);
      permit.end(toDone(completion, clock.now() - startMs));
      return completion;
    } catch (error) {
      permit.end(signal.aborted ? { kind: 'other' } : toCallEnd(error, clock.now() - startMs));
      const usage = toBrokenUsage({ error, letGo: signal.aborted, chars, inputTokens });
      const canGoOn = usage === NO_USAGE || (await onBroken(usage));
      signal.throwIfAborted();
      if (!canGoOn || !(error instanceof FanoutError) || error.retry.kind === 'never') throw error;
      if (patienceMs !== null && error.code === 'lane_timeout') throw error;
      const counts = error.retry.kind === 'again' && !governor.isDown(pool);
      if (counts && attempts >= MAX_ATTEMPTS) throw error;
      if (counts) attempts += 1;
      else waits += 1;
      const nth = counts ? attempts - 1 : waits;
      // How long a provider is to be left alone, its governor knows for all.
      await clock.sleep(governor.waits(pool) === null ? (error.retry.afterMs ?? toBackoffMs(nth, ids.chance())) : 0, signal);
    }
  }
}

/** Rejects with `signal.reason` when that is aborted first. */
async function orAborted(over: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const stop = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    await Promise.race([over, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
