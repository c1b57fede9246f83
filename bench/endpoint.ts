/**
 * A simulated OpenAI-compatible endpoint on loopback, a process of its own: `node bench/endpoint.ts` prints its base URL and serves until it is killed. It streams the
 * right answer of each lane over the time its prompt names, and decides nothing else, so it is the same for every contestant.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMark } from './lane.ts';
import { streamAnswer } from './stream-answer.ts';

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    body += part;
  });
  request.on('end', () => {
    const mark = readMark(body);
    if (mark !== null) streamAnswer(response, mark.id, { latencyMs: mark.latencyMs, promptTokens: 20, cut: null });
    else response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no lane in the prompt"}}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`);
});
