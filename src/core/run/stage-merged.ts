import type { CitedSource } from '../merge/claims/cited-source.ts';
import type { OwnPart } from '../merge/own-rows.ts';
import type { Table } from '../ports/source-reader.ts';
import type { MergeKind } from '../request.ts';

/** The fact that a stage's results were merged. */
export interface StageMerged {
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
  /**
   * What marks like `[C12]` in the text and the table stand for, those too that came with earlier results. Default:
   * nobody cites, and what looks like a mark is text.
   */
  readonly cited?: readonly CitedSource[];
  /** Of a table over a person's rows: which part is theirs. Default: none. */
  readonly own?: OwnPart;
}
