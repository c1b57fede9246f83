import type { Log } from './ports/log.ts';

/** Work that goes on after a platform was told that its event arrived. Owned here: nothing of it is lost from sight. */
export interface Errands {
  /** Begins it at once; what it rejects with is logged. */
  run(what: string, work: () => Promise<unknown>): void;
  /** Resolves when all of it has ended. */
  settled(): Promise<void>;
}

export function createErrands(log: Log): Errands {
  const open = new Set<Promise<void>>();
  return {
    run(what, work) {
      const task = work().then(
        () => undefined,
        (error: unknown) => log.warn({ err: error }, `${what} did not work`),
      );
      open.add(task);
      void task.finally(() => open.delete(task));
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
