import type { MergeKind } from '../../request.ts';
import type { BriefPlan, Output, Work } from '../plan.ts';

/** A lane as the planner wrote it: nothing in it is checked against the world yet. */
export interface DraftLane {
  readonly title: string;
  readonly objective: string;
  /** What is its own and what is not: "Only prices. Not: features." Empty for none. */
  readonly boundaries: string;
  readonly sources: readonly string[];
  readonly tools: readonly string[];
  readonly work: Work;
  readonly output: Output;
  /** Titles of lanes whose result it needs. */
  readonly needs: readonly string[];
}

/** Lanes out of what the stage before finds, as the planner wrote them. */
export interface DraftEach {
  /** Has `{item}` in it. */
  readonly prompt: string;
  readonly one: string;
  readonly sources: readonly string[];
  readonly work: Work;
  readonly output: Output;
  readonly limit: number;
  readonly likely: number;
}

export interface DraftStage {
  readonly title: string;
  /** Empty exactly where `each` is not null. */
  readonly lanes: readonly DraftLane[];
  readonly each: DraftEach | null;
  readonly merge: MergeKind;
  readonly mergePrompt: string;
  readonly key: string | null;
}

/** What a planner answered, in the form that was asked for. */
export type Draft =
  | { readonly kind: 'one_call'; readonly why: string }
  | { readonly kind: 'question'; readonly question: string }
  | {
      readonly kind: 'fan_out';
      readonly why: string;
      /** At least one; the first has lanes. */
      readonly stages: readonly DraftStage[];
      readonly brief: BriefPlan['kind'] | null;
    };
