import type { LiveRun } from '../run/live-run.ts';
import type { LaneState, RunState } from '../run/state.ts';
import { NO_USAGE } from '../usage.ts';
import { begin } from './run-start.ts';

interface Start {
  readonly lane: number;
  readonly start: number;
}

/** Whether the plan has what a lane gives: nobody asked it otherwise, and nobody wants it done again. */
const isGiven = ({ plan, prompt, again }: LaneState): boolean => plan.given !== undefined && prompt === plan.prompt && !again;

/** The starts of lanes that are to be asked, and of those whose result is there. */
export function splitGiven({ lanes }: RunState, starts: readonly Start[]): readonly [asked: readonly Start[], given: readonly Start[]] {
  const given = starts.filter(({ lane }) => {
    const it = lanes.at(lane - 1);
    return it !== undefined && isGiven(it);
  });
  return given.length === 0 ? [starts, given] : [starts.filter((it) => !given.includes(it)), given];
}

/**
 * One start of a lane whose result is there: no call, so no turn, no slot and no money. What a process that dies
 * between the two facts leaves is a start like any other. Rejects only when the log can't be
 * written.
 */
export async function takeGiven(run: LiveRun, start: Start): Promise<void> {
  if (!(await begin(run, start))) return;
  const lane = run.state().lanes.at(start.lane - 1);
  // A stop may stand in the log before this start: then it began nothing.
  if (lane?.plan.given === undefined || lane.status !== 'running' || lane.starts !== start.start) return;
  const { text, model } = lane.plan.given;
  // No call was made that an equal one could take this from.
  const none = { truncated: false, usage: NO_USAGE, ms: 0, fingerprint: '', reusedFrom: null };
  await run.append({ type: 'lane.done', ...start, text, model, ...none });
}
