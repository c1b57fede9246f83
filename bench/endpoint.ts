/**
 * A simulated OpenAI-compatible endpoint on loopback, a process of its own: `node bench/endpoint.ts` prints its base URL and serves until it is killed. It streams the
 * right answer of each lane over the time its prompt names, and decides nothing else, so it is the same for every contestant.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerChunks, readMark } from './lane.ts';

/** Shorter answers come in one write: the endpoint must cost less than those it measures. */
const SPREAD_FROM_MS = 100;

const HEAD = '{"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[{"index":0,"delta":';
const toFrame = (delta: string, finish: string): string => `data: ${HEAD}${delta},"finish_reason":${finish}}]}\n\n`;
const END = `${toFrame('{}', '"stop"')}data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"bench","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":100,"total_tokens":120}}\n\ndata: [DONE]\n\n`;

function toFrames(id: string): string[] {
  return answerChunks(id).map((content, index) => toFrame(JSON.stringify({ ...(index === 0 && { role: 'assistant' }), content }), 'null'));
}

function stream(response: ServerResponse, id: string, latencyMs: number): void {
  const frames = toFrames(id);
  const begin = (): void => void response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (latencyMs < SPREAD_FROM_MS) {
    setTimeout(() => {
      begin();
      response.end(frames.join('') + END);
    }, latencyMs);
    return;
  }
  const arrivedMs = performance.now();
  const send = (index: number): void => {
    const frame = frames[index];
    if (index === 0) begin();
    if (frame === undefined) {
      response.end(END);
      return;
    }
    response.write(frame);
    // Against the arrival, not the piece before, so that late timers do not add up.
    setTimeout(send, arrivedMs + (latencyMs * (index + 2)) / (frames.length + 1) - performance.now(), index + 1);
  };
  setTimeout(send, latencyMs / (frames.length + 1), 0);
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    const mark = readMark(body);
    if (mark !== null) stream(response, mark.id, mark.latencyMs);
    else response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no lane in the prompt"}}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`);
});
