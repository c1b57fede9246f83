/**
 * Decides how many calls to one provider and model may be in flight, and when: by what is configured, by what the provider says, and by what is learnt from how calls end. One for the whole process, so that one provider's 429 slows
 * that provider for all runs, and no other.
 */

/** What a provider said of one of its limits with an answer. */
export interface Limit {
  /** In a minute, or whatever the provider's window is. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the whole limit is there again. In milliseconds. */
  readonly resetMs: number;
}

/** Of the `x-ratelimit-*` headers; null where the provider sent none of that kind. */
export interface RateLimits {
  readonly requests: Limit | null;
  readonly tokens: Limit | null;
}

/** How a call ended, as far as it tells of its provider. */
export type CallEnd =
  | { readonly kind: 'done'; readonly limits: RateLimits | null; readonly tokens: number; readonly ms: number }
  /** 429, 529 and what else asks for time. `afterMs` null: it named none. */
  | { readonly kind: 'refused'; readonly limits: RateLimits | null; readonly afterMs: number | null }
  /** The provider broke: 5xx, a reset, a hung socket, a cut stream. */
  | { readonly kind: 'broken'; readonly ms: number }
  /** The provider is sound, the call was wrong or given up: 400, a refusal, an abort after it was sent. */
  | { readonly kind: 'other' }
  /** It was never sent: its place is given back whole. */
  | { readonly kind: 'unused' };

/** One call that may be made now. `end` is to be called once; further ends of it count for nothing. */
export interface Permit {
  /** What the provider said as its answer began, so that others need not wait for its end to know. After the end it counts for nothing. */
  hear(limits: RateLimits): void;
  end(end: CallEnd): void;
}

/** Not now. */
export interface Wait {
  /** Not before; the governor's `onOpen` tells when it may be sooner. In milliseconds since 1970. */
  readonly untilMs: number;
  /** limit: known or learnt requests or tokens a minute; asked: the provider asked for time; busy: enough calls are in flight; down: the provider is down, and is probed now and then. */
  readonly why: 'limit' | 'asked' | 'busy' | 'down';
}

/** What a person says that a model may be asked; null: not said. Above 0. */
export interface ModelLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** Calls in flight at once. */
  readonly concurrency: number | null;
}

export interface GovernedCall {
  /** The model as calls name it; '' for the default one. Each has its own provider, so this names the pool. */
  readonly pool: string;
  /** What it is likely to use, input and output. */
  readonly tokens: number;
}

export interface Governor {
  /** A permit, or how long there is none. Takes nothing when it says no. */
  tryTake(call: GovernedCall): Permit | Wait;
  /** A permit as soon as there is one, in turn. Rejects with `signal.reason`. */
  take(call: GovernedCall, signal: AbortSignal): Promise<Permit>;
  /** What a call to that pool waits for now; null: it may go. For people. */
  waits(pool: string): Wait | null;
  /** True: it broke so often in a row that it is only probed now and then. What breaks meanwhile is no fault of the call, and need not count as an attempt. */
  isDown(pool: string): boolean;
  /** Hears whenever calls may go that could not before. */
  onOpen(listener: () => void): void;
}

export const isPermit = (it: Permit | Wait): it is Permit => 'end' in it;
