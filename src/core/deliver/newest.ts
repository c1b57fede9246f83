import type { RunView } from '../view/run-view.ts';

/** The newest of a run's views, for several who look at their own pace. */
export interface Newest {
  /** Throws before the first. */
  view(): RunView;
  /** Resolves with one that is not `seen`, at once if there is one. Rejects with what ended the views early, or with `signal.reason`. */
  after(seen: RunView | null, signal: AbortSignal): Promise<RunView>;
  /** Resolves when the run has ended; rejects as `after`. */
  ended(signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is read any more. Never rejects. */
  closed(): Promise<void>;
}

/** Reads `views` to their end, or until they throw. */
export function createNewest(views: AsyncIterable<RunView>): Newest {
  let newest: RunView | null = null;
  let failure: { readonly error: unknown } | null = null;
  let changed = Promise.withResolvers<void>();

  async function read(): Promise<void> {
    try {
      for await (const view of views) {
        newest = view;
        wake();
      }
    } catch (error) {
      failure = { error };
    }
    wake();
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
      // Whoever waits wakes too when the signal goes; the others look and wait on.
      signal.addEventListener('abort', wake, { once: true });
      await changed.promise;
      signal.removeEventListener('abort', wake);
    }
  }

  return {
    view() {
      if (newest === null) throw new Error('there is no view yet');
      return newest;
    },
    after,
    async ended(signal) {
      for (let view = await after(null, signal); view.phase !== 'ended'; ) view = await after(view, signal);
    },
    closed: () => reading,
  };
}
