/**
 * The run log: what happened to a run, in order, append-only; the only truth. `fold` reads it, `next` decides from it.
 *
 *   run.asked -> source.read* -> run.planned -> (lane.started -> one end of that start)* -> stage.merged -> … -> run.ended
 *                             `-> run.questioned                                ^                                  |
 *                                                                               `--------- lanes.retried <---------'
 */

import type { Estimate } from '../cost/estimate.ts';
import type { MergeEstimate } from '../cost/estimate-merge.ts';
import type { ErrorCode } from '../errors.ts';
import type { CutText, Forecast, LanePlan, Plan, PlanChange, QuestionCode, Route, Term } from '../plan/plan.ts';
import type { ReadDocument } from '../ports/source-reader.ts';
import type { Request, SourceRef } from '../request.ts';
import type { Usage } from '../usage.ts';
import type { RunOutcome } from './outcome.ts';
import type { StageMerged } from './stage-merged.ts';
import type { StartEnd } from './start-end.ts';

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
  | ({ readonly type: 'run.planned'; readonly plan: Plan } & Priced)
  /** A person changed the plan before any lane began: it stands in the place of the one before. */
  | ({ readonly type: 'run.replanned'; readonly plan: Plan; readonly why: 'edited' | 'cheaper'; readonly by: string } & Answer & Priced)
  /** A person said yes to what is asked: the plan, what a sample came to, a stage that grew, or a change. */
  | ({ readonly type: 'run.approved'; readonly by: string } & Answer)
  /** These lanes are to be seen before the others start. */
  | ({ readonly type: 'run.sample_asked'; readonly lanes: readonly number[]; readonly by: string } & Answer)
  /** The sample was seen, and the others go on; what the person said of it joins every lane's prompt, and the sample is done again with it. */
  | ({ readonly type: 'run.released'; readonly correction: string; readonly by: string } & Answer)
  /** What all lanes are given so that they agree in words; null: it could not be made, and why. */
  | { readonly type: 'run.briefed'; readonly text: string | null; readonly terms: readonly Term[]; readonly note: string | null }
  /** The lanes of a stage that takes them from the one before; `notes` say what was left out. */
  | ({
      readonly type: 'stage.expanded';
      readonly stage: number;
      readonly round: number;
      readonly lanes: readonly LanePlan[];
      /** The items themselves, which the lanes have as material. */
      readonly texts: readonly CutText[];
      readonly notes: readonly string[];
    } & Priced)
  /** Somebody said something about the run. `id` is the press. `sources`: what it is about, where it turns out to be a request of its own. Default: nothing. */
  | { readonly type: 'run.told'; readonly id: string; readonly text: string; readonly by: string; readonly sources?: readonly SourceRef[] }
  /**
   * What came of it, where it changed no plan; '' where there is nothing to say. `ended`: the run had ended before it was told, and so. `began`: it is a request of its own, and that is to be its run; `run.begun` says that it is
   * asked for. Default: none.
   */
  | ({
      readonly type: 'told.answered';
      readonly id: string;
      readonly reply: string;
      readonly ended: RunOutcome | null;
      readonly began?: string;
    } & Seen)
  /** The run that `told.answered` named is asked for. */
  | { readonly type: 'run.begun'; readonly id: string; readonly began: string }
  /** What came of it: this change of the plan. */
  | ({
      readonly type: 'run.changed';
      readonly id: string;
      readonly change: PlanChange;
      /** What changes, in one line. */
      readonly saying: string;
      /** It goes beyond what was approved, and waits for a yes. */
      readonly waits: boolean;
      readonly by: string;
      /** It waits, and the run had ended before, and so. */
      readonly ended: RunOutcome | null;
      /** It waits, and the budget has no room for it: what the yes raises that to. In US dollars; not there: the yes leaves it. */
      readonly raiseUsd?: number;
    } & Seen &
      Priced)
  /** A person does not want the change that waits for a yes. */
  | ({ readonly type: 'change.declined'; readonly by: string } & Answer)
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
      /** Not there: none. Else material that these lanes get beside their own: what they are to differ from. */
      readonly others?: CutText;
    }
  | { readonly type: 'lane.skip_asked'; readonly lane: number; readonly by: string }
  /** `told`: what was said to ask for it; what was said before that changes the run no more. Default: all that is not answered. */
  | { readonly type: 'run.stop_asked'; readonly by: string; readonly told?: string }
  /** Merge what is there now; what is not is skipped. */
  | { readonly type: 'run.merge_asked'; readonly by: string }
  /** Of a run that ended: write the last digest that is shown and fell back again. */
  | { readonly type: 'run.remerge_asked'; readonly by: string }
  /** One call of a digest, kept so that a restart does not pay for it again. `part` names its input. */
  | { readonly type: 'digest.part'; readonly part: string; readonly text: string; readonly usage: Usage }
  /** Such a call broke off after it was sent, or nobody wanted it any more: what it is likely to have cost. `id` tells it from others of that part. */
  | { readonly type: 'call.broken'; readonly part: string; readonly id: string; readonly usage: Usage }
  | StageMerged
  /** An answer while lanes are still at work: enough are done, or its time had come. */
  | {
      readonly type: 'answer.published';
      readonly round: number;
      readonly revision: number;
      readonly answer: string;
      /** The lanes that are in it. */
      readonly lanes: readonly number[];
      readonly why: 'quorum' | 'deadline';
    }
  | {
      readonly type: 'run.ended';
      readonly round: number;
      readonly outcome: RunOutcome;
      /** Number of this answer, 1-based; null when there is none. */
      readonly revision: number | null;
      readonly answer: string | null;
    }
  /** What lists say of the run, where two events that came at once have left it wrong. */
  | { readonly type: 'run.listed'; readonly status: 'open' | RunOutcome; readonly seen: number };

/** Said of what the run asked then. */
interface Answer {
  /** `RunState.askedSeq` of what was shown: where the run asks something else by the time this is in the log, it counts for nothing. Not there, in logs of before: said of whatever it asks. */
  readonly card?: number;
}

/** Says that the run is over, as far as its log was known. */
interface Seen {
  /** Number of the newest event that was known: with another in between, lists go by that one. Not there in logs of before. */
  readonly seen?: number;
}

/** What is known of lanes beforehand: one estimate and one route for each, in order. `merges` has one for each stage that is priced. Routes, merges and the forecast are not there in logs of the time before there were any. */
export interface Priced {
  readonly estimates: readonly Estimate[];
  readonly routes?: readonly Route[];
  readonly merges?: readonly MergeEstimate[];
  readonly forecast?: Forecast;
  /** Whether a cheaper model could do any of them. Not there: not known. */
  readonly cheaper?: boolean;
}

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
    case 'run.replanned':
    case 'run.sample_asked':
    case 'run.released':
    case 'change.declined':
      return `press:${press}`;
    case 'run.told':
      return `press:${fact.id}`;
    case 'told.answered':
    case 'run.changed':
      return `told:${fact.id}`;
    case 'run.begun':
      return `begun:${fact.id}`;
    case 'run.briefed':
      return 'briefed';
    case 'stage.expanded':
      return expandedKey(fact.stage, fact.round);
    case 'answer.published':
      return `published:${fact.round}`;
    case 'digest.part':
      return partKey(fact.part);
    case 'call.broken':
      return `broken:${fact.part}:${fact.id}`;
    case 'stage.merged':
      return mergeKey(fact.stage, fact.round);
    case 'run.ended':
      return `ended:${fact.round}`;
    case 'run.listed':
      return `listed:${fact.seen}`;
    default:
      throw new Error(`unknown fact ${JSON.stringify(fact satisfies never)}`);
  }
}

/** Where the text of a source stands in the log. */
export const sourceKey = (source: string): string => `source:${source}`;
/** Where the end of a lane's start, so its result, stands in the log. */
export const endKey = (lane: number, start: number): string => `lane:${lane}:start:${start}:end`;
/** Where it stands in the log which lanes a stage took from the one before. */
export const expandedKey = (stage: number, round: number): string => `stage:${stage}:expanded:${round}`;
/** Where the merged result of a stage stands in the log. */
export const mergeKey = (stage: number, round: number): string => `stage:${stage}:merged:${round}`;
/** Where one call of a digest stands in the log. */
export const partKey = (part: string): string => `digest:${part}`;
