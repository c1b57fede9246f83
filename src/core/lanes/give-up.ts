import type { LiveRun } from '../run/live-run.ts';
import type { Action } from '../run/next.ts';
import { NO_USAGE } from '../usage.ts';

/** Ends lanes unstarted that the budget has no room for. */
export async function giveUp(run: LiveRun, starts: Extract<Action, { type: 'give up' }>['starts']): Promise<void> {
  const reason = 'the budget has no room for it; retry with a larger one goes on from here';
  const end = { type: 'lane.ended', outcome: 'skipped', code: 'over_budget', reason, ms: 0, usage: NO_USAGE } as const;
  await Promise.all(starts.map(({ lane, start }) => run.append({ ...end, lane, start })));
}
