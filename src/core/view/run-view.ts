import type { ErrorCode } from '../errors.ts';
import type { Wait } from '../lanes/governor.ts';
import type { Ledger } from '../run/ledger.ts';
import type { LaneEnd, RunOutcome } from '../run/outcome.ts';
import type { Usage } from '../usage.ts';
import type { CardView } from './card-view.ts';

export interface LaneView {
  /** 1-based, over the whole run. */
  readonly index: number;
  /** 1-based. */
  readonly stage: number;
  readonly title: string;
  readonly status: 'waiting' | 'running' | LaneEnd;
  /** Tries that count, the running one included. */
  readonly attempts: number;
  /** How often it was started, ever: a result of a later start replaces one of an earlier. */
  readonly starts: number;
  /** How often it was opened again, ever: names an end of it, also where it never started again. */
  readonly opened: number;
  /** Time in attempts so far, waits between them not counted. */
  readonly ms: number;
  /** Characters of its result, growing while it runs. */
  readonly chars: number;
  /** Why it is missing, or why it waits and until when; null when there is nothing to say. Fit for a channel. */
  readonly note: string | null;
  /** Of the failure that `note` tells; null when there is none. */
  readonly code: ErrorCode | null;
  /** While it waits for a provider or a back-off: when it may start, in milliseconds since 1970. */
  readonly waitsUntilMs: number | null;
}

export interface ReplyView {
  readonly id: string;
  /** Opaque id of whom it answers. */
  readonly person: string;
  /**
   * One or two sentences, or neutral lines, with words in them that may be anybody's: an adapter escapes it. At most
   * 1,500 UTF-16 units where it answers a question.
   */
  readonly text: string;
}

/** What a person sees of a run, before any platform. Whole: a newer one replaces an older one. */
export interface RunView {
  readonly runId: string;
  /** The request's text in one line. Untrusted: an adapter escapes it for its platform. */
  readonly title: string;
  readonly phase: 'reading' | 'planning' | 'asking' | 'running' | 'merging' | 'ended';
  /** Null until it ended. */
  readonly outcome: RunOutcome | null;
  /** Why it was cut this way, in one line; null before the plan. */
  readonly why: string | null;
  readonly notes: readonly string[];
  /** The stage at work; null before the plan, and for a plan of one stage. */
  readonly stage: { readonly index: number; readonly count: number; readonly title: string } | null;
  /** In the order asked. */
  readonly lanes: readonly LaneView[];
  readonly ledger: Ledger;
  readonly askedAtMs: number;
  /** When it was asked, or opened again by a retry: elapsed time counts from here. */
  readonly openedAtMs: number;
  /** Null until it ended; after a retry the end of the newest revision. */
  readonly endedAtMs: number | null;
  /** A guess from the lanes that ended; null when there is none to guess from. */
  readonly etaMs: number | null;
  readonly usage: Usage;
  /** What it was likely to use, made with the plan; null before. Dollars are null when a price is unknown. */
  readonly estimate: Usage | null;
  /** Null: no cap. */
  readonly budgetUsd: number | null;
  /** 0 before the first answer. */
  readonly revision: number;
  /** The newest answer with its ledger line; null while there is none. */
  readonly answer: string | null;
  /**
   * What people are asked for now: a yes to the plan, to what comes after a sample, to a stage that grew; or, while
   * the run goes on or has ended, to a change of it. Null: nothing.
   */
  readonly card: CardView | null;
  /** The lanes that were to be seen before the others, 1-based; empty where nobody asked for a sample. */
  readonly sample: readonly number[];
  /** True: the newest answer is out while lanes are still at work, and what they give makes another. */
  readonly published: boolean;
  /**
   * The budget with which the lanes that were given up for want of money could start, in US dollars; null where there
   * are none.
   */
  readonly raiseUsd: number | null;
  /** What Fanout says to what people said about the run, in that order; the newest `MAX_REPLIES`. */
  readonly replies: readonly ReplyView[];
  /** The runs that began out of what people said about this one, in that order; `person`: opaque id of who said it. */
  readonly begun: readonly { readonly runId: string; readonly person: string }[];
  /**
   * What those of its lanes that could start wait for; null: nothing that people need to hear of. Until when: 'down'
   * says when it is asked again. In milliseconds since 1970.
   */
  readonly provider: { readonly untilMs: number; readonly why: Wait['why'] } | null;
  /** A question back instead of a plan. */
  readonly question: string | null;
  /** Fanout is about to stop: nothing of the run begins any more, and the next process goes on with it. */
  readonly pausing: boolean;
}
