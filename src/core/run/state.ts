import type { Estimate } from '../cost/estimate.ts';
import type { Failure } from '../errors.ts';
import type { CutText, Forecast, LanePlan, Plan, PlanChange, Route, Term } from '../plan/plan.ts';
import type { Request, SourceRef } from '../request.ts';
import type { Usage } from '../usage.ts';
import type { Priced, RunEvent } from './events.ts';
import type { RunHeading } from './heading.ts';
import type { LaneList } from './lane-list.ts';
import type { LaneEnd, RunOutcome } from './outcome.ts';
import type { ShutModel } from './shut-models.ts';

/** What a person wants of a lane that is in flight; carried out once its attempt has let go. */
export type LaneWish =
  | {
      readonly kind: 'skip' | 'restart';
      /** What its call will give no longer answers what is asked: the prompt or its material has changed. */
      readonly stale: boolean;
    }
  /** It is no part of the plan any more, and why. */
  | { readonly kind: 'drop'; readonly stale: true; readonly failure: Failure };

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
  /** Of its next start, or of the one that runs: by the model that this asks. */
  readonly estimate: Estimate;
  /** By the first model of its route, which is asked again once a person wants the lane done again. */
  readonly firstEstimate: Estimate;
  readonly route: Route;
  /** How many of its route's fallbacks it went on to. */
  readonly fallen: number;
  /** A person wants it done again: no earlier result will do. */
  readonly again: boolean;
  /** Its own result of before, which is to be changed as was wished and kept otherwise; null: it begins anew. */
  readonly own: OwnResult | null;
}

/** What a start of a lane gave: `L7.2` as material. */
export interface OwnResult {
  readonly start: number;
  /** In UTF-16 code units. */
  readonly chars: number;
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
  /**
   * What it waits for a person's yes to; null: nothing. plan: before the first lane; sample: its lanes are there to be seen; more: a stage took more lanes from the one before than were
   * approved.
   */
  readonly asking: 'plan' | 'sample' | 'more' | null;
  /** Number of the event since which it asks just what it asks now: names that, for who answers. Of no meaning where it asks nothing. */
  readonly askedSeq: number;
  /** The answers that counted, in order; `card` is what `askedSeq` was. */
  readonly answered: readonly { readonly card: number; readonly type: RunEvent['type']; readonly by: string }[];
  /** Its plan was to be asked about, and ended without a yes: what is wanted of it later is asked about. */
  readonly refused: boolean;
  /** Beyond these a person is asked again. */
  readonly approved: { readonly lanes: number; readonly usd: number };
  /** Lanes that start before all others, until these are released; null: none were asked for. */
  readonly sample: { readonly lanes: readonly number[]; readonly released: boolean } | null;
  /** What the lanes at work are likely to take; null where it was not told. */
  readonly forecast: Forecast | null;
  /** What was known of the plan's lanes, those of later stages too that are not there yet. */
  readonly priced: Priced;
  /** Index 0 is stage 1: the round in which it took its lanes from the stage before; null: not yet, or again to be. Of no meaning for other stages. */
  readonly expansions: readonly (number | null)[];
  /** What people said of a sample, in order: it joins the prompt of every lane, those that come later too. */
  readonly corrections: readonly string[];
  /** What people wished of all that the answer shows, in order: it joins the prompts of lanes that come later and are shown, too. */
  readonly wishes: readonly string[];
  /** Undefined: not made yet. */
  readonly brief: { readonly text: string | null; readonly terms: readonly Term[] } | undefined;
  /** The items of lists that stages took their lanes from, as their lanes have them. */
  readonly texts: readonly CutText[];
  /** What was said about the run and not answered yet, in order. */
  readonly told: readonly Told[];
  /** What was said and is a request of its own, in order. */
  readonly begun: readonly BegunRun[];
  /** What was answered to what was said, the newest last; at most `MAX_REPLIES`. */
  readonly replies: readonly { readonly id: string; readonly by: string; readonly text: string }[];
  /** A change that waits for a yes. */
  readonly pending: PendingChange | null;
  /** Changes and what else people should know that came after the plan. */
  readonly notes: readonly string[];
  /** The answer that is out while lanes are still at work; null: none in this round. */
  readonly published: { readonly revision: number; readonly lanes: readonly number[] } | null;
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
  /** Models that no lane can be done by, as a lane found since `askedFromMs`. */
  readonly shut: readonly ShutModel[];
  /** When it was last worth another try, as when a person wants lanes done: what failed of starts before says nothing of those after. */
  readonly askedFromMs: number;
  /** What was used until there was a plan: the planner's calls. */
  readonly planning: Usage;
  /** Grows by one with every retry; names merges and ends. */
  readonly round: number;
  readonly usage: Usage;
  /** Of the newest answer; 0 before the first. */
  readonly revision: number;
  readonly answer: string | null;
  readonly ended: { readonly outcome: RunOutcome; readonly atMs: number } | null;
  /** What lists say of it. */
  readonly listed: RunHeading['status'];
}

/** What somebody said about a run. */
export interface Told {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  /** What it is about, where it is a request of its own. */
  readonly sources: readonly SourceRef[];
  /** A stop came after it: it may be answered, but changes nothing. Default: false. */
  readonly isStopped?: boolean;
}

export interface BegunRun extends Told {
  readonly runId: string;
  /** It is asked for. */
  readonly isAsked: boolean;
}

export interface PendingChange extends Priced {
  /** What was said, and by whom. */
  readonly id: string;
  readonly by: string;
  readonly change: PlanChange;
  readonly saying: string;
  /** What a yes raises the budget to; null: it leaves that. In US dollars. */
  readonly raiseUsd: number | null;
}

/** Nothing is to be done about it: it ended, all that was said about it is answered, and what was a request is asked for. */
export const isSettled = (state: RunState): boolean =>
  state.ended !== null && state.told.length === 0 && state.begun.every(({ isAsked }) => isAsked);

/** What lists should say of it: open also while something that was said about an ended run is not answered. */
export const toListed = (state: RunState): RunHeading['status'] => (isSettled(state) ? (state.ended?.outcome ?? 'open') : 'open');

/** It is settled, and lists say so. */
export const isAtRest = (state: RunState): boolean => isSettled(state) && state.listed === toListed(state);

/** Whom the next start of a lane asks; null: the default. */
export const modelOf = ({ route, fallen }: Pick<LaneState, 'route' | 'fallen'>): string | null =>
  fallen === 0 ? route.model : (route.fallbacks[fallen - 1] ?? route.model);

/** It is no part of the plan any more: a person dropped it, or the list it came from did. It stays in the ledger. */
export const isDropped = (lane: LaneState): boolean => lane.status === 'skipped' && lane.failure.code === 'lane_dropped';

export const isOver = (lane: LaneState): boolean => lane.status !== 'waiting' && lane.status !== 'running';

/** The stage at work: the first that is not merged; null before the plan and when all are. 1-based. */
export function currentStage(state: RunState): number | null {
  const index = state.merges.indexOf(null);
  return index === -1 ? null : index + 1;
}
