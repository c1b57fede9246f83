import type { Estimate } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import type { LanePlan, Plan } from '../plan/plan.ts';
import type { Request } from '../request.ts';
import type { Usage } from '../usage.ts';
import type { LaneList } from './lane-list.ts';
import type { LaneEnd, RunOutcome } from './outcome.ts';

/** What a person wants of a lane that is in flight; carried out once its attempt has let go. */
export interface LaneWish {
  readonly kind: 'skip' | 'restart';
  /** What its call will give no longer answers what is asked: the prompt or its material has changed. */
  readonly stale: boolean;
}

interface LaneBase {
  /** 1-based, over the whole run. */
  readonly lane: number;
  /** 1-based. */
  readonly stage: number;
  readonly plan: LanePlan;
  /** What is asked of the lane: the plan's prompt, or the edited one. */
  readonly prompt: string;
  /** How often it was started, ever: the fencing number of the newest start. */
  readonly starts: number;
  /** How often it was opened again, ever: between two ends of it lies one. */
  readonly opened: number;
  /** Tries that count, the running one included. */
  readonly attempts: number;
  /** Waits asked for by the provider since the last attempt that counted. */
  readonly deferrals: number;
  /** Deaths of the process while it was in flight. */
  readonly interruptions: number;
  /** Time in attempts that ended. */
  readonly ms: number;
  readonly estimate: Estimate;
  /** A person wants it done again: no earlier result will do. */
  readonly again: boolean;
}

/**
 *   waiting <-> running -> done | failed | timedOut
 *      `-----------'-----> skipped | cancelled
 *   any end -> waiting, when a person retries it
 */
export type LaneState = LaneBase &
  (
    | { readonly status: 'waiting'; readonly notBeforeMs: number; readonly after: Failure | null }
    | { readonly status: 'running'; readonly startedAtMs: number; readonly wish: LaneWish | null }
    | {
        readonly status: 'done';
        readonly chars: number;
        readonly truncated: boolean;
        readonly model: string | null;
        readonly reused: boolean;
      }
    | { readonly status: Exclude<LaneEnd, 'done'>; readonly failure: Failure }
  );

export type SourceState =
  | { readonly id: string; readonly title: string; readonly status: 'unread' }
  | {
      readonly id: string;
      readonly title: string;
      readonly status: 'read';
      /** Of its text, in UTF-16 code units. */
      readonly chars: number;
      readonly columns: readonly string[];
      readonly rows: number;
      readonly isPicture: boolean;
    }
  | { readonly id: string; readonly title: string; readonly status: 'unreadable'; readonly failure: Failure };

/** A stage's newest merge. `text` is in the log under `mergeKey(stage, round)`. */
export interface StageMerge {
  readonly round: number;
  readonly empty: boolean;
  readonly note: string | null;
}

/** A run as folded from its log. Holds no material and no lane's text: those stay in the store and are fetched by key. */
export interface RunState {
  readonly runId: string;
  /** Of the newest event folded. */
  readonly seq: number;
  readonly askedAtMs: number;
  /** When it was asked, or when the retry came that opened it again after its end. */
  readonly openedAtMs: number;
  readonly request: Request;
  /** In the order given; the entries of an archive stand in its place once it was read. */
  readonly sources: readonly SourceState[];
  /** Entries of archives that are still being read. */
  readonly entries: readonly SourceState[];
  readonly plan: Plan | null;
  readonly question: string | null;
  /** Index 0 is lane 1. Empty before the plan. */
  readonly lanes: LaneList;
  /** Index 0 is stage 1; null: not merged, or again to be. */
  readonly merges: readonly (StageMerge | null)[];
  /** True: it waits for a person to say yes to its estimate. */
  readonly asking: boolean;
  /** Null: no cap. */
  readonly budgetUsd: number | null;
  /** What was spent as far as it is known, attempts that failed included; where a cost is unknown, what was estimated. */
  readonly spentUsd: number;
  /** A person stopped it. */
  readonly stopping: boolean;
  /** A person wants the stage at work merged as it is. */
  readonly mergingNow: boolean;
  /** How often lanes of the stage at work were done again because they came out nearly equal. */
  readonly distinctRounds: number;
  /** Grows by one with every retry; names merges and ends. */
  readonly round: number;
  readonly usage: Usage;
  /** Of the newest answer; 0 before the first. */
  readonly revision: number;
  readonly answer: string | null;
  readonly ended: { readonly outcome: RunOutcome; readonly atMs: number } | null;
}

export const isOver = (lane: LaneState): boolean => lane.status !== 'waiting' && lane.status !== 'running';

/** The stage at work: the first that is not merged; null before the plan and when all are. 1-based. */
export function currentStage(state: RunState): number | null {
  const index = state.merges.indexOf(null);
  return index === -1 ? null : index + 1;
}
