import { createMemoryDeliveries } from '#adapters/memory/memory-deliveries.ts';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { createHear, type Heard } from '#commands/hear.ts';
import { parseCommand } from '#commands/parse.ts';
import type { Deliveries } from '#core/ports/deliveries.ts';
import type { Ids } from '#core/ports/ids.ts';
import type { Model } from '#core/ports/model.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createLab, type Lab } from './lab.ts';
import { createLife, type Life, mortal } from './mortal.ts';

/** One process that hears people in a fake chat. */
export interface HearProcess extends Lab {
  readonly life: Life;
  /** What was shown, or shown again, in this order. */
  readonly shown: string[];
  readonly deliveries: Deliveries;
  /** Ada says this in the channel `here`, as a message of its own, unless `heard` says otherwise. */
  says(text: string, heard?: Partial<Heard>): ReturnType<ReturnType<typeof createHear>>;
}

/** A chat and a store that outlive the processes which work on them. */
export interface HearLab {
  readonly clock: FakeClock;
  readonly deliveries: Deliveries;
  /** `dies`: at which call on the places where runs are shown. */
  start(dies?: Life['dies']): HearProcess;
}

const LETTERS = 'bcdfghjk';
const DEFAULTS = { cap: 4, model: null, budgetUsd: null, laneTimeoutMs: 120_000, askUsd: 1 };

export function createHearLab(model: Model): HearLab {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const deliveries = createMemoryDeliveries();
  let runs = 0;
  let messages = 0;
  // As people type them, so that what is said can name one.
  const ids: Ids = {
    runId: () => `k7m2qx${LETTERS[runs]}${LETTERS[runs++]}`,
    pressId: () => `press${++messages}`,
    chance: () => 0.5,
  };
  return {
    clock,
    deliveries,
    start(dies = null) {
      const life = createLife(dies);
      const lab = createLab({ model, clock, store });
      const shown: string[] = [];
      const delivering = { show: async (runId: string) => void shown.push(runId), resume: async () => {}, close: async () => {} };
      const hear = createHear({
        chat: 'fake',
        address: { command: '/fanout ', mention: '@Fanout ', note: null },
        dispatch: createDispatch(lab.fanout, DEFAULTS),
        deliveries: mortal(deliveries, life),
        delivering,
        clock,
        ids,
        steers: lab.fanout.watch.steers,
      });
      return {
        ...lab,
        life,
        shown,
        deliveries,
        says(text, heard = {}) {
          messages += 1;
          return hear({
            command: parseCommand(text, ''),
            claims: [`message ${messages}`],
            asker: 'ada',
            place: 'here',
            thread: `m${messages}`,
            back: null,
            maySee: async (place, asker) => place === 'here' || asker === 'ada',
            ...heard,
          });
        },
      };
    },
  };
}
