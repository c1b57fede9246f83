import { FanoutError } from '../errors.ts';
import { createLoopTurns } from '../loop-turns.ts';
import type { Delivery } from '../ports/deliveries.ts';
import type { RunView } from '../view/run-view.ts';
import { createPace } from './pace.ts';
import { type ShowDeps, showRun } from './show-run.ts';

/** Brings the runs of one chat to where people see them. */
export interface Delivering {
  /**
   * Shows a run from now on, or again once it goes on; harmless when it is shown already. Resolves as soon as that is
   * safe from the death of the process. Unknown runs, and those of other chats, are left alone.
   */
  show(runId: string): Promise<void>;
  /** Takes up everything that is not delivered yet, and these runs, which go on. */
  resume(runIds: readonly string[]): Promise<void>;
  /** Lets go of all where it stands; the next `resume` goes on. */
  close(): Promise<void>;
}

export interface DeliveringDeps<C> extends Omit<ShowDeps<C>, 'pace' | 'turns' | 'follow'> {
  /** As in `Delivery.chat`. */
  readonly chat: string;
}

/** Between tries to show a run after something failed that was not to be expected: doubles up to the most. */
const FIRST_WAIT_MS = 5_000;
const MOST_WAIT_MS = 300_000;

interface Active {
  again: boolean;
  readonly shown: Promise<void>;
}

export function createDelivering<C>(given: DeliveringDeps<C>): Delivering {
  const { chat, deliveries, clock, log } = given;
  const closing = new AbortController();
  const deps: ShowDeps<C> = { ...given, pace: createPace(given.clock, closing.signal), turns: createLoopTurns(), follow };
  const active = new Map<string, Active>();
  /** Runs that began out of what was said about others, and are shown since. */
  const followed = new Set<string>();

  /**
   * A run that began in a thread is shown there, as if it had been asked for there. Of the two steps either may be
   * the last that this process does.
   */
  async function follow({ place, thread }: Delivery, begun: RunView['begun']): Promise<void> {
    for (const { runId, person } of begun) {
      if (followed.has(runId)) continue;
      const isKnown = (await deliveries.find({ runId })) !== null;
      if (!isKnown) await deliveries.claim([`begun:${runId}`], { runId, chat, place, thread, person, back: null }, clock.now());
      // One of long ago is delivered.
      if (!isKnown || (await deliveries.unsettled(chat)).some((it) => it.runId === runId)) await show(runId);
      followed.add(runId);
    }
  }

  async function show(runId: string): Promise<void> {
    const delivery: Delivery | null = await deliveries.find({ runId });
    if (delivery?.chat !== chat) return;
    await deliveries.update(runId, { settledAtMs: null });
    begin(runId);
  }

  async function carry(runId: string): Promise<void> {
    try {
      for (let failures = 0; ; ) {
        const delivery = await deliveries.find({ runId });
        const it = active.get(runId);
        if (delivery === null || it === undefined) return;
        it.again = false;
        const isShown = await tryToShow(delivery, failures);
        failures = isShown ? 0 : failures + 1;
        // In the same tick as the last look: who comes after it begins anew.
        if (isShown && !it.again) return;
        await deliveries.update(runId, { settledAtMs: null });
      }
    } catch (error) {
      if (!closing.signal.aborted) log.error({ err: error, runId }, 'a run can not be shown any more; the next start goes on');
    } finally {
      active.delete(runId);
    }
  }

  /** False: something failed that was not to be expected; a while has passed since, and it is to be tried again. */
  async function tryToShow(delivery: Delivery, failures: number): Promise<boolean> {
    const { runId } = delivery;
    try {
      await showRun(delivery, deps, closing.signal);
      return true;
    } catch (error) {
      closing.signal.throwIfAborted();
      if (error instanceof FanoutError && error.code === 'unknown_run') {
        // A process died between the claim and the request: whoever asked is told nothing by us, and the event told
        // again makes the run.
        log.info({ runId }, 'a claim has no run');
        await deliveries.update(runId, { settledAtMs: clock.now() });
        return true;
      }
      log.error({ err: error, runId }, 'a run could not be shown to its end; it is tried again');
      await clock.sleep(Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures), closing.signal);
      return false;
    }
  }

  function begin(runId: string): void {
    if (closing.signal.aborted) return;
    const it = active.get(runId);
    if (it !== undefined) it.again = true;
    else {
      const entry = { again: false, shown: Promise.resolve() };
      active.set(runId, entry);
      entry.shown = carry(runId);
    }
  }

  return {
    show,
    async resume(runIds) {
      const open = await deliveries.unsettled(chat);
      for (const { runId } of open) begin(runId);
      for (const runId of runIds) if (!active.has(runId)) await show(runId);
    },
    async close() {
      closing.abort(new Error('Fanout is closing'));
      await Promise.all([...active.values()].map((it) => it.shown));
    },
  };
}
