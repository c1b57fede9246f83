/**
 * START HERE. A request is kept, its material read and its plan made; the plan's lanes run side by side; what they give is merged into one answer.
 *
 * Each step below ends in the run's log, and only `next` says which step comes when (`run/next.ts`), so Fanout may die between any two and go on.
 */

import { giveUp } from './lanes/give-up.ts';
import { createLocalDispatcher } from './lanes/local-dispatcher.ts';
import { createMaterials } from './lanes/materials.ts';
import { createLaneRunner } from './lanes/run-lane.ts';
import { endRun } from './merge/end-run.ts';
import { mergeStage } from './merge/merge-stage.ts';
import { planRun } from './plan/plan-run.ts';
import type { Clock } from './ports/clock.ts';
import type { LaneJob } from './ports/dispatcher.ts';
import type { FinishedLanes } from './ports/finished-lanes.ts';
import type { Ids } from './ports/ids.ts';
import type { Log } from './ports/log.ts';
import type { Model } from './ports/model.ts';
import type { Prices } from './ports/prices.ts';
import type { RunLog } from './ports/run-log.ts';
import type { SourceReader } from './ports/source-reader.ts';
import type { Request } from './request.ts';
import type { Steps } from './run/coordinate.ts';
import { readSources } from './run/read-sources.ts';
import { recover } from './run/recover.ts';
import { createRuns } from './run/runs.ts';
import { createSteering, type Steering } from './run/steer.ts';
import { createWatching, type Watching } from './view/watch.ts';

export interface FanoutDeps {
  readonly runLog: RunLog;
  readonly model: Model;
  readonly prices: Prices;
  readonly finished: FinishedLanes;
  readonly reader: SourceReader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Most lanes in flight at once, over all runs. */
  readonly concurrency: number;
  readonly maxLanes: number;
}

export interface Fanout {
  /** Keeps a request and begins to carry it out; gives the run's id as soon as it is safe. With a `runId`, asking twice starts one run. */
  ask(request: Request, runId?: string): Promise<string>;
  /** Takes up every run that did not end and is not carried out yet, or only the one named; gives their ids, oldest first. Only for the process that owns the store. */
  resume(runId?: string): Promise<string[]>;
  readonly steer: Steering;
  readonly watch: Watching;
  /** Lets go of all runs where they stand; the next `resume` goes on with them. */
  close(): Promise<void>;
}

export function createFanout(deps: FanoutDeps): Fanout {
  const { runLog, clock, ids, log } = deps;
  const onError = ({ runId, lane }: LaneJob, error: unknown): void => {
    log.error({ err: error, runId, lane }, 'the end of a lane could not be kept');
    runs.live(runId)?.fail(error);
  };
  const dispatcher = createLocalDispatcher({ clock, concurrency: deps.concurrency, onError });
  const materials = createMaterials(runLog);

  const steps: Steps = {
    read: (run, sources, signal) => readSources(run, sources, deps, signal),
    plan: (run) => planRun(run, { ...deps, materials }),
    start: ({ runId }, starts) => dispatcher.submit(starts.map((it) => ({ key: `${runId}:${it.lane}:${it.start}`, runId, ...it }))),
    abort: ({ runId }, lanes) => lanes.forEach((lane) => void dispatcher.abort(runId, lane)),
    merge: (run, action, signal) => mergeStage(run, action, deps, signal),
    giveUp: (run, starts) => giveUp(run, starts),
    end: (run, action) => endRun(run, action, runLog),
  };

  const runs = createRuns({ runLog, clock, ids, log, steps });
  dispatcher.serve(createLaneRunner({ ...deps, dispatcher, materials, liveRun: runs.live }));

  return {
    async ask(request, runId) {
      for (;;) {
        const id = runId ?? ids.runId();
        const kept = await runLog.append(id, 'asked', { type: 'run.asked', request }, clock.now());
        // An id that was drawn and is taken is another run's: draw again. One that was given is this run's: it was asked before.
        if (kept === null && runId === undefined) continue;
        runs.carry(id);
        return id;
      }
    },
    resume: (runId) => recover(runs, deps, runId),
    steer: createSteering(runs, ids),
    watch: createWatching(runs, runLog, clock),
    async close() {
      await Promise.all([runs.close(), dispatcher.close()]);
    },
  };
}
