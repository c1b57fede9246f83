import type { LaneState } from '../../run/state.ts';

/** What somebody wants of a run, where a rule can tell. Lanes are numbers that the run has, 1-based, in order. */
export type Steer =
  | { readonly kind: 'drop'; readonly lanes: readonly number[] }
  | { readonly kind: 'amend'; readonly lanes: readonly number[]; readonly words: string }
  /** Empty: no lane failed. */
  | { readonly kind: 'retry'; readonly lanes: readonly number[] }
  /** Lanes that the run does not have. */
  | { readonly kind: 'unknown'; readonly lanes: readonly number[] }
  | { readonly kind: 'merge' }
  | { readonly kind: 'stop' }
  /** Thanks, praise: nothing is to be done. */
  | { readonly kind: 'talk' };

export interface SteerLane {
  readonly lane: number;
  readonly status: LaneState['status'];
}
