/** Where the messages of a run go. */
export interface Address {
  /** Opaque. */
  readonly place: string;
  /** The id of the message that the thread hangs from; null while there is none, and then a post begins one. */
  readonly thread: string | null;
}

/** Names one message of one run on the platform too, so that it can be found again after a crash. Holds nothing that others may not read. */
export interface Tag {
  readonly runId: string;
  readonly key: string;
}

/**
 * What became of one call.
 *   later:   nothing was done; not before `afterMs` from now (null: as the caller thinks fit).
 *   unclear: it may have been done or not: look before doing it again.
 *   refused: it will not be done: the place can't be written any more (or never could), the message is gone, or the content is not taken.
 */
export type Sent =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'later'; readonly afterMs: number | null }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'refused'; readonly what: 'place' | 'message' | 'content'; readonly reason: string };

/** What a look for a message came to. `unknown`: it can't be looked for here; `later`: not before `afterMs` from now. */
export type Found =
  | { readonly kind: 'found'; readonly messageId: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'later'; readonly afterMs: number | null };

/** How much of one kind of call a platform takes: `burst` at once, then one every `gapMs`. All calls with the same scope share it. */
export interface Budget {
  readonly scope: string;
  readonly gapMs: number;
  readonly burst: number;
}

/**
 * Puts messages where people see them. Never retries, never waits for a limit, never rejects for what a platform says: all of that is `Sent`. Rejects with `signal.reason` once aborted; anything else is a bug.
 * `C` is a message in the platform's own words, as plain data.
 */
export interface Poster<C> {
  /** A new message. */
  post(to: Address, content: C, tag: Tag, signal: AbortSignal): Promise<Sent>;
  /** The message as `content` now; null takes it away. Doing it twice is harmless. */
  replace(to: Address, messageId: string, content: C | null, tag: Tag, signal: AbortSignal): Promise<Sent>;
  find(to: Address, tag: Tag, sinceMs: number, signal: AbortSignal): Promise<Found>;
  /** Tells one person, aside from the place: where it can't be written. */
  tell(aside: Aside, content: C, tag: Tag, signal: AbortSignal): Promise<Sent>;
}

/** What a platform allows, known beforehand. */
export interface Budgets {
  post(to: Address): Budget;
  replace(to: Address): Budget;
}

/** A way to one person. */
export interface Aside {
  readonly place: string;
  /** Opaque id of the person. */
  readonly person: string;
  /** A short-lived way back that the platform gave with what the person typed (opaque), and until when; null: none. */
  readonly back: { readonly address: string; readonly untilMs: number } | null;
}
