import type { Fields } from './refusal.ts';

/** Something that Slack sends to the app. */
export interface Outbound {
  readonly kind: 'command' | 'interactive' | 'event';
  readonly payload: Fields;
  readonly retry?: Retry;
}

export interface Retry {
  readonly num: number;
  readonly reason: 'http_timeout' | 'http_error' | 'connection_failed' | 'timeout';
}

/** What the app said to it. */
export interface Ack {
  /** The HTTP status; 200 for an acked envelope; 0 when nothing came in time. */
  readonly status: number;
  /** As it came; for a socket the payload as JSON, or the empty string. */
  readonly body: string;
  readonly ms: number;
  readonly failure: 'timeout' | 'connection' | null;
}

export interface Transport {
  /** Never rejects: what fails is in the ack. Null when there is nobody to send it to. */
  send(out: Outbound): Promise<Ack> | null;
}
