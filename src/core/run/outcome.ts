/** How a lane ended. Together they are the ledger: asked = the sum of all five. */
export type LaneEnd = 'done' | 'failed' | 'timedOut' | 'skipped' | 'cancelled';

/**
 * How a run ended. done: every lane; partial: an answer with lanes missing; failed: no answer; stopped: a person stopped it (there may be an
 * answer so far); question: nothing was planned, Fanout asked back.
 */
export type RunOutcome = 'done' | 'partial' | 'failed' | 'stopped' | 'question';
