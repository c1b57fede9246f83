import type { Ids } from '#core/ports/ids.ts';

/** Ids that count: `run1`, `press1`, … `chance` is always the one given. */
export function createFakeIds(chance = 0.5): Ids {
  let runs = 0;
  let presses = 0;
  return { runId: () => `run${++runs}`, pressId: () => `press${++presses}`, chance: () => chance };
}
