import type { Clock } from '../ports/clock.ts';
import type { Dispatcher, LaneHandler, LaneJob } from '../ports/dispatcher.ts';
import { createFairQueue, type Shares } from './fair-queue.ts';
import { type Governor, isPermit, type Permit } from './governor.ts';

export interface LocalDispatcherDeps {
  readonly clock: Clock;
  /** Most jobs at work at once, over all runs; at least 1. */
  readonly concurrency: number;
  readonly governor: Governor;
  /** Who gets more turns than others. */
  readonly shares: Shares;
  /** Hears of a handler that rejected: a bug, or a store that is gone. */
  readonly onError: (job: LaneJob, error: unknown) => void;
}

interface Held {
  readonly job: LaneJob;
  readonly stop: AbortController;
  waiting: boolean;
}

/** A reason that is made once: without one, each abort makes an error with a stack. */
const SOONER = new Error('it is to wake sooner');

/** Runs lane jobs in this process. A slot is free again as soon as its job is aborted, even if the handler is slow to let go; a job that waits for its provider has none. */
export function createLocalDispatcher({ clock, concurrency, governor, shares, onError }: LocalDispatcherDeps): Dispatcher {
  const waiting = createFairQueue<LaneJob>(shares);
  /** By run, then by key. */
  const held = new Map<string, Map<string, Held>>();
  const handlers = new Set<Promise<void>>();
  const closing = new AbortController();
  let handler: LaneHandler | null = null;
  let atWork = 0;
  let filling = false;
  let alarm: { readonly atMs: number; readonly stop: AbortController } | null = null;

  /** Fills free slots: with whoever's turn it is, of those whose provider takes calls now. */
  function fill(): void {
    if (handler === null || filling || closing.signal.aborted) return;
    filling = true;
    const closed = new Set<string>();
    let soonestMs = Number.POSITIVE_INFINITY;
    while (atWork < concurrency) {
      const job = waiting.first(closed, atWork + 1 >= concurrency);
      if (job === null) break;
      const it = governor.tryTake(job);
      if (isPermit(it)) begin(job, it, handler);
      else {
        closed.add(job.pool);
        soonestMs = Math.min(soonestMs, it.untilMs);
      }
    }
    filling = false;
    if (soonestMs !== Number.POSITIVE_INFINITY) wakeAt(soonestMs);
  }

  function wakeAt(atMs: number): void {
    if (alarm !== null && alarm.atMs <= atMs) return;
    alarm?.stop.abort(SOONER);
    const mine = { atMs, stop: new AbortController() };
    alarm = mine;
    clock.sleep(Math.max(1, atMs - clock.now()), mine.stop.signal).then(
      () => {
        if (alarm === mine) alarm = null;
        fill();
      },
      () => undefined,
    );
  }

  function begin(job: LaneJob, permit: Permit, handle: LaneHandler): void {
    const entry = held.get(job.runId)?.get(job.key);
    waiting.begin(job);
    atWork += 1;
    let hasSlot = true;
    const free = (): void => {
      if (!hasSlot) return;
      hasSlot = false;
      atWork -= 1;
      waiting.end(job);
      fill();
    };
    const { signal } = entry?.stop ?? new AbortController();
    if (entry !== undefined) entry.waiting = false;
    signal.addEventListener('abort', free);
    const handling = handleJob(job, signal, permit, handle).finally(() => {
      signal.removeEventListener('abort', free);
      handlers.delete(handling);
      release(job);
      permit.end({ kind: 'unused' });
      free();
    });
    handlers.add(handling);
  }

  async function handleJob(job: LaneJob, signal: AbortSignal, permit: Permit, handle: LaneHandler): Promise<void> {
    try {
      await handle(job, signal, permit);
    } catch (error) {
      onError(job, error);
    }
  }

  function release({ runId, key }: LaneJob): void {
    const jobs = held.get(runId);
    jobs?.delete(key);
    if (jobs?.size === 0) held.delete(runId);
  }

  governor.onOpen(fill);

  return {
    submit(jobs) {
      for (const job of jobs) {
        const ofRun = held.get(job.runId) ?? new Map<string, Held>();
        if (ofRun.has(job.key) || closing.signal.aborted) continue;
        held.set(job.runId, ofRun.set(job.key, { job, stop: new AbortController(), waiting: true }));
        waiting.add(job);
      }
      fill();
    },
    serve(next) {
      handler = next;
      fill();
    },
    abort(runId, lane) {
      const wanted = [...(held.get(runId)?.values() ?? [])].filter(({ job }) => lane === null || job.lane === lane);
      for (const { job } of wanted.filter((it) => it.waiting)) {
        waiting.drop(job);
        release(job);
      }
      for (const it of wanted) if (!it.waiting) it.stop.abort(new Error('the lane is not wanted any more'));
    },
    async close() {
      closing.abort(new Error('the dispatcher closed'));
      alarm?.stop.abort(closing.signal.reason);
      for (const jobs of [...held.values()]) for (const { stop } of [...jobs.values()]) stop.abort(closing.signal.reason);
      await Promise.all(handlers);
    },
  };
}
