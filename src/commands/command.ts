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
      /** Said to be a new request, also where it is said in the thread of a run. */
      readonly isNew: boolean;
      /** Show the plan first and wait for a yes, whatever it costs. */
      readonly card: boolean;
      /** Null: once all lanes have ended. As in `Request`. */
      readonly quorum: number | null;
      readonly deadlineMs: number | null;
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
  /** Yes to what a run asks for. */
  | ({ readonly verb: 'yes'; readonly runId: string | null } & Shown)
  /** No to a change of a plan; a few lanes first; the same by cheaper models. */
  | ({ readonly verb: 'decline' | 'sample' | 'cheaper'; readonly runId: string | null } & Shown)
  /** The lanes behind a sample, with words about it; '' for none. */
  | { readonly verb: 'correct'; readonly runId: string | null; readonly words: string }
  /**
   * The lanes as edited text; `mostChars` is what they were shown with, `shown` the `toVersion` of that text, null
   * where it is not known.
   */
  | {
      readonly verb: 'edit';
      readonly runId: string | null;
      readonly text: string;
      readonly mostChars: number;
      readonly shown: string | null;
    }
  /** More money for what was given up; null: as much as that is likely to need. */
  | { readonly verb: 'raise'; readonly runId: string | null; readonly budgetUsd: number | null }
  /**
   * Anything said about a run: the run answers it. `sources`: what it is about, where it turns out to be a request of
   * its own. Default: nothing.
   */
  | { readonly verb: 'tell'; readonly runId: string | null; readonly text: string; readonly sources?: readonly SourceRef[] }
  | { readonly verb: 'skip'; readonly runId: string | null; readonly lane: number }
  | { readonly verb: 'help' };

/** Pressed on what a card shows. */
interface Shown {
  /** `toCardMark` of that; null or not there: of whatever is asked, as where it was typed. */
  readonly mark?: string | null;
}

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
    isNew: false,
    card: false,
    quorum: null,
    deadlineMs: null,
  };
}

/** Whether what was chosen beside the words of a request, or came with them, says that it is one, whatever they say. */
export const isPlainlyRequest = ({
  isNew,
  card,
  sources,
  laneList,
  quorum,
  deadlineMs,
  budgetUsd,
  cap,
  merge,
}: Extract<Command, { verb: 'run' }>): boolean =>
  isNew || card || sources.length > 0 || laneList.length > 0 || [quorum, deadlineMs, budgetUsd, cap, merge].some((it) => it !== null);
