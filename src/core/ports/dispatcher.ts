/** One lane to run, by ids only: the prompt and the material stay in the store. */
export interface LaneJob {
  /** Names this start of this lane; a key still held is not taken twice. */
  readonly key: string;
  readonly runId: string;
  /** 1-based, over the whole run. */
  readonly lane: number;
  /** Which start of the lane this is, 1-based: the fencing number. */
  readonly start: number;
}

export type LaneHandler = (job: LaneJob, signal: AbortSignal) => Promise<void>;

/**
 * At-least-once delivery of lane jobs to some process. It keeps no results, counts no attempts and knows no fan-in: all of that is in the store,
 * so losing everything it holds loses nothing.
 */
export interface Dispatcher {
  /** Takes jobs; one whose key it still holds (waiting or running) is a no-op. */
  submit(jobs: readonly LaneJob[]): void;
  /** Hands jobs to `handler` from now on. A handler that rejects is a bug: it is reported, and the job is dropped (the sweep brings it back). */
  serve(handler: LaneHandler): void;
  /** Drops what waits and aborts what runs: one lane, or with null the whole run. Best effort; unknown ones are ignored. */
  abort(runId: string, lane: number | null): void;
  /** Starts no further job before `untilMs` (the latest of several wins); running ones go on. */
  hold(untilMs: number): void;
  /** Takes nothing more, aborts what runs, resolves when every handler has returned. */
  close(): Promise<void>;
}
