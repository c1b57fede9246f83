import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatRequest } from './chat-request.ts';
import { toChunks, toDelta, toFrame, toFrames, toWhole } from './frames.ts';
import type { Reply } from './reply.ts';

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_fake', ...headers });
  response.end(JSON.stringify(body));
}

const openStream = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'x-request-id': 'req_fake' });
  response.flushHeaders();
};

/** Resolves once the piece has gone out, so that what follows (a reset, say) can't overtake it. */
const write = (response: ServerResponse, piece: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    response.write(piece, () => resolve());
  });

async function streamPieces(
  response: ServerResponse,
  pieces: readonly (string | Uint8Array)[],
  delayMs: number,
  gone: AbortSignal,
): Promise<void> {
  openStream(response);
  for (const piece of pieces) {
    if (delayMs > 0) await sleep(delayMs / pieces.length, undefined, { signal: gone });
    await write(response, piece);
  }
}

/** Sends one reply; `delayMs` is how long it takes in all. `gone` is aborted when the caller leaves. */
export async function sendReply(
  response: ServerResponse,
  request: ChatRequest,
  reply: Reply,
  delayMs: number,
  gone: AbortSignal,
): Promise<void> {
  const stream = (pieces: readonly (string | Uint8Array)[]): Promise<void> => streamPieces(response, pieces, delayMs, gone);
  const deltas = (text: string): string[] => toChunks(text).map((content) => toDelta(request.model, { content }));
  switch (reply.kind) {
    case 'text':
      if (request.stream) {
        await stream(toFrames(request, reply));
        response.end();
        return;
      }
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: gone });
      sendJson(response, 200, toWhole(request, reply));
      return;
    case 'status':
      if (typeof reply.body !== 'string') {
        sendJson(response, reply.status, reply.body, reply.headers);
        return;
      }
      response.writeHead(reply.status, { 'content-type': 'text/html', ...reply.headers });
      response.end(reply.body);
      return;
    case 'error frame':
      await stream([...deltas(reply.after), toFrame({ error: reply.error })]);
      response.end();
      return;
    case 'reset':
      await stream(deltas(reply.after));
      response.socket?.resetAndDestroy();
      return;
    case 'cut':
      await stream(deltas(reply.after));
      response.end();
      return;
    case 'hang':
      if (reply.after !== null) await stream(deltas(reply.after));
      return;
    case 'raw stream':
      await stream(reply.pieces);
      response.end();
      return;
    default:
      throw new Error(`unknown reply ${JSON.stringify(reply satisfies never)}`);
  }
}
