import type { RunLog } from '#core/ports/run-log.ts';
import type { RunFact } from '#core/run/events.ts';

/** A run log whose next write of one kind is on its way for as long as a test wants: what others write meanwhile stands before it. */
export interface HeldLog extends RunLog {
  /** The next fact of that type is held back. `reached` resolves once somebody wants to write it. */
  hold(type: RunFact['type']): { readonly reached: Promise<void>; release(): void };
}

export function createHeldLog(runLog: RunLog): HeldLog {
  const held = new Map<string, { readonly reached: () => void; readonly released: Promise<void> }>();
  return {
    ...runLog,
    hold(type) {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      held.set(type, { reached: reached.resolve, released: released.promise });
      return { reached: reached.promise, release: released.resolve };
    },
    async append(runId, key, fact, atMs) {
      const it = held.get(fact.type);
      if (it !== undefined) {
        held.delete(fact.type);
        it.reached();
        await it.released;
      }
      return await runLog.append(runId, key, fact, atMs);
    },
  };
}
