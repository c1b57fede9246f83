import type { Delivery } from '../ports/deliveries.ts';
import { createPace } from './pace.ts';
import { type ShowDeps, showRun } from './show-run.ts';

/** Brings the runs of one chat to where people see them. */
export interface Delivering {
  /** Shows a run from now on, or again once it goes on; harmless when it is shown already. Resolves as soon as that is safe from the death of the process. Unknown runs, and those of other chats, are left alone. */
  show(runId: string): Promise<void>;
  /** Takes up everything that is not delivered yet, and these runs, which go on. */
  resume(runIds: readonly string[]): Promise<void>;
  /** Lets go of all where it stands; the next `resume` goes on. */
  close(): Promise<void>;
}

export interface DeliveringDeps<C> extends Omit<ShowDeps<C>, 'pace'> {
  /** As in `Delivery.chat`. */
  readonly chat: string;
}

interface Active {
  again: boolean;
  readonly shown: Promise<void>;
}

export function createDelivering<C>(given: DeliveringDeps<C>): Delivering {
  const { chat, deliveries, log } = given;
  const closing = new AbortController();
  const deps: ShowDeps<C> = { ...given, pace: createPace(given.clock, closing.signal) };
  const active = new Map<string, Active>();

  async function carry(runId: string): Promise<void> {
    try {
      for (;;) {
        const delivery = await deliveries.find({ runId });
        const it = active.get(runId);
        if (delivery === null || it === undefined) return;
        it.again = false;
        await showRun(delivery, deps, closing.signal);
        // In the same tick as the last look: who comes after it begins anew.
        if (!it.again) return;
        await deliveries.update(runId, { settled: false });
      }
    } catch (error) {
      if (!closing.signal.aborted) log.error({ err: error, runId }, 'a run could not be shown to its end; the next start goes on');
    } finally {
      active.delete(runId);
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
    async show(runId) {
      const delivery: Delivery | null = await deliveries.find({ runId });
      if (delivery?.chat !== chat) return;
      await deliveries.update(runId, { settled: false });
      begin(runId);
    },
    async resume(runIds) {
      const open = await deliveries.unsettled(chat);
      for (const { runId } of open) begin(runId);
      for (const runId of runIds) if (!active.has(runId)) await this.show(runId);
    },
    async close() {
      closing.abort(new Error('Fanout is closing'));
      await Promise.all([...active.values()].map((it) => it.shown));
    },
  };
}
