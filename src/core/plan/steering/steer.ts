import type { LaneState } from '../../run/state.ts';
import type { LanePlan } from '../plan.ts';

/** What somebody wants of a run, said in its thread. Lanes are numbers that the plan has, 1-based, in order. */
export type Steer =
  /** New lanes for these, like the others. */
  | { readonly kind: 'add'; readonly items: readonly string[] }
  /** Never all of them. */
  | { readonly kind: 'drop'; readonly lanes: readonly number[] }
  /** All lanes when none is named. */
  | { readonly kind: 'amend'; readonly lanes: readonly number[]; readonly words: string }
  /** Empty: no lane failed. */
  | { readonly kind: 'retry'; readonly lanes: readonly number[] }
  | { readonly kind: 'merge' }
  | { readonly kind: 'stop' }
  /** Thanks, praise: nothing is to be done. */
  | { readonly kind: 'talk' };

export interface SteerLane {
  readonly lane: number;
  readonly title: string;
  readonly status: LaneState['status'];
  /** 1-based. */
  readonly stage: number;
  readonly plan: LanePlan;
}

/** What is known of the run when somebody says something. */
export interface SteerPlan {
  readonly stages: readonly { readonly title: string }[];
  readonly lanes: readonly SteerLane[];
}

export const FAILED: ReadonlySet<SteerLane['status']> = new Set(['failed', 'timedOut']);
/** What a person took out, or a stop. */
export const LEFT_OUT: ReadonlySet<SteerLane['status']> = new Set(['skipped', 'cancelled']);
