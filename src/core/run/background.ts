/** Steps of a run that go on beside its loop, each under a name: what is wanted is begun once, what is wanted no longer is aborted. */
export interface Background {
  /** Begins what is wanted and does not run yet, aborts what runs and is not wanted. A step that rejects by itself goes to `onError`. */
  want(steps: ReadonlyMap<string, (signal: AbortSignal) => Promise<void>>): void;
  /** Aborts all, and resolves when all have returned. */
  close(): Promise<void>;
}

export function createBackground(onError: (error: unknown) => void): Background {
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  const leaving = new Set<Promise<void>>();

  function begin(name: string, step: (signal: AbortSignal) => Promise<void>): void {
    const stop = new AbortController();
    const done = step(stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) onError(error);
      })
      .finally(() => {
        leaving.delete(done);
        if (running.get(name)?.done === done) running.delete(name);
      });
    running.set(name, { stop, done });
  }

  function abort(name: string): void {
    const step = running.get(name);
    if (step === undefined) return;
    running.delete(name);
    leaving.add(step.done);
    step.stop.abort(new Error(`${name} is not wanted any more`));
  }

  return {
    want(steps) {
      for (const name of [...running.keys()]) if (!steps.has(name)) abort(name);
      for (const [name, step] of steps) if (!running.has(name)) begin(name, step);
    },
    async close() {
      for (const name of [...running.keys()]) abort(name);
      await Promise.all(leaving);
    },
  };
}
