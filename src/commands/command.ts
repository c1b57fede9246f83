import type { MergeKind, Mode, SourceRef } from '#core/request.ts';

/** What a person can ask for, however they typed or pressed it. A null run: the newest one of this place. */
export type Command =
  | {
      readonly verb: 'run';
      readonly text: string;
      readonly sources: readonly SourceRef[];
      readonly laneList: readonly string[];
      readonly mode: Mode;
      readonly merge: MergeKind | null;
      /** Null: as configured. */
      readonly cap: number | null;
      readonly model: string | null;
      /** In US dollars. Null: as configured. */
      readonly budgetUsd: number | null;
      /** Nobody needs to be asked before a wide or dear run. */
      readonly approved: boolean;
      readonly fresh: boolean;
    }
  | { readonly verb: 'status' }
  | { readonly verb: 'history'; readonly words: readonly string[] }
  | { readonly verb: 'show'; readonly runId: string | null; readonly lane: number | null }
  | { readonly verb: 'stop'; readonly runId: string | null }
  | { readonly verb: 'merge'; readonly runId: string | null }
  /** No lanes: all that are missing. `prompt` replaces what is asked of them; null: as before. */
  | {
      readonly verb: 'retry';
      readonly runId: string | null;
      readonly lanes: readonly number[];
      readonly prompt: string | null;
      readonly budgetUsd: number | null;
    }
  /** Yes to a run's estimate. */
  | { readonly verb: 'yes'; readonly runId: string | null }
  | { readonly verb: 'skip'; readonly runId: string | null; readonly lane: number }
  | { readonly verb: 'help' };

/** Something that can't be taken as typed: a normal "no". */
export interface Usage {
  readonly verb: 'usage';
  /** What is wrong and how to say it. */
  readonly problem: string;
}

/** A plain request, as typed into a chat. */
export function toRunCommand(text: string): Extract<Command, { verb: 'run' }> {
  return {
    verb: 'run',
    text,
    sources: [],
    laneList: [],
    mode: 'auto',
    merge: null,
    cap: null,
    model: null,
    budgetUsd: null,
    approved: false,
    fresh: false,
  };
}
