import type { Failure } from '../errors.ts';
import type { RateLimits } from '../lanes/governor.ts';
import type { Work } from '../plan/plan.ts';
import type { Usage } from '../usage.ts';
import type { Picture } from './source-reader.ts';

/** One piece of material as a call gets it. Data, never instructions. */
export interface Material {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** For models that see; null for text. */
  readonly picture: Picture | null;
  /** Marks like `[C12]` in it say where statements are from. Default: it has none. */
  readonly marked?: boolean;
}

/**
 * A form that an answer must have. The adapter asks for it in the best way its provider knows; whoever asked checks
 * the answer all the same.
 */
export interface AnswerSchema {
  /** `[a-z_]`, at most 64 characters. */
  readonly name: string;
  /**
   * JSON Schema in the subset that providers share: objects with all keys required and no others, null in a union for
   * what may be missing, no limits on numbers and lengths.
   */
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface ModelCall {
  readonly work: Work;
  /** What to do, in the person's words. Trusted as far as the person is. */
  readonly instruction: string;
  /** Untrusted. `toMessages` in `core/lanes/prompt.ts` fences it. */
  readonly materials: readonly Material[];
  /** Null: the adapter's default. */
  readonly model: string | null;
  /** Most tokens it may answer with; null: the model's own limit. */
  readonly maxOutputTokens: number | null;
  /** Not there or null: free text. */
  readonly schema?: AnswerSchema | null;
  /** What the model is told before all else: what it is here for. Not there: that it does one lane. */
  readonly standing?: string;
  /**
   * English name of the language to answer in unless the instruction names another; null: the instruction's own. Not
   * there: nothing is said of it.
   */
  readonly language?: string | null;
  /** What day it is, as `toToday` says it. Not there: it is not told. */
  readonly today?: string;
}

export interface Completion {
  readonly text: string;
  /** True when the model stopped at its output limit: the text is good as far as it goes. */
  readonly truncated: boolean;
  /** The model that answered, as the provider names it; null when no model was used. */
  readonly model: string | null;
  /** `NO_USAGE` when no model was used; estimated from lengths when the provider reports none. */
  readonly usage: Usage;
  /** What the provider said of its limits; not there or null: nothing. */
  readonly limits?: RateLimits | null;
}

/**
 * Hears the characters so far whenever more have come. Where the provider said what is left of its limits, it hears
 * that once, before the first of them and with 0: an answer may take minutes, and by then others want to know. It
 * must not throw.
 */
export type OnProgress = (chars: number, limits?: RateLimits | null) => void;

/** Something that completes a prompt: an endpoint, or the work that needs no model. */
export interface Model {
  /** For people: `gpt-6-luna at api.openai.com`, `no model configured`. */
  readonly label: string;
  /** Whom a call asks that names no model, as prices and capabilities know it; null when no model is used. */
  readonly name: string | null;
  /** Input and output together, in tokens. */
  readonly windowTokens: number;
  /** Null when it can take this call; else why not, known before anything is sent or spent. */
  refusal(call: ModelCall): Failure | null;
  /**
   * One completion.
   * Rejects with `FanoutError` (its `retry` says what trying again is worth), or with `signal.reason` once `signal`
   * is aborted. Never retries by itself:
   * retries belong to the run, where they free the slot, are shown and survive a restart.
   */
  complete(call: ModelCall, onProgress: OnProgress, signal: AbortSignal): Promise<Completion>;
}
