import { createMemoryDeliveries, createMemoryPostedMessages } from '#adapters/memory/memory-deliveries.ts';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { createDelivering, type Delivering } from '#core/deliver/delivering.ts';
import type { Fanout } from '#core/fanout.ts';
import type { Model } from '#core/ports/model.ts';
import type { Budgets } from '#core/ports/poster.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakePlace, type FakePlace, NO_LIMITS, PLAIN_RENDER } from './fake-place.ts';
import { createLab } from './lab.ts';
import { createLife, type Life, mortal } from './mortal.ts';
import type { RecordingLog } from './recording-log.ts';
import { toTestRequest } from './test-request.ts';

/** One process of a Fanout that shows its runs in one place. */
export interface DeliveryProcess {
  readonly fanout: Fanout;
  readonly delivering: Delivering;
  readonly life: Life;
  readonly log: RecordingLog;
}

/** A place and a store that outlive the processes which work on them. */
export interface DeliveryLab {
  readonly clock: FakeClock;
  readonly place: FakePlace;
  start(dies?: Life['dies']): DeliveryProcess;
  /** Asks for a run of these lanes and shows it; in a thread that is there already where one is given. */
  ask(process: DeliveryProcess, lanes: readonly string[], thread?: string | null): Promise<string>;
  /** Moves time until nothing is left to deliver; fails after a simulated quarter of an hour. */
  settle(): Promise<void>;
  unsettled(): Promise<readonly string[]>;
  /** As a process leaves it that dies between the claim and the request. */
  claimOnly(runId: string): Promise<void>;
  /** How many requests were kept. */
  asked(): Promise<number>;
}

const STEP_MS = 1_000;

export function createDeliveryLab(model: Model, budgets: Budgets = NO_LIMITS): DeliveryLab {
  const clock = createFakeClock();
  const place = createFakePlace();
  const store = createMemoryStore();
  const deliveries = createMemoryDeliveries();
  const posted = createMemoryPostedMessages();
  const unsettled = async (): Promise<readonly string[]> => (await deliveries.unsettled('fake')).map((it) => it.runId);

  return {
    clock,
    place,
    unsettled,
    async claimOnly(runId) {
      await deliveries.claim([runId], { runId, chat: 'fake', place: 'here', thread: null, person: 'ann', back: null }, clock.now());
    },
    asked: async () => (await store.runLog.list({ unfinished: false, place: null, words: [], limit: 99 })).length,
    start(dies = null) {
      const life = createLife(dies);
      const { fanout, log } = createLab({ model, clock, store, runLog: mortal(store.runLog, life) });
      const delivering = createDelivering({
        chat: 'fake',
        poster: mortal(place.poster, life),
        deliveries: mortal(deliveries, life),
        posted: mortal(posted, life),
        budgets,
        render: PLAIN_RENDER,
        watch: fanout.watch,
        clock,
        log,
        boardGapMs: 3_000,
      });
      return { fanout, delivering, life, log };
    },
    async ask({ fanout, delivering }, lanes, thread = null) {
      const delivery = { runId: `run${clock.now()}`, chat: 'fake', place: 'here', thread, person: 'ann', back: null };
      const { runId } = await deliveries.claim([`asked ${clock.now()}`], delivery, clock.now());
      void fanout.ask(toTestRequest(lanes), runId).then(() => delivering.show(runId));
      await clock.advance(0);
      return runId;
    },
    async settle() {
      for (let step = 0; step < 900; step += 1) {
        await clock.advance(STEP_MS);
        if ((await unsettled()).length === 0) return;
      }
      throw new Error(`not delivered: ${JSON.stringify({ messages: place.messages, calls: place.calls.slice(-20) }, null, 1)}`);
    },
  };
}
