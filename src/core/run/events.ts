/**
 * The run log: what happened to a run, in order, append-only; the only truth. `fold` reads it, `next` decides from it.
 *
 *   run.asked -> source.read* -> run.planned -> (lane.started -> one end of that start)* -> stage.merged -> … -> run.ended
 *                             `-> run.questioned                                ^                                  |
 *                                                                               `--------- lanes.retried <---------'
 */

import type { Estimate } from '../cost/estimate.ts';
import type { ErrorCode } from '../errors.ts';
import type { Plan, QuestionCode } from '../plan/plan.ts';
import type { ReadDocument, Table } from '../ports/source-reader.ts';
import type { MergeKind, Request } from '../request.ts';
import type { Usage } from '../usage.ts';
import type { LaneEnd, RunOutcome } from './outcome.ts';

/** One end of one start of a lane. All five share one key, so a start ends once, whoever says so. */
export type StartEnd =
  | {
      readonly type: 'lane.done';
      readonly lane: number;
      readonly start: number;
      readonly text: string;
      /** The model stopped at its output limit. */
      readonly truncated: boolean;
      /** Null: no model was used. */
      readonly model: string | null;
      readonly usage: Usage;
      readonly ms: number;
      /** Of all that the call was made of: equal ones give equal results, and need no second call. */
      readonly fingerprint: string;
      /** Where the text was taken from instead of a call; null when there was one. */
      readonly reusedFrom: { readonly runId: string; readonly lane: number } | null;
    }
  /** This attempt failed, another follows. */
  | {
      readonly type: 'lane.attempt_failed';
      readonly lane: number;
      readonly start: number;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly retryAtMs: number;
      readonly ms: number;
      readonly usage: Usage;
    }
  /** The provider asked for time: not an attempt. */
  | {
      readonly type: 'lane.deferred';
      readonly lane: number;
      readonly start: number;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly untilMs: number;
      readonly ms: number;
    }
  /** Aborted because a person wished something else of the lane, or Fanout shut down: what follows is for `fold` to say. */
  | { readonly type: 'lane.dropped'; readonly lane: number; readonly start: number; readonly ms: number; readonly usage: Usage }
  /** In flight when the process died. */
  | { readonly type: 'lane.interrupted'; readonly lane: number; readonly start: number }
  /** It ended without a result. Also of a lane that never started, with the number that its start would have had. */
  | {
      readonly type: 'lane.ended';
      readonly lane: number;
      readonly start: number;
      readonly outcome: Exclude<LaneEnd, 'done'>;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly ms: number;
      readonly usage: Usage;
    };

export type RunFact =
  | { readonly type: 'run.asked'; readonly request: Request }
  | ({ readonly type: 'source.read'; readonly source: string } & ReadDocument)
  | {
      readonly type: 'source.unreadable';
      readonly source: string;
      readonly title: string;
      readonly code: ErrorCode;
      readonly reason: string;
    }
  /** An archive: its entries (`S2.1`, `S2.2`, …, read before this) take its place, in this order. */
  | { readonly type: 'source.expanded'; readonly source: string; readonly entries: readonly string[] }
  /** `estimates` has one for each lane, in order. */
  | { readonly type: 'run.planned'; readonly plan: Plan; readonly estimates: readonly Estimate[] }
  /** A person said yes to the estimate. */
  | { readonly type: 'run.approved'; readonly by: string }
  | { readonly type: 'run.questioned'; readonly code: QuestionCode; readonly question: string }
  | { readonly type: 'lane.started'; readonly lane: number; readonly start: number }
  | StartEnd
  /** These lanes are to be done again, each with its prompt (null: as before), and with `budgetUsd` instead of the run's where it is not null. */
  | {
      readonly type: 'lanes.retried';
      readonly lanes: readonly number[];
      readonly prompts: readonly (string | null)[];
      readonly budgetUsd: number | null;
      /** A person asked, or Fanout did because variants came out too much alike. */
      readonly why: 'asked' | 'too alike';
      readonly by: string;
    }
  | { readonly type: 'lane.skip_asked'; readonly lane: number; readonly by: string }
  | { readonly type: 'run.stop_asked'; readonly by: string }
  /** Merge what is there now; what is not is skipped. */
  | { readonly type: 'run.merge_asked'; readonly by: string }
  /** Of a run that ended: merge its last stage again. */
  | { readonly type: 'run.remerge_asked'; readonly by: string }
  /** One call of a digest, kept so that a restart does not pay for it again. `part` names its input. */
  | { readonly type: 'digest.part'; readonly part: string; readonly text: string; readonly usage: Usage }
  | {
      readonly type: 'stage.merged';
      /** 1-based. */
      readonly stage: number;
      readonly round: number;
      /** How it was merged in the end: a digest falls back to `ordered`. */
      readonly kind: MergeKind;
      /** Null: no lane of the stage has a result. */
      readonly text: string | null;
      /** Of a table merge: the same as rows; null for any other. */
      readonly table: Table | null;
      /** What the reader should know of the merge; null when nothing. */
      readonly note: string | null;
    }
  | {
      readonly type: 'run.ended';
      readonly round: number;
      readonly outcome: RunOutcome;
      /** Number of this answer, 1-based; null when there is none. */
      readonly revision: number | null;
      readonly answer: string | null;
    };

/** A fact as it stands in the log. */
export type RunEvent = RunFact & {
  readonly runId: string;
  /** 1-based, without gaps, in the order appended. */
  readonly seq: number;
  /** Milliseconds since 1970, by the clock of who appended it. */
  readonly atMs: number;
};

/**
 * The key of a fact: appending a second fact with the same key to the same run changes nothing. This is what makes "once" true on any store.
 * `press` names the person's press or command, so that a redelivered one is told from a second one.
 */
export function toKey(fact: RunFact, press: string): string {
  switch (fact.type) {
    case 'run.asked':
      return 'asked';
    case 'source.read':
    case 'source.unreadable':
      return sourceKey(fact.source);
    case 'source.expanded':
      return `expanded:${fact.source}`;
    case 'run.planned':
    case 'run.questioned':
      return 'planned';
    case 'lane.started':
      return `lane:${fact.lane}:start:${fact.start}`;
    case 'lane.done':
    case 'lane.attempt_failed':
    case 'lane.deferred':
    case 'lane.dropped':
    case 'lane.interrupted':
    case 'lane.ended':
      return endKey(fact.lane, fact.start);
    case 'lanes.retried':
    case 'lane.skip_asked':
    case 'run.stop_asked':
    case 'run.merge_asked':
    case 'run.remerge_asked':
    case 'run.approved':
      return `press:${press}`;
    case 'digest.part':
      return partKey(fact.part);
    case 'stage.merged':
      return mergeKey(fact.stage, fact.round);
    case 'run.ended':
      return `ended:${fact.round}`;
    default:
      throw new Error(`unknown fact ${JSON.stringify(fact satisfies never)}`);
  }
}

/** Where the text of a source stands in the log. */
export const sourceKey = (source: string): string => `source:${source}`;
/** Where the end of a lane's start, so its result, stands in the log. */
export const endKey = (lane: number, start: number): string => `lane:${lane}:start:${start}:end`;
/** Where the merged result of a stage stands in the log. */
export const mergeKey = (stage: number, round: number): string => `stage:${stage}:merged:${round}`;
/** Where one call of a digest stands in the log. */
export const partKey = (part: string): string => `digest:${part}`;
