import type { MergeKind } from '../../request.ts';
import type { DigestJob, Output, Work } from '../plan.ts';

/** A lane as the planner wants it: its fields are read, and nothing in it is checked against the world yet. */
export interface DraftLane {
  readonly title: string;
  readonly objective: string;
  readonly sources: readonly string[];
  readonly work: Work;
  readonly output: Output;
  /** Titles of lanes whose result it needs. */
  readonly needs: readonly string[];
}

/** Lanes out of what the stage before finds, as the planner wants them. */
export interface DraftEach {
  /** Has `{item}` in it. */
  readonly prompt: string;
  readonly one: string;
  /** A column: an item is all rows with the same value in it. Null: an item is one of a list. */
  readonly by: string | null;
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
  readonly digest: DigestJob;
  readonly key: string | null;
  readonly distinct: boolean;
  /** Null: the planner did not say. */
  readonly shown: boolean | null;
  /** Heading of the lanes' titles in a table; null: none that code knows. */
  readonly rowName: string | null;
}
