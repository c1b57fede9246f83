import type { Permit } from '../lanes/governor.ts';

/** One lane to run, by ids only: the prompt and the material stay in the store. */
export interface LaneJob {
  /** Names this start of this lane; a key still held is not taken twice. */
  readonly key: string;
  readonly runId: string;
  /** 1-based, over the whole run. */
  readonly lane: number;
  /** Which start of the lane this is, 1-based: the fencing number. */
  readonly start: number;
  /** Opaque: between workspaces, between the people of one and between their runs slots go in turn. */
  readonly workspace: string;
  readonly asker: string;
  /** Whom it is likely to ask, as the governor names it; '' for the default model. */
  readonly pool: string;
  /** What its call is likely to use, input and output. */
  readonly tokens: number;
}

/** `permit` is for the one call of the job: how it ended is told to it. A handler that returns without that made none. */
export type LaneHandler = (job: LaneJob, signal: AbortSignal, permit: Permit) => Promise<void>;

/**
 * At-least-once delivery of lane jobs to some process. It keeps no results, counts no attempts and knows no fan-in: all of that is in the store,
 * so losing everything it holds loses nothing.
 */
export interface Dispatcher {
  /** Takes jobs, to start each when its provider takes calls and it is its turn; one whose key it still holds (waiting or running) is a no-op. */
  submit(jobs: readonly LaneJob[]): void;
  /** Hands jobs to `handler` from now on. A handler that rejects is a bug: it is reported, and the job is dropped (the sweep brings it back). */
  serve(handler: LaneHandler): void;
  /** Drops what waits and aborts what runs: one lane, or with null the whole run. Best effort; unknown ones are ignored. */
  abort(runId: string, lane: number | null): void;
  /** Takes nothing more, aborts what runs, resolves when every handler has returned. */
  close(): Promise<void>;
}
