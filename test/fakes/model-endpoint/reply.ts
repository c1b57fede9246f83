/** What the endpoint does with a request that passed its checks: a good answer, or one of the ways in which real ones go wrong. */
export type Reply =
  | TextReply
  /** Any status with any body: a string goes out as HTML, anything else as JSON. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  /** `after` is streamed, then an `{error}` frame, then the stream ends. */
  | { readonly kind: 'error frame'; readonly after: string; readonly error: unknown }
  /** `after` is streamed, then the socket is reset. */
  | { readonly kind: 'reset'; readonly after: string }
  /** `after` is streamed, then the body ends politely, with neither a finish reason nor `[DONE]`. */
  | { readonly kind: 'cut'; readonly after: string }
  /** `after` is streamed, then nothing ever comes; null: not even headers. */
  | { readonly kind: 'hang'; readonly after: string | null }
  /** Exactly these bytes as the body of an event stream, one write for each. */
  | { readonly kind: 'raw stream'; readonly pieces: readonly (string | Uint8Array)[] };

export interface TextReply {
  readonly kind: 'text';
  readonly text: string;
  /** Default `stop`; null: none is sent, `[DONE]` all the same. */
  readonly finish?: string | null;
  /** Default: counted from lengths; null: none is sent though asked for. */
  readonly usage?: Readonly<Record<string, unknown>> | null;
  /** Streamed before the text. */
  readonly thought?: string;
  readonly refusal?: string;
  /** True: in words although a tool was to be called. Default false: as the arguments of that tool. */
  readonly inWords?: boolean;
}

export const toText = (text: string): TextReply => ({ kind: 'text', text });
