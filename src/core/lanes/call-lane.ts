import { FanoutError } from '../errors.ts';
import type { LaneJob } from '../ports/dispatcher.ts';
import type { Completion, ModelCall } from '../ports/model.ts';
import type { LiveRun } from '../run/live-run.ts';
import { toFreeUsd } from '../run/next.ts';
import type { LaneState } from '../run/state.ts';
import { attempt } from './attempt.ts';
import { toCallEnd, toDone } from './call-end.ts';
import { isPermit, type Permit } from './governor.ts';
import { toSecondCall } from './hedge/second-call.ts';
import { createRace, type Raced } from './hedge.ts';
import { checkOutput } from './output.ts';
import type { RunLaneDeps } from './run-lane.ts';

/** What a lane has given is paid for and not kept yet, and it holds a slot: a call for the rest waits no longer than that for its provider. In milliseconds. */
const MORE_WAIT_MS = 60_000;

/** One lane's calls, made and counted. */
export interface LaneCalls {
  /** The lane's call, and a second one where it straggles. Never rejects. */
  race(): Promise<Raced>;
  /** One more call like it, for what is missing; rejects as `attempt` does. */
  more(call: ModelCall): Promise<Completion>;
  /** Whether a second call went out. */
  readonly hedged: boolean;
  /** Reserves what one more call like that can cost; false: the budget has no room for it. */
  hold(call: ModelCall): boolean;
  /** Gives back what was reserved beside the lane's own; after its cost stands in the log. */
  release(): void;
}

export function createLaneCalls(
  run: LiveRun,
  { job, lane, call }: { readonly job: LaneJob; readonly lane: LaneState; readonly call: ModelCall },
  deps: RunLaneDeps,
  signal: AbortSignal,
  turn: { use(): Permit | null },
): LaneCalls {
  const { model, prices, clock, governor, log } = deps;
  const hedging = deps.hedging(run);
  const stragglers = hedging.stragglers(lane.stage, call.model);
  const timeoutMs = run.state().request.laneTimeoutMs;
  const attempting = { model, clock, timeoutMs, suggestedMs: () => stragglers.peers.timeoutMs(timeoutMs) };
  let reservedUsd = 0;
  let hedges = 0;
  let chars = 0;

  const race = createRace({
    clock,
    signal,
    call: (it, hear, stop) => attempt(it, attempting, hear, stop),
    check: (completion) => void checkOutput(lane.plan.output, completion.text),
    onProgress(soFar) {
      chars = soFar;
      run.progress.set(job.lane, soFar);
    },
  });

  function reserve(mostUsd: number | null): boolean {
    if (run.state().budgetUsd === null) return true;
    const usd = mostUsd ?? 0;
    if (usd > toFreeUsd(run.state(), clock.now(), run.aside.reservedUsd)) return false;
    run.aside.reservedUsd += usd;
    reservedUsd += usd;
    return true;
  }

  function unreserve(usd: number): void {
    run.aside.reservedUsd -= usd;
    reservedUsd -= usd;
  }

  let secondUsd: number | null = null;
  let second: ReturnType<typeof toSecondCall> | null = null;
  async function hedge(): Promise<boolean> {
    const budgeted = run.state().budgetUsd !== null;
    second ??= toSecondCall(lane, call, { model, prices, budgeted });
    const it = await second;
    const now = run.state().lanes.at(job.lane - 1);
    if (it === null || now?.status !== 'running' || now.starts !== job.start || now.wish !== null) return false;
    secondUsd = it.mostUsd;
    const beforeUsd = reservedUsd;
    if (!reserve(it.mostUsd)) return false;
    const got = governor.tryTake({ pool: it.call.model ?? '', tokens: it.inputTokens + it.outputTokens });
    if (!isPermit(got) || !race.enter({ call: it.call, permit: got, inputTokens: it.inputTokens })) {
      unreserve(reservedUsd - beforeUsd);
      return false;
    }
    hedges += 1;
    hedging.extra += 1;
    log.debug({ runId: job.runId, lane: job.lane, model: it.call.model }, 'a lane straggles: a second call');
    return true;
  }

  return {
    get hedged() {
      return hedges > 0;
    },
    async race() {
      const entry = stragglers.enter({
        chars: () => chars,
        // What keeps a second call from going out must not touch the first.
        hedge: () =>
          model.name === null
            ? Promise.resolve(false)
            : hedge().catch((error: unknown) => {
                log.warn({ err: error, runId: job.runId, lane: job.lane }, 'no second call for a lane that straggles');
                return false;
              }),
      });
      race.enter({ call, permit: turn.use(), inputTokens: lane.estimate.inputTokens });
      const raced = await race.over;
      hedging.extra -= hedges;
      entry.leave(raced.kind === 'good' ? { chars: Math.max(chars, raced.completion.text.length) } : null);
      return raced;
    },
    async more(it) {
      const tokens = lane.estimate.inputTokens + lane.estimate.outputTokens;
      const waitMs = (governor.waits(it.model ?? '')?.untilMs ?? 0) - clock.now();
      if (waitMs > MORE_WAIT_MS) throw new FanoutError('rate_limited', 'the provider takes no calls for long');
      const got = await governor.take({ pool: it.model ?? '', tokens }, signal);
      const startedMs = clock.now();
      try {
        const completion = await attempt(it, attempting, () => undefined, signal);
        got.end(toDone(completion, clock.now() - startedMs));
        return completion;
      } catch (error) {
        got.end(signal.aborted ? { kind: 'other' } : toCallEnd(error, clock.now() - startedMs));
        throw error;
      }
    },
    hold: (it) => reserve(it.model === call.model ? lane.estimate.mostUsd : secondUsd),
    release: () => unreserve(reservedUsd),
  };
}
