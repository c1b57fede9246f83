/** A result that an equal call gave before. */
export interface FinishedLane {
  readonly runId: string;
  readonly lane: number;
  readonly text: string;
  readonly truncated: boolean;
  readonly model: string | null;
}

/** Results by what was asked, over all runs. */
export interface FinishedLanes {
  /** The newest `lane.done` with that fingerprint that was a call of its own; null when there is none. */
  find(fingerprint: string): Promise<FinishedLane | null>;
}
