import type { Failure } from '../errors.ts';
import type { LaneJob } from '../ports/dispatcher.ts';
import type { ModelCall } from '../ports/model.ts';
import type { LiveRun } from '../run/live-run.ts';
import { isDue } from '../run/next.ts';
import { whyShut } from '../run/shut-models.ts';
import { NO_USAGE } from '../usage.ts';
import { toNextModel } from './next-model.ts';
import type { RunLaneDeps } from './run-lane.ts';

/** Ends a start without a call, since another lane has found that its model takes none: it goes on to the next of its route, or has failed for the same reason. */
export async function endShut(
  run: LiveRun,
  { lane, start }: LaneJob,
  call: ModelCall,
  { code, reason }: Failure,
  { prices, clock }: Pick<RunLaneDeps, 'prices' | 'clock'>,
): Promise<void> {
  const it = run.state().lanes.at(lane - 1);
  const fallback = it === undefined ? null : await toNextModel(run, it, call, prices);
  // Somebody may have wanted it tried again meanwhile.
  const now = run.state().lanes.at(lane - 1);
  if (now === undefined || !isDue(run.state(), lane, start) || whyShut(run.state(), now) === null) return run.nudge();
  const end = { lane, start, code, reason, ms: 0, usage: NO_USAGE };
  if (fallback === null) await run.append({ type: 'lane.ended', outcome: 'failed', ...end });
  else await run.append({ type: 'lane.attempt_failed', ...end, retryAtMs: clock.now(), fallback });
}
