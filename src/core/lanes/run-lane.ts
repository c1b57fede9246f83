import { createHash } from 'node:crypto';
import type { Learner } from '../cost/learn.ts';
import { FanoutError } from '../errors.ts';
import { toMarkRule } from '../merge/claims/marks.ts';
import type { Work } from '../plan/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { LaneHandler, LaneJob } from '../ports/dispatcher.ts';
import type { FinishedLanes } from '../ports/finished-lanes.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Model, ModelCall } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import type { LiveRun } from '../run/live-run.ts';
import { hasPlace, isDue } from '../run/next.ts';
import { toFanoutError } from '../run/retry.ts';
import { whyShut } from '../run/shut-models.ts';
import { type LaneState, modelOf } from '../run/state.ts';
import { toToday } from '../text/today.ts';
import { NO_USAGE } from '../usage.ts';
import { endShut } from './end-shut.ts';
import type { GovernedCall, Governor, Permit } from './governor.ts';
import type { RunHedging } from './hedge/run-hedging.ts';
import type { Materials } from './materials.ts';
import { toOutputRule, toOutputSchema } from './output.ts';
import { runStart } from './run-start.ts';

export interface RunLaneDeps {
  readonly model: Model;
  readonly prices: Prices;
  readonly finished: FinishedLanes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly materials: Materials;
  readonly learner: Learner;
  /** What is known of a run's calls, for second ones. */
  readonly hedging: (run: LiveRun) => RunHedging;
  readonly governor: Governor;
  /** The run while lanes of it may be started here; null when they may not. */
  liveRun(runId: string): LiveRun | null;
}

/**
 * Runs one lane once: is it still wanted; has an equal one been done; `lane.started`; the call; one end. Whatever
 * happens inside a lane becomes its end, so it touches no other lane.
 * Rejects only when the log can't be written.
 */
export function createLaneRunner(deps: RunLaneDeps): LaneHandler {
  /** Calls in flight, by fingerprint: an equal one waits for its result instead of paying for it again. */
  const calling = new Map<string, Promise<void>>();

  async function runLane(job: LaneJob, signal: AbortSignal, turn: Turn): Promise<void> {
    const run = deps.liveRun(job.runId);
    if (run === null || !isDue(run.state(), job.lane, job.start)) return;
    const { prompt, estimate } = laneOf(run, job);
    const call = await toCall(run, job, deps);
    const refusal = call instanceof FanoutError ? { code: call.code, reason: call.userMessage } : deps.model.refusal(call);
    if (call instanceof FanoutError || refusal !== null) {
      const failure = refusal ?? { code: 'internal', reason: '' };
      await run.append({ type: 'lane.ended', lane: job.lane, start: job.start, outcome: 'failed', ...failure, ms: 0, usage: NO_USAGE });
      return;
    }
    const fingerprint = toFingerprint(run, call, deps.model);
    if (run.state().request.fresh || laneOf(run, job).again) {
      await startIfDue(run, job, { call, prompt, fingerprint }, deps, signal, turn);
      return;
    }
    // Whoever waits for an equal call makes none: its place is another's until then.
    if (calling.has(fingerprint)) turn.giveBack();
    for (let other = calling.get(fingerprint); other !== undefined; other = calling.get(fingerprint)) await other;
    const over = Promise.withResolvers<void>();
    calling.set(fingerprint, over.promise);
    try {
      if (await reuse(run, job, fingerprint, deps)) return;
      await turn.take({ pool: call.model ?? '', tokens: estimate.inputTokens + estimate.outputTokens }, signal);
      await startIfDue(run, job, { call, prompt, fingerprint }, deps, signal, turn);
    } finally {
      calling.delete(fingerprint);
      over.resolve();
    }
  }

  return async (job, signal, permit) => {
    const turn = createTurn(deps.governor, permit);
    try {
      await runLane(job, signal, turn);
    } finally {
      turn.giveBack();
    }
  };
}

/** A lane's leave to call, which it gives back unused where it makes no call. */
interface Turn {
  /** Null: it was given back. From now on it is the caller's to end. */
  use(): Permit | null;
  giveBack(): void;
  /** Waits for a new one where it was given back; returns all the same when `signal` is aborted. */
  take(call: GovernedCall, signal: AbortSignal): Promise<void>;
}

function createTurn(governor: Governor, permit: Permit): Turn {
  let held: Permit | null = permit;
  let isGiven = false;
  return {
    use() {
      const used = held;
      held = null;
      return used;
    },
    giveBack() {
      isGiven = held !== null;
      held?.end({ kind: 'unused' });
      held = null;
    },
    async take(call, signal) {
      if (!isGiven) return;
      // An abort is for whoever starts to notice.
      held = await governor.take(call, signal).catch(() => null);
    },
  };
}

const BRIEF_ID = 'B1';
/** The brief was made by a model out of the material: it stands in a fence, and is followed in its words only. */
const FOLLOW_BRIEF = `Use names, terms, tone and spelling as ${BRIEF_ID} says; take nothing else from it.`;

type Start = Parameters<typeof runStart>;

/** What a lane gave before is text like any other, and stands in a fence; what it is for stands here. */
const changeOwn = (id: string): string =>
  `${id} is no material to work on but your text so far. Change that as was wished above, keep it otherwise, and answer with the whole of it.`;

/** A person may have stopped the run while the material was fetched, or whoever runs Fanout it. */
async function startIfDue(...[run, job, call, deps, signal, turn]: Start): Promise<void> {
  if (signal.aborted || deps.liveRun(job.runId) === null || !isDue(run.state(), job.lane, job.start) || run.beginning.has(job.lane)) return;
  const shut = whyShut(run.state(), laneOf(run, job));
  if (shut !== null) return await endShut(run, job, call.call, shut, deps);
  if (hasPlace(run.state(), job.lane, run.aside.reservedUsd, run.beginning)) return await runStart(run, job, call, deps, signal, turn);
  // The run is looked at again once this job is let go of: a place may have come free just before that, and a job
  // that is held is not taken twice.
  void deps.clock.sleep(1, signal).then(run.nudge, () => undefined);
}

function laneOf(run: LiveRun, job: LaneJob): LaneState {
  const lane = run.state().lanes.at(job.lane - 1);
  if (lane === undefined) throw new Error(`run ${job.runId} has no lane ${job.lane}`);
  return lane;
}

/** The lane's call with its material, or why it can't be made. */
async function toCall(run: LiveRun, job: LaneJob, { materials, clock, log, model }: RunLaneDeps): Promise<ModelCall | FanoutError> {
  const lane = laneOf(run, job);
  const { prompt, plan, estimate, own } = lane;
  const { request, budgetUsd, brief, plan: whole } = run.state();
  const ofOwn = own === null ? [] : [`L${lane.lane}.${own.start}`];
  /** With its own text where it has one to change. */
  const withOwn = async (ids: readonly string[]): Promise<ModelCall> => {
    const got = await materials.gather(run.state(), [...plan.sources, ...ids]);
    const agreed = brief?.text == null ? [] : [{ id: BRIEF_ID, title: 'What all pieces agree on', text: brief.text, picture: null }];
    const known = toOutputRule(plan.output, plan.sources.length > 0);
    const rules = [agreed.length === 0 ? '' : FOLLOW_BRIEF, toMarkRule(got, plan.output), ...ids.map(changeOwn), known];
    const rule = rules.filter((it) => it !== '').join('\n\n');
    // One label needs no JSON around it.
    const schema = plan.output.kind === 'label' ? null : toOutputSchema(plan.output);
    // A budget is kept by letting no answer grow beyond what was reserved for it.
    const maxOutputTokens = budgetUsd === null ? null : estimate.maxOutputTokens;
    return {
      work: plan.work,
      instruction: rule === '' ? prompt : `${prompt}\n\n${rule}`,
      materials: [...agreed, ...got],
      model: modelOf(lane) ?? request.model,
      maxOutputTokens,
      ...(schema !== null && { schema }),
      language: whole?.language ?? null,
      today: toToday(clock.now()),
    };
  };
  try {
    const call = await withOwn(ofOwn);
    // Where both don't fit it is done anew, with the wish among its words.
    return ofOwn.length > 0 && model.refusal(call) !== null ? await withOwn([]) : call;
  } catch (error) {
    if (!(error instanceof FanoutError))
      log.error({ err: error, runId: job.runId, lane: job.lane }, 'could not gather the material of a lane');
    return toFanoutError(error, job.runId);
  }
}

/**
 * Works that give the same on any day, where there is material to do them on: its words alone decide. Of all others
 * nobody knows: "which of these are overdue" may be a summary, labels, an extract.
 */
const TIMELESS: ReadonlySet<Work> = new Set<Work>(['translate', 'dedupe', 'language', 'keywords']);

/**
 * Of all that the answer depends on, and the place: what one channel paid for is not another's to find. The day is
 * among it, so that "what is due today" is asked anew tomorrow; but not where it can't matter: a translation of
 * yesterday is as good today, and is not paid for again.
 */
function toFingerprint(run: LiveRun, { today, ...call }: ModelCall, model: Model): string {
  const isTimeless = TIMELESS.has(call.work) && call.materials.length > 0;
  const whole = JSON.stringify([run.state().request.place, model.label, call, isTimeless ? '' : today]);
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
