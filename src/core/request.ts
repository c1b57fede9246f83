/**
 * A request: what a person asked, the material with it, who, where. It is stored whole before anything is done about it.
 */

import { ASK_USD } from './limits.ts';

/** `auto` picks one of the other three; the plan says which and why. */
export type Mode = 'auto' | 'simple' | 'manual' | 'orchestrate';
export const MODES: readonly Mode[] = ['auto', 'simple', 'manual', 'orchestrate'];

/** How the lanes' results become one text. `auto` takes what follows from the plan. */
export type MergeKind = 'ordered' | 'digest' | 'table' | 'dedupe' | 'vote' | 'best';
export const MERGE_KINDS: readonly MergeKind[] = ['ordered', 'digest', 'table', 'dedupe', 'vote', 'best'];

/** Where a piece of material is before it is read. `ref` is opaque to core: a path, a URL, a platform's file id. */
export interface SourceRef {
  /** `S1`, `S2`, … in the order given. */
  readonly id: string;
  readonly kind: 'file' | 'text';
  /** What people see: a file's name. Untrusted text. */
  readonly title: string;
  /** For a file what its reader needs to find it; for text the text itself. */
  readonly ref: string;
}

export interface Request {
  /** As typed, without the command's own words. */
  readonly text: string;
  readonly sources: readonly SourceRef[];
  readonly mode: Mode;
  /** Null: what follows from the plan. */
  readonly merge: MergeKind | null;
  /** Manual mode: one prompt a lane, in order. Empty in other modes. */
  readonly laneList: readonly string[];
  /** Most lanes of this run in flight at once; at least 1. */
  readonly cap: number;
  /** Null: the configured default. */
  readonly model: string | null;
  /** The run may not cost more; null: no cap. Above 0. */
  readonly budgetUsd: number | null;
  /** True: nobody needs to be asked before a wide or dear run. */
  readonly approved: boolean;
  /** True: the plan is shown and waits for a yes, whatever it costs (`plan …`). Goes before `approved`. */
  readonly card: boolean;
  /** A person is asked before a run that is likely to cost more. In US dollars. */
  readonly askUsd: number;
  /** The answer is published as soon as this share of the last stage's lanes is done, above 0, up to 1; the others make a new revision. Null: once all have ended. */
  readonly quorum: number | null;
  /** The answer is published so long after the run was asked for, with what is there; the lanes still at work make a new revision. Null: no deadline. */
  readonly deadlineMs: number | null;
  /** True: a result that an equal lane gave before is not taken again. */
  readonly fresh: boolean;
  /** An attempt that makes no progress for this long ends. */
  readonly laneTimeoutMs: number;
  /** Opaque ids in the platform's words. */
  readonly asker: string;
  readonly place: string;
}

/** What a request that names none of these has; also one that was kept before there were any. */
export const REQUEST_DEFAULTS = { card: false, askUsd: ASK_USD, quorum: null, deadlineMs: null } as const satisfies Partial<Request>;
