import { createMemoryStore, type MemoryStore } from '#adapters/memory/memory-store.ts';
import { createFanout, type Fanout } from '#core/fanout.ts';
import type { ModelLimits } from '#core/lanes/governor.ts';
import type { Catalogue } from '#core/models/model-card.ts';
import type { Experience } from '#core/ports/experience.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import type { RunView } from '#core/view/run-view.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakeIds } from './fake-ids.ts';
import { createFakeReader, type FakeFile } from './fake-reader.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';

/** A whole Fanout on fakes, its time moved by the test. */
export interface Lab {
  readonly fanout: Fanout;
  readonly clock: FakeClock;
  readonly runLog: RunLog;
  readonly log: RecordingLog;
  /** Moves time until the run has ended; fails after a simulated week. */
  toEnd(runId: string): Promise<RunView>;
  /** Moves time until `holds` of the run. */
  until(runId: string, holds: (view: RunView) => boolean): Promise<RunView>;
}

export interface LabOptions {
  readonly model: Model;
  readonly store?: MemoryStore;
  /** Instead of the store's own, to make it fail or die. */
  readonly runLog?: RunLog;
  readonly prices?: Prices;
  readonly clock?: FakeClock;
  readonly files?: Readonly<Record<string, FakeFile>>;
  readonly concurrency?: number;
  readonly maxLanes?: number;
  readonly chance?: number;
  readonly catalogue?: Catalogue;
  readonly experience?: Experience;
  readonly hedge?: boolean;
  readonly limits?: ReadonlyMap<string, ModelLimits>;
}

const NO_PRICES: Prices = { usd: async () => null };

const STEP_MS = 500;
const STEPS = (7 * 24 * 3_600_000) / STEP_MS;

export function createLab({ model, files = {}, concurrency = 16, maxLanes = 1_000, chance = 0.5, ...given }: LabOptions): Lab {
  const clock = given.clock ?? createFakeClock();
  const store = given.store ?? createMemoryStore();
  const runLog = given.runLog ?? store.runLog;
  const prices = given.prices ?? NO_PRICES;
  const log = createRecordingLog();
  const fanout = createFanout({
    runLog,
    finished: store.finished,
    prices,
    model,
    clock,
    log,
    concurrency,
    maxLanes,
    ...(given.catalogue && { catalogue: given.catalogue }),
    ...(given.experience && { experience: given.experience }),
    ...(given.limits && { limits: given.limits }),
    ...(given.hedge !== undefined && { hedge: given.hedge }),
    reader: createFakeReader(files),
    ids: createFakeIds(chance),
  });

  async function until(runId: string, holds: (view: RunView) => boolean): Promise<RunView> {
    for (let step = 0; step < STEPS; step += 1) {
      await clock.advance(0);
      const view = await fanout.watch.now(runId);
      if (holds(view)) return view;
      await clock.advance(STEP_MS);
    }
    throw new Error(`run ${runId} did not get there: ${JSON.stringify(await fanout.watch.now(runId), null, 1)}`);
  }

  return { fanout, clock, runLog, log, until, toEnd: (runId) => until(runId, (view) => view.phase === 'ended') };
}
