import { FanoutError } from '../errors.ts';
import type { Governor } from '../lanes/governor.ts';
import { withNewestMerges } from '../merge/read-rows.ts';
import { type AnswerTable, readStanding } from '../merge/stand-in-answer.ts';
import { toEditable } from '../plan/replan.ts';
import { isAboutRun } from '../plan/steering/about-run.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunLog, RunQuery } from '../ports/run-log.ts';
import type { Request } from '../request.ts';
import { changedOrDue } from '../run/changed-or-due.ts';
import { endKey, type RunEvent } from '../run/events.ts';
import type { RunHeading } from '../run/heading.ts';
import { readPages, readState } from '../run/read-log.ts';
import type { Runs } from '../run/runs.ts';
import { isSettled, type LaneState, type RunState } from '../run/state.ts';
import { NO_WAIT, type ProviderWait, toProviderWait } from './provider-wait.ts';
import type { RunView } from './run-view.ts';
import { toView } from './to-view.ts';

/** How often a view is made anew though nothing was logged: lanes in flight receive text all the time. */
const REFRESH_MS = 500;

export interface Watching {
  /** The run as it is now. Rejects with `unknown_run`. */
  now(runId: string): Promise<RunView>;
  /**
   * The newest view after each change, at most one every `gapMs`; those between are left out. Ends after the view of
   * the run's end. Throws `unknown_run`, `signal.reason` when
   * aborted, or what keeps the run from going on.
   */
  views(runId: string, gapMs: number, signal: AbortSignal): AsyncGenerator<RunView, void>;
  /** Every event from the first one on, each as soon as it is in the log, to the run's end. Throws as `views`. */
  events(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent, void>;
  /** The run's log so far. */
  log(runId: string): Promise<RunEvent[]>;
  /**
   * What a lane gave, now or in that start of it, or null when it has no result. Rejects with `unknown_run` or
   * `unknown_lane`.
   */
  lane(runId: string, lane: number, start?: number): Promise<string | null>;
  /**
   * The tables of the run's answer, in order; of a stage that is at work again its newest. Rejects with
   * `unknown_run`.
   */
  tables(runId: string): Promise<readonly AnswerTable[]>;
  /** What is asked of a lane: the plan's prompt, or the edited one. Rejects as `lane`. */
  prompt(runId: string, lane: number): Promise<string>;
  /**
   * The lanes that can be edited before the first begins, one a line, in at most so many characters; null where they
   * don't fit, or it is too late. Rejects with `unknown_run`.
   */
  editable(runId: string, mostChars: number): Promise<string | null>;
  /**
   * Whether words said where a run is shown are said about it, and are plainly no request of their own; what was
   * taken as such under that name stays it.
   */
  steers(runId: string, words: string, press?: string): Promise<boolean>;
  /** Who started a run, and where: those who may see that place may see the run. Rejects with `unknown_run`. */
  origin(runId: string): Promise<Pick<Request, 'asker' | 'place'>>;
  list(query: RunQuery): Promise<RunHeading[]>;
}

export interface WatchDeps {
  readonly runLog: RunLog;
  readonly clock: Clock;
  readonly governor: Pick<Governor, 'waits'>;
  /** Whether a model tells what people say. */
  readonly hasModel: boolean;
}

export function createWatching(runs: Runs, { runLog, clock, governor, hasModel }: WatchDeps): Watching {
  /** Only a run that is carried out here waits for anything. */
  const toWaiting = (state: RunState): ProviderWait =>
    runs.live(state.runId) === null ? NO_WAIT : toProviderWait(state, clock.now(), governor.waits);

  async function read(runId: string): Promise<RunState> {
    const state = runs.live(runId)?.state() ?? (await readState(runLog, runId));
    if (state === null) throw toUnknown(runId);
    return state;
  }

  async function readLane(runId: string, number: number): Promise<LaneState> {
    const { lanes } = await read(runId);
    const lane = lanes.at(number - 1);
    if (lane !== undefined) return lane;
    throw new FanoutError(
      'unknown_lane',
      `Run ${runId} has no lane ${number}: ${lanes.length === 1 ? 'it has one' : `its lanes are 1 to ${lanes.length}`}.`,
    );
  }

  return {
    async now(runId) {
      const state = await read(runId);
      return toView(state, runs.live(runId)?.progress ?? new Map(), clock.now(), runs.isDraining(), toWaiting(state));
    },

    async *views(runId, gapMs, signal) {
      using held = await runs.hold(runId);
      if (held === null) throw toUnknown(runId);
      const { run } = held;
      for (;;) {
        const state = run.state();
        yield toView(state, run.progress, clock.now(), runs.isDraining(), toWaiting(state));
        if (isSettled(state)) return;
        await clock.sleep(gapMs, signal);
        // While it waits for a yes nothing moves by itself, and that may take for ever.
        if (state.asking !== null) await run.changed(state.seq, signal);
        else await changedOrDue(run, state.seq, clock, clock.now() + REFRESH_MS, signal);
      }
    },

    async *events(runId, signal) {
      using held = await runs.hold(runId);
      if (held === null) throw toUnknown(runId);
      for (let seq = 0; ; ) {
        for await (const events of readPages(runLog, runId, seq)) {
          yield* events;
          seq = events.at(-1)?.seq ?? seq;
        }
        // Looked at after the last page: while pages are read the run may end, and then nothing changes any more.
        const state = held.run.state();
        if (isSettled(state) && state.seq <= seq) return;
        await held.run.changed(seq, signal);
      }
    },

    log: async (runId) => (await Array.fromAsync(readPages(runLog, runId, 0))).flat(),

    async lane(runId, number, start) {
      // By its key alone where that is known: of a run that nobody carries out the state is read anew each time, and
      // its files ask for every lane.
      const given = start === undefined ? null : await runLog.get(runId, endKey(number, start));
      if (given !== null) return given.type === 'lane.done' ? given.text : null;
      const { status, starts } = await readLane(runId, number);
      if (status !== 'done' || start !== undefined) return null;
      const event = await runLog.get(runId, endKey(number, starts));
      return event?.type === 'lane.done' ? event.text : null;
    },

    tables: async (runId) => (await readStanding(await withNewestMerges(await read(runId), runLog), runLog)).tables,

    async steers(runId, words, press) {
      const told = press === undefined ? null : await runLog.get(runId, `press:${press}`);
      return told?.type === 'run.told' || (await isAboutRun(words, hasModel));
    },
    editable: async (runId, mostChars) => toEditable(await read(runId), mostChars),
    prompt: async (runId, number) => (await readLane(runId, number)).prompt,
    async origin(runId) {
      const asked = await runLog.get(runId, 'asked');
      if (asked?.type !== 'run.asked') throw toUnknown(runId);
      return { asker: asked.request.asker, place: asked.request.place };
    },
    list: (query) => runLog.list(query),
  };
}

export const toUnknown = (runId: string): FanoutError =>
  new FanoutError('unknown_run', `There is no run ${runId}. \`history\` lists the runs there are.`);
