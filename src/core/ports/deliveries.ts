import type { Aside } from './poster.ts';

/** Where a run is shown; kept before the run is. */
export interface Delivery {
  readonly runId: string;
  /** Which chat: `slack`, `discord`. */
  readonly chat: string;
  /** Those who may see this place may see the run. Opaque. */
  readonly place: string;
  /** The message that its thread hangs from; null while the run has not posted its own. */
  readonly thread: string | null;
  /** Of who asked. */
  readonly person: string;
  readonly back: Aside['back'];
}

/** One message of a run. */
export interface PostedMessage {
  /** `board`, `lane:3`, `answer:1`, `file:2:answer.md`. */
  readonly key: string;
  /**
   *   sending -> posted -> removed (-> sending …)
   *                  `---> gone
   * `sending` is written before the call, so that a process that dies with it leaves a trace; `removed`: Fanout took
   * it away, since there is less to say now; `gone`, for good: a person deleted it
   * twice, or the platform does not take it.
   */
  readonly state: 'sending' | 'posted' | 'removed' | 'gone';
  /** Null until it is posted. */
  readonly messageId: string | null;
  /** What it shows, or is about to: equal versions need no call. */
  readonly version: string;
  /** It was deleted by somebody and posted once more: not a third time. */
  readonly reposted: boolean;
}

/** How long an event may come again: platforms try for minutes, people's clients for a day. In milliseconds. */
export const CLAIM_LIFE_MS = 2 * 86_400_000;

/** Which chat message stands for what. */
export interface Deliveries {
  /**
   * The delivery that one of these keys stands for; where none does yet, this one, kept with all of them. The same
   * event, delivered again under any of its names, so finds its run. Where its run has one already that one stays
   * as it is, and the keys stand for it too. Keys are forgotten after `CLAIM_LIFE_MS`.
   */
  claim(keys: readonly string[], delivery: Delivery, atMs: number): Promise<Delivery>;
  /** By run, by a name that it was claimed under, or the newest of a thread; null when there is none. */
  find(
    what: { readonly runId: string } | { readonly claims: readonly string[] } | { readonly place: string; readonly thread: string },
  ): Promise<Delivery | null>;
  /**
   * Changes what is known of one: its thread once it has begun, and when all of it was delivered (null: not yet, or
   * not any more).
   */
  update(runId: string, change: { readonly thread?: string; readonly settledAtMs?: number | null }): Promise<void>;
  /**
   * Those of a chat that are not settled, or whose run went on since (another process retried a lane), oldest first.
   */
  unsettled(chat: string): Promise<Delivery[]>;
}

/** What was posted of each run. */
export interface PostedMessages {
  /** In the order first written. */
  read(runId: string): Promise<PostedMessage[]>;
  /** Adds one, or replaces the one with its key. Durable when it resolves. */
  write(runId: string, message: PostedMessage): Promise<void>;
}
