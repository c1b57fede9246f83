import { CANCELLED, endWaiting } from './lane-moves.ts';
import type { RunState } from './state.ts';

/** Whether an end now is one without a yes to the plan. */
export const isRefused = ({ refused, asking }: RunState): boolean => refused || asking === 'plan';

/**
 * The run after a stop. `told` is what was said to ask for it, null: a press did. Nothing that was said before a stop
 * opens the run again.
 */
export function stopped(state: RunState, told: string | null): RunState {
  if (state.ended !== null) return state;
  const at = state.told.findIndex(({ id }) => id === told);
  return {
    ...state,
    refused: isRefused(state),
    asking: null,
    sample: null,
    pending: null,
    stopping: true,
    told: state.told.map((it, index) => (at === -1 || index < at ? { ...it, isStopped: true } : it)),
    lanes: endWaiting(state.lanes, () => true, 'cancelled', CANCELLED),
  };
}
