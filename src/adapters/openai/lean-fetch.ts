import { Agent, request } from 'undici';

/** A body as pieces of bytes. Fails as the body of a `fetch` does: with a TypeError `terminated` when the connection is lost. */
export interface LeanBody extends AsyncIterable<Uint8Array> {
  /** Closes the connection; harmless after the end. */
  cancel(): void;
}

/** As much of a `Response` as the SDK and we ask of one. */
export interface LeanResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly url: string;
  readonly body: LeanBody;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** No limits of time here, since a lane has its own; as many connections as there are calls, kept for the next ones. */
const OPTIONS = { connections: null, keepAliveTimeout: 30_000, headersTimeout: 0, bodyTimeout: 0 } as const;

/**
 * `fetch` over `undici.request`, with nothing that a call does not need: no web streams, which cost a quarter of the time of a wide run (see docs/performance.md). Connections live as long as what is
 * returned.
 */
export function createLeanFetch(): (url: string, init: RequestInit) => Promise<LeanResponse> {
  const dispatcher = new Agent(OPTIONS);
  return async (url, init) => {
    const { statusCode, headers, body } = await request(url, {
      method: (init.method ?? 'GET') as 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: (init.body as string | undefined) ?? null,
      signal: init.signal ?? null,
      dispatcher,
    });
    // An error that comes when nobody reads any more belongs to nobody.
    body.on('error', () => undefined);
    return {
      status: statusCode,
      ok: statusCode >= 200 && statusCode < 300,
      headers: toHeaders(headers),
      url,
      body: { [Symbol.asyncIterator]: () => read(body), cancel: () => void body.destroy() },
      text: () => body.text(),
      json: () => body.json(),
    };
  };
}

async function* read(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body;
  } catch (error) {
    throw new TypeError('terminated', { cause: error });
  }
}

function toHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) all.append(name, one);
  }
  return all;
}
