import { isShown } from '../plan/plan.ts';
import type { RunState } from './state.ts';

/** Index of the last digest that the answer shows and that fell back to something plainer; -1: there is none. */
export const fallenDigest = ({ plan, merges }: RunState): number =>
  merges.findLastIndex((merge, at) => merge?.note != null && plan?.stages[at]?.merge === 'digest' && isShown(plan, at + 1));

/**
 * The run with that digest, where there is none the last stage, to be merged again. What later stages made of the
 * text before stays as it is.
 */
export function remerged(state: RunState, atMs: number): RunState {
  const at = fallenDigest(state);
  if (state.ended === null || state.merges.length === 0) return state;
  return { ...state, openedAtMs: atMs, merges: state.merges.with(at, null), round: state.round + 1, stopping: false, ended: null };
}
