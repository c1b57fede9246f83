import type { LeanBody } from './lean-fetch.ts';

/** One server-sent event: its name ('' when it has none) and its data, lines joined. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** The data that says: nothing follows. */
export const DONE = '[DONE]';

/** How long a connection may take to close its body after `DONE`; one that was read to the end serves the next call, any other must be opened anew. */
const LINGER_MS = 50;

/** The event of a block of lines; null when it holds comments only (a keep-alive). */
function toEvent(lines: readonly string[]): ServerEvent | null {
  const field = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  const data = field('data');
  return data.length === 0 ? null : { name: field('event').at(-1) ?? '', data: data.join('\n') };
}

/** Nothing that happens here matters: the answer is whole. */
async function readToEnd(pieces: AsyncIterator<Uint8Array>, body: LeanBody): Promise<void> {
  const late = setTimeout(() => body.cancel(), LINGER_MS);
  try {
    while ((await pieces.next()).done !== true);
  } catch {
    // cut after the end: nobody misses anything
  } finally {
    clearTimeout(late);
  }
}

/**
 * The events of a body, up to and with `DONE`. An event is whole once an empty line ends it: one cut in its middle is not given.
 * Ends as the body ends, with its error if it has one; left early, it closes the connection.
 */
export async function* readEvents(body: LeanBody): AsyncGenerator<ServerEvent> {
  const pieces = body[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let rest = '';
  let block: string[] = [];
  try {
    for (;;) {
      const { done, value } = await pieces.next();
      if (done === true) return;
      // A carriage return at the very end may be half of a line end: it waits for the next piece.
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') {
          block.push(line);
          continue;
        }
        const event = toEvent(block);
        block = [];
        if (event === null) continue;
        yield event;
        if (event.data === DONE) return await readToEnd(pieces, body);
      }
    }
  } finally {
    body.cancel();
  }
}
