import type { Clock } from '../ports/clock.ts';
import { countOver } from '../run/ledger.ts';
import type { RunView } from '../view/run-view.ts';

/** The newest of a run's views, for several who look at their own pace. */
export interface Newest {
  /** Throws before the first. */
  view(): RunView;
  /** Resolves with one that is not `seen`, at once if there is one. Rejects with what ended the views early, or with `signal.reason`. */
  after(seen: RunView | null, signal: AbortSignal): Promise<RunView>;
  /** When the first view came that has more to tell than `seen`: another lane that is over, another phase. Null: none did. */
  newsAtMs(seen: RunView): number | null;
  /** Aborted when the run has ended, or its views have. */
  readonly ended: AbortSignal;
  /** Resolves when nothing is read any more. Never rejects. */
  closed(): Promise<void>;
}

/** Made once: without a reason each abort makes an error with a stack. */
const OVER = new Error('the run has ended');

/** Reads `views` to their end, or until they throw. */
export function createNewest(views: AsyncIterable<RunView>, clock: Pick<Clock, 'now'>): Newest {
  let newest: RunView | null = null;
  /** By how many lanes were over before: when one more was. */
  const overAtMs: number[] = [];
  let phaseAtMs = 0;
  let failure: { readonly error: unknown } | null = null;
  let changed = Promise.withResolvers<void>();
  const ended = new AbortController();

  async function read(): Promise<void> {
    try {
      for await (const view of views) {
        note(view);
        newest = view;
        if (view.phase === 'ended') ended.abort(OVER);
        wake();
      }
    } catch (error) {
      failure = { error };
    }
    ended.abort(OVER);
    wake();
  }

  function note(view: RunView): void {
    const nowMs = clock.now();
    if (view.phase !== newest?.phase) phaseAtMs = nowMs;
    const over = countOver(view.ledger);
    // A retry opens lanes again.
    overAtMs.length = Math.min(overAtMs.length, over);
    while (overAtMs.length < over) overAtMs.push(nowMs);
  }

  function wake(): void {
    const woken = changed;
    changed = Promise.withResolvers();
    woken.resolve();
  }

  const reading = read();

  async function after(seen: RunView | null, signal: AbortSignal): Promise<RunView> {
    for (;;) {
      signal.throwIfAborted();
      if (failure !== null) throw failure.error;
      if (newest !== null && newest !== seen) return newest;
      // All who wait wake when one's signal goes; the others look and wait on. A listener of its own: one shared by all would be taken away by the first.
      const stop = (): void => wake();
      signal.addEventListener('abort', stop, { once: true });
      await changed.promise;
      signal.removeEventListener('abort', stop);
    }
  }

  return {
    view() {
      if (newest === null) throw new Error('there is no view yet');
      return newest;
    },
    after,
    newsAtMs(seen) {
      const times = [overAtMs[countOver(seen.ledger)], newest?.phase === seen.phase ? undefined : phaseAtMs].filter(
        (it) => it !== undefined,
      );
      return times.length === 0 ? null : Math.min(...times);
    },
    ended: ended.signal,
    closed: () => reading,
  };
}
