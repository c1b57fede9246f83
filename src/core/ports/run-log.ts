import type { RunEvent, RunFact } from '../run/events.ts';
import type { RunHeading } from '../run/heading.ts';

/**
 * Which runs: those not ended yet, oldest first; or those started in a place (null: anywhere) that hold all the words, in any case, in their request, their lanes' titles or
 * results (no words: all; a word is taken as the beginning of one), newest
 * first.
 */
export type RunQuery =
  | { readonly unfinished: true }
  | { readonly unfinished: false; readonly place: string | null; readonly words: readonly string[]; readonly limit: number };

/** Where run logs are kept. Every append is durable (it survives the death of the process) before its promise resolves. */
export interface RunLog {
  /**
   * Adds a fact to a run's log; the first fact of a run must be `run.asked`. Null when the run's log already has that key, and then nothing changed.
   * Rejects with `FanoutError` `store_unusable` when it can't be kept.
   */
  append(runId: string, key: string, fact: RunFact, atMs: number): Promise<RunEvent | null>;
  /**
   * The next events of a run after `afterSeq` (0: from the start), in order: as many as are well held at once, and none only when there are no more, or no such run. `readPages` gives all.
   * Rejects with `FanoutError` `store_unusable` when it can't be read, as the two below.
   */
  read(runId: string, afterSeq: number): Promise<RunEvent[]>;
  /** The event with that key; null when there is none. */
  get(runId: string, key: string): Promise<RunEvent | null>;
  list(query: RunQuery): Promise<RunHeading[]>;
}
