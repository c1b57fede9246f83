import type { Governor, Wait } from '../lanes/governor.ts';
import { poolOf } from '../lanes/to-job.ts';
import { currentStage, type RunState } from '../run/state.ts';

/** Shorter waits are part of a pace, and would only flicker. */
const LEAST_MS = 3_000;

/** Lanes that could start, were it not for their provider. */
export interface ProviderWait {
  /** The soonest that one of them may; null: none waits. */
  readonly provider: Wait | null;
  /** Until when, by lane. */
  readonly lanes: ReadonlyMap<number, number>;
}

export const NO_WAIT: ProviderWait = { provider: null, lanes: new Map() };

export function toProviderWait(state: RunState, nowMs: number, waits: Governor['waits']): ProviderWait {
  const stage = currentStage(state);
  if (state.ended !== null || state.asking !== null || stage === null) return NO_WAIT;
  let room = state.request.cap;
  for (const lane of state.lanes) if (lane.status === 'running') room -= 1;
  const lanes = new Map<number, number>();
  let provider: Wait | null = null;
  for (const lane of state.lanes) {
    if (room <= 0) break;
    // One that waits for a time of its own says so itself.
    if (lane.stage !== stage || lane.status !== 'waiting' || lane.notBeforeMs > nowMs) continue;
    if (state.sample?.released === false && !state.sample.lanes.includes(lane.lane)) continue;
    room -= 1;
    const wait = waits(poolOf(state, lane));
    if (wait === null || !isWorthTelling(wait, nowMs)) continue;
    lanes.set(lane.lane, wait.untilMs);
    if (provider === null || wait.untilMs < provider.untilMs) provider = wait;
  }
  return { provider, lanes };
}

const isWorthTelling = ({ untilMs, why }: Wait, nowMs: number): boolean =>
  why === 'down' || (why !== 'busy' && untilMs - nowMs >= LEAST_MS);
