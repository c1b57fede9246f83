import PQueue from 'p-queue';
import type { Clock } from '../ports/clock.ts';
import type { Dispatcher, LaneHandler, LaneJob } from '../ports/dispatcher.ts';
import { createFairQueue } from './fair-queue.ts';

export interface LocalDispatcherDeps {
  readonly clock: Clock;
  /** Most jobs at work at once, over all runs; at least 1. */
  readonly concurrency: number;
  /** Hears of a handler that rejected: a bug, or a store that is gone. */
  readonly onError: (job: LaneJob, error: unknown) => void;
}

/** Runs lane jobs in this process. A slot is free again as soon as its job is aborted, even if the handler is slow to let go. */
export function createLocalDispatcher({ clock, concurrency, onError }: LocalDispatcherDeps): Dispatcher {
  const slots = new PQueue({ concurrency });
  const waiting = createFairQueue<LaneJob>();
  const held = new Map<string, { readonly job: LaneJob; readonly stop: AbortController }>();
  const handlers = new Set<Promise<void>>();
  const closing = new AbortController();
  let handler: LaneHandler | null = null;
  let heldUntilMs = 0;

  /** Fills free slots. p-queue gets a job only when it can start it, so that the order stays ours until then. */
  function fill(): void {
    while (handler !== null && !closing.signal.aborted && slots.pending + slots.size < concurrency && clock.now() >= heldUntilMs) {
      const job = waiting.take();
      if (job === null) return;
      const entry = held.get(job.key);
      if (entry !== undefined) begin(job, entry.stop.signal, handler);
    }
  }

  function begin(job: LaneJob, signal: AbortSignal, handle: LaneHandler): void {
    let began = false;
    const work = async (): Promise<void> => {
      began = true;
      const handling = handle(job, signal)
        .catch((error: unknown) => onError(job, error))
        .finally(() => {
          handlers.delete(handling);
          held.delete(job.key);
        });
      handlers.add(handling);
      await handling;
    };
    slots
      .add(work, { signal })
      // p-queue rejects with the abort's reason, to free the slot; how the lane ended, its handler says.
      .catch(() => undefined)
      .finally(() => {
        if (!began) held.delete(job.key);
        fill();
      });
  }

  async function fillAt(untilMs: number): Promise<void> {
    await clock.sleep(untilMs - clock.now(), closing.signal).catch(() => undefined);
    fill();
  }

  return {
    submit(jobs) {
      for (const job of jobs) {
        if (held.has(job.key) || closing.signal.aborted) continue;
        held.set(job.key, { job, stop: new AbortController() });
        waiting.add(job);
      }
      fill();
    },
    serve(next) {
      handler = next;
      fill();
    },
    abort(runId, lane) {
      const matches = (job: LaneJob): boolean => job.runId === runId && (lane === null || job.lane === lane);
      for (const job of waiting.remove(matches)) held.delete(job.key);
      for (const { job, stop } of [...held.values()]) if (matches(job)) stop.abort(new Error('the lane is not wanted any more'));
    },
    hold(untilMs) {
      if (untilMs <= heldUntilMs) return;
      heldUntilMs = untilMs;
      void fillAt(untilMs);
    },
    async close() {
      closing.abort(new Error('the dispatcher closed'));
      for (const { stop } of held.values()) stop.abort(closing.signal.reason);
      await Promise.all(handlers);
    },
  };
}
