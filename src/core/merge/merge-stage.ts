import PQueue from 'p-queue';
import { FanoutError } from '../errors.ts';
import { attempt } from '../lanes/attempt.ts';
import { MAX_ATTEMPTS } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Model } from '../ports/model.ts';
import type { RunLog } from '../ports/run-log.ts';
import { endKey, partKey } from '../run/events.ts';
import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import { toBackoffMs, toFanoutError } from '../run/retry.ts';
import type { RunState } from '../run/state.ts';
import { type DigestCall, mergeDigest } from './digest.ts';
import { mergeOrdered } from './ordered.ts';
import type { Section } from './section.ts';

export interface MergeDeps {
  readonly runLog: RunLog;
  readonly model: Model;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Merges one stage and appends `stage.merged`. A digest that can't be written becomes an ordered answer that says so: what lanes cost is never lost. */
export async function mergeStage(
  run: LiveRun,
  action: Extract<Action, { type: 'merge' }>,
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<void> {
  const { stage, round } = action;
  const state = run.state();
  const sections = await toSections(state, stage, deps.runLog);
  const asked = state.lanes.filter((lane) => lane.stage === stage).length;
  const fact = { type: 'stage.merged', stage, round } as const;
  if (sections.length === 0) {
    await run.append({ ...fact, kind: action.kind, text: null, note: null });
    return;
  }
  // One result has nothing to be merged with.
  if (action.kind === 'digest' && sections.length > 1) {
    const digest = await toDigest(run, stage, sections, deps, signal);
    if (digest instanceof FanoutError) {
      const note = `No digest: ${digest.userMessage}. The results stand one after another instead.`;
      await run.append({ ...fact, kind: 'ordered', text: mergeOrdered(sections, asked), note });
    } else await run.append({ ...fact, kind: 'digest', text: digest, note: null });
    return;
  }
  await run.append({ ...fact, kind: 'ordered', text: mergeOrdered(sections, asked), note: null });
}

async function toSections(state: RunState, stage: number, runLog: RunLog): Promise<Section[]> {
  const done = state.lanes.filter((lane) => lane.stage === stage && lane.status === 'done');
  return await Promise.all(
    done.map(async ({ lane, starts, plan }) => {
      const event = await runLog.get(state.runId, endKey(lane, starts));
      if (event?.type !== 'lane.done') throw new Error(`lane ${lane} is done but its result is not in the log`);
      return { lane, title: plan.title, text: event.text, truncated: event.truncated };
    }),
  );
}

async function toDigest(
  run: LiveRun,
  stage: number,
  sections: readonly Section[],
  deps: MergeDeps,
  signal: AbortSignal,
): Promise<string | FanoutError> {
  const { request, plan } = run.state();
  const wish = plan?.stages[stage - 1]?.mergePrompt ?? request.text;
  try {
    const slots = new PQueue({ concurrency: request.cap });
    const ask = (call: DigestCall): Promise<string> => slots.add(() => askOnce(run, call, deps, signal));
    return await mergeDigest(sections, wish, { model: deps.model, ask, modelName: request.model });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FanoutError)) deps.log.error({ err: error, runId: run.runId, stage }, 'a digest met a bug');
    return toFanoutError(error, run.runId);
  }
}

/** One call of a digest, from the log if it was made before; retried as a lane is, but in memory: a death costs only the call in flight. */
async function askOnce(run: LiveRun, { part, call }: DigestCall, deps: MergeDeps, signal: AbortSignal): Promise<string> {
  const before = await deps.runLog.get(run.runId, partKey(part));
  if (before?.type === 'digest.part') return before.text;
  const refusal = deps.model.refusal(call);
  if (refusal !== null) throw new FanoutError(refusal.code, refusal.reason);
  const { clock } = deps;
  const timeoutMs = run.state().request.laneTimeoutMs;
  for (let attempts = 1, waits = 0; ; ) {
    try {
      const { text, usage } = await attempt(call, { model: deps.model, clock, timeoutMs }, () => undefined, signal);
      await run.append({ type: 'digest.part', part, text, usage });
      return text;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FanoutError) || error.retry.kind === 'never') throw error;
      if (error.retry.kind === 'again' && attempts >= MAX_ATTEMPTS) throw error;
      if (error.retry.kind === 'again') attempts += 1;
      else waits += 1;
      const nth = error.retry.kind === 'again' ? attempts - 1 : waits;
      await clock.sleep(error.retry.afterMs ?? toBackoffMs(nth, deps.ids.chance()), signal);
    }
  }
}
