/**
 * START HERE. A request is kept, its material read and its plan made; the plan's lanes run side by side; what they
 * give is merged into one answer.
 *
 * Each step below ends in the run's log, and only `next` says which step comes when (`run/next.ts`), so Fanout may
 * die between any two and go on.
 */

import { createLearner } from './cost/learn.ts';
import type { Shares } from './lanes/fair-queue.ts';
import { giveUp } from './lanes/give-up.ts';
import { createGovernor } from './lanes/governor/create-governor.ts';
import type { ModelLimits } from './lanes/governor.ts';
import { createHedging } from './lanes/hedge/run-hedging.ts';
import { createLocalDispatcher } from './lanes/local-dispatcher.ts';
import { createMaterials } from './lanes/materials.ts';
import { createLaneRunner } from './lanes/run-lane.ts';
import { splitGiven, takeGiven } from './lanes/take-given.ts';
import { toJob } from './lanes/to-job.ts';
import { createAsk } from './merge/ask.ts';
import { endRun } from './merge/end-run.ts';
import { mergeStage } from './merge/merge-stage.ts';
import { publish } from './merge/publish.ts';
import type { Asking } from './merge/side-call.ts';
import { type Catalogue, EMPTY_CATALOGUE } from './models/model-card.ts';
import { expandStage } from './plan/expand-stage.ts';
import { makeBrief } from './plan/make-brief.ts';
import { planRun } from './plan/plan-run.ts';
import { toBegunRequest } from './plan/steering/begin-request.ts';
import { consider } from './plan/steering/consider.ts';
import type { Clock } from './ports/clock.ts';
import type { LaneJob } from './ports/dispatcher.ts';
import type { Experience } from './ports/experience.ts';
import type { FinishedLanes } from './ports/finished-lanes.ts';
import type { Ids } from './ports/ids.ts';
import type { Log } from './ports/log.ts';
import type { Model } from './ports/model.ts';
import type { Prices } from './ports/prices.ts';
import type { RunLog } from './ports/run-log.ts';
import type { SourceReader } from './ports/source-reader.ts';
import type { Request } from './request.ts';
import type { Steps } from './run/coordinate.ts';
import type { LiveRun } from './run/live-run.ts';
import { readSources } from './run/read-sources.ts';
import { recover } from './run/recover.ts';
import { createRuns } from './run/runs.ts';
import { createSteering, type Steering } from './run/steer.ts';
import { createWatching, type Watching } from './view/watch.ts';

export interface FanoutDeps {
  readonly runLog: RunLog;
  readonly model: Model;
  /** The models that lanes may be given to. Not there: the default model alone. */
  readonly catalogue?: Catalogue;
  /** What people said that models may be asked, by name; not there: what providers say, or what is learnt. */
  readonly limits?: ReadonlyMap<string, ModelLimits>;
  /** What earlier lanes came to, for the estimates; not there: nothing is learnt. */
  readonly experience?: Experience;
  readonly prices: Prices;
  readonly finished: FinishedLanes;
  readonly reader: SourceReader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Most lanes in flight at once, over all runs. */
  readonly concurrency: number;
  readonly maxLanes: number;
  /** Whether a lane that straggles gets a second call. Not there: it does. */
  readonly hedge?: boolean;
  /** Who gets more turns than others where lanes wait. Not there: nobody. */
  readonly shares?: Shares;
}

export interface Fanout {
  /**
   * Keeps a request and begins to carry it out; gives the run's id as soon as it is safe. With a `runId`, asking
   * twice starts one run.
   */
  ask(request: Request, runId?: string): Promise<string>;
  /**
   * Takes up every run that did not end and is not carried out yet, or only the one named; gives their ids, oldest
   * first. Only for the process that owns the store.
   */
  resume(runId?: string): Promise<string[]>;
  readonly steer: Steering;
  readonly watch: Watching;
  /**
   * Before `close`, where there is time: from now on no lane starts and no request is begun, only kept. Resolves when
   * nothing is under way any more, at the latest after `graceMs`, with how many runs the next
   * `resume` goes on with.
   */
  drain(graceMs: number): Promise<number>;
  /** Lets go of all runs where they stand; the next `resume` goes on with them. */
  close(): Promise<void>;
}

export function createFanout(deps: FanoutDeps): Fanout {
  const { runLog, clock, ids, log } = deps;
  const onError = ({ runId, lane }: Pick<LaneJob, 'runId' | 'lane'>, error: unknown): void => {
    log.error({ err: error, runId, lane }, 'the end of a lane could not be kept');
    runs.live(runId)?.fail(error);
  };
  const governor = createGovernor({ clock, usual: deps.model.name, limits: deps.limits ?? new Map() });
  const dispatcher = createLocalDispatcher({ clock, concurrency: deps.concurrency, governor, shares: deps.shares ?? new Map(), onError });
  const materials = createMaterials(runLog);
  const learner = createLearner(deps.experience, log);
  const hedging = createHedging({ clock, isOn: deps.hedge ?? true });
  const catalogue = deps.catalogue ?? EMPTY_CATALOGUE;
  const house = { ...deps, materials, catalogue, governor };
  /** Who plans a change; null where no model is configured. */
  const toAsking = (run: LiveRun, signal: AbortSignal): Asking | null =>
    deps.model.name === null
      ? null
      : { model: deps.model, ask: createAsk(run, house, signal), modelName: run.state().request.model ?? catalogue.planner };

  const steps: Steps = {
    read: (run, sources, signal) => readSources(run, sources, deps, signal),
    plan: (run, signal) => planRun(run, { ...house, ask: createAsk(run, house, signal) }),
    brief: (run, signal) => makeBrief(run, { model: deps.model, materials, ask: createAsk(run, house, signal) }, signal),
    expand: (run, action) => expandStage(run, action, house),
    consider: (run, id, signal) => consider(run, id, { ...house, asking: toAsking(run, signal) }, signal),
    async begin(run, id) {
      const begun = run.state().begun.find((it) => it.id === id);
      if (begun === undefined) return;
      await ask(toBegunRequest(run.state(), begun), begun.runId);
      await run.append({ type: 'run.begun', id, began: begun.runId });
    },
    publish: (run, action, signal) => publish(run, action, house, signal),
    start(run, starts) {
      const [asked, given] = splitGiven(run.state(), starts);
      dispatcher.submit(asked.map((it) => toJob(run.state(), it.lane, it.start)));
      for (const it of given) void takeGiven(run, it).catch((error: unknown) => onError({ runId: run.runId, ...it }, error));
    },
    abort: ({ runId }, lanes) => lanes.forEach((lane) => void dispatcher.abort(runId, lane)),
    merge: (run, action, signal) => mergeStage(run, action, house, signal),
    giveUp: (run, starts) => giveUp(run, starts),
    async end(run, action) {
      await endRun(run, action, runLog);
      await learner.flush();
    },
    list: async (run, { status, seen }) => void (await run.append({ type: 'run.listed', status, seen })),
  };

  const runs = createRuns({ runLog, clock, ids, log, steps });
  dispatcher.serve(createLaneRunner({ ...house, learner, hedging, liveRun: (runId) => (runs.isDraining() ? null : runs.live(runId)) }));

  async function ask(request: Request, runId?: string): Promise<string> {
    for (;;) {
      const id = runId ?? ids.runId();
      const kept = await runLog.append(id, 'asked', { type: 'run.asked', request }, clock.now());
      // An id that was drawn and is taken is another run's: draw again. One that was given is this run's: it was
      // asked before.
      if (kept === null && runId === undefined) continue;
      runs.carry(id);
      return id;
    }
  }

  return {
    ask,
    resume: (runId) => recover(runs, deps, runId),
    steer: createSteering(runs, ids, house),
    watch: createWatching(runs, { runLog, clock, governor, hasModel: deps.model.name !== null }),
    drain: runs.drain,
    async close() {
      await Promise.all([runs.close(), dispatcher.close()]);
      await learner.flush();
    },
  };
}
