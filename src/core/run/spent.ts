import { addUsage } from '../usage.ts';
import type { StartEnd } from './start-end.ts';
import type { RunState } from './state.ts';

/**
 * What a start cost, as far as its end tells. What a dead process spent on it nobody knows: all that was reserved is taken as spent, once.
 */
export function settled(state: RunState, event: StartEnd): RunState {
  if (event.type === 'lane.deferred') return state;
  const lane = state.lanes.at(event.lane - 1);
  const { estimate, status, starts } = lane ?? { estimate: null, status: 'waiting', starts: 0 };
  if (event.type === 'lane.interrupted') {
    const counts = status === 'running' && starts === event.start;
    return counts ? { ...state, spentUsd: state.spentUsd + (estimate?.mostUsd ?? 0) } : state;
  }
  const used = event.usage.inputTokens + event.usage.outputTokens > 0;
  const usd = event.usage.costUsd ?? (used ? (estimate?.usd ?? 0) : 0);
  return { ...state, usage: addUsage(state.usage, event.usage), spentUsd: state.spentUsd + usd };
}
