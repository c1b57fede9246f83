import type { Work } from '../plan/plan.ts';

/** What one lane was thought to take, and what it took. */
export interface Sample {
  /** `run:lane:start`. */
  readonly key: string;
  readonly work: Work;
  /** Whom it asked, as its route or the configuration names it. */
  readonly model: string;
  /** In tokens, before anything learnt was brought to bear. */
  readonly estimatedInput: number;
  readonly estimatedOutput: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly ms: number;
}

/** Where four fifths of all lanes lie, as a share of what was likely: `low` at most 1, `high` at least 1. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** How long a call takes: `firstMs`, and for each token of its likely answer between `low` and `high` milliseconds. */
export interface Pace extends Spread {
  readonly firstMs: number;
}

/** What earlier lanes of one kind of work took with one model. */
export interface Past {
  /** Lanes that it is told from; at least 1. */
  readonly count: number;
  /** Tokens used for each that was estimated. */
  readonly inputRatio: number;
  readonly outputRatio: number;
  /** Around the estimate that these ratios make. */
  readonly tokens: Spread;
  readonly usd: Spread;
  readonly pace: Pace;
}

/** Lanes of each kind of work and model that are remembered: the newest. */
export const MAX_SAMPLES = 200;

/** What past lanes took, so that estimates get better. Numbers only: nothing of what was asked or answered. */
export interface Experience {
  /** Keeps these, in the order given; one whose key is kept already changes nothing. */
  learn(samples: readonly Sample[]): Promise<void>;
  /** Out of the newest `MAX_SAMPLES`; null: nothing was learnt yet. */
  about(work: Work, model: string): Promise<Past | null>;
}
