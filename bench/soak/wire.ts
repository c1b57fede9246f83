import type { Found, Sent, Tag } from '#core/ports/poster.ts';

/** What a person says, as the soak's chat tells of it. The same `claim`, told again, is the same event. */
export interface SaidEvent {
  readonly claim: string;
  readonly place: string;
  /** Its own for a request; that of the request for what is said or pressed about its run. */
  readonly thread: string;
  readonly inThread: boolean;
  readonly text: string;
}

/** A call to the soak's platform. */
export type PlatformCall =
  | { readonly method: 'post'; readonly place: string; readonly tag: Tag; readonly text: string }
  | { readonly method: 'replace'; readonly messageId: string; readonly tag: Tag; readonly text: string | null }
  | { readonly method: 'find'; readonly tag: Tag };

export type PlatformAnswer = Sent | Found;

/** What the child says of itself, a line each on standard output. */
export type ChildLine =
  | { readonly type: 'listening'; readonly port: number }
  /** After a collection of garbage. */
  | { readonly type: 'heap'; readonly bytes: number }
  /** Nothing is left to carry out or to deliver. */
  | { readonly type: 'settled' };
