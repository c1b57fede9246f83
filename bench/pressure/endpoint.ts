/**
 * The endpoint under pressure, a process of its own: `node bench/pressure/endpoint.ts` prints its base URL and serves until it is killed. `PUT /scenario` (a `Scenario` as JSON) says what comes and forgets what was; `GET /count`
 * tells what was seen since. Everything it does to a lane's nth call is in the scenario, so it is the same for every contestant.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { COMPLETION_TOKENS, streamAnswer } from '../stream-answer.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { type CallCount, type CallScript, isWarmUp, type LaneScript, type LimitScript, readLaneId, type Scenario } from './scenario.ts';

interface Stage {
  readonly lanes: ReadonlyMap<string, LaneScript>;
  readonly limits: LimitScript | null;
  readonly requests: Bucket | null;
  readonly tokens: Bucket | null;
  readonly warmMs: number;
  readonly hangMs: number;
  readonly calls: Map<string, number>;
  refused: number;
}

const now = (): number => performance.now();

function toStage({ lanes, limits, warmMs, hangMs }: Scenario): Stage {
  return {
    lanes: new Map(lanes.map((lane) => [lane.id, lane])),
    limits,
    requests: limits === null ? null : createBucket(limits.requests, now),
    tokens: limits?.tokens == null ? null : createBucket(limits.tokens, now),
    warmMs,
    hangMs,
    calls: new Map(),
    refused: 0,
  };
}

let stage = toStage({ lanes: [], limits: null, warmMs: 20, hangMs: 0 });

const toHeaders = ({ limits, requests, tokens }: Stage): Record<string, string> =>
  limits?.headers === true ? { ...requests?.headers('requests'), ...tokens?.headers('tokens') } : {};

/** How long until this call would be taken; 0: it was. */
function admit({ limits, requests, tokens }: Stage, lane: LaneScript): number {
  const waitMs = Math.max(requests?.waitMs(1) ?? 0, tokens?.waitMs(lane.tokens) ?? 0);
  if (waitMs === 0 || limits?.refusedCount === true) requests?.take(1);
  if (waitMs === 0) tokens?.take(lane.tokens);
  return waitMs;
}

function refuse(response: ServerResponse, waitMs: number): void {
  const named = { 'retry-after-ms': String(waitMs), 'retry-after': String(Math.ceil(waitMs / 1_000)) };
  response.writeHead(429, { 'content-type': 'application/json', ...toHeaders(stage), ...(stage.limits?.retryAfter === true && named) });
  response.end('{"error":{"message":"Rate limit reached for bench.","type":"requests","param":null,"code":"rate_limit_exceeded"}}');
}

/** The nth call of a lane, 0-based. */
function scriptOf({ calls }: LaneScript, nth: number): CallScript {
  return calls[nth] ?? { ms: calls.at(-1)?.ms ?? 0, fault: null };
}

const reset = (response: ServerResponse): void => void response.socket?.resetAndDestroy();

function answer(response: ServerResponse, lane: LaneScript, { ms, fault }: CallScript): void {
  switch (fault) {
    case 'error':
      setTimeout(
        () => response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"The server had an error."}}'),
        ms / 4,
      );
      break;
    case 'reset':
      setTimeout(reset, ms / 2, response);
      break;
    case 'hang':
      setTimeout(reset, stage.hangMs, response);
      break;
    default: {
      const cut = fault === null ? null : fault === 'cut by reset' ? reset : (it: ServerResponse): void => void it.end();
      const promptTokens = Math.max(20, lane.tokens - COMPLETION_TOKENS);
      streamAnswer(response, lane.id, { latencyMs: ms, promptTokens, cut, headers: toHeaders(stage) });
    }
  }
}

function complete(response: ServerResponse, body: string): void {
  const id = readLaneId(body);
  const lane = stage.lanes.get(id ?? '');
  if (id !== null && isWarmUp(id)) streamAnswer(response, id, { latencyMs: stage.warmMs, promptTokens: 20, cut: null });
  else if (lane === undefined)
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no lane of this scenario"}}');
  else {
    const waitMs = admit(stage, lane);
    if (waitMs > 0) {
      stage.refused += 1;
      refuse(response, waitMs);
      return;
    }
    const nth = stage.calls.get(lane.id) ?? 0;
    stage.calls.set(lane.id, nth + 1);
    answer(response, lane, scriptOf(lane, nth));
  }
}

function count(): CallCount {
  const served = [...stage.calls.values()].reduce((sum, it) => sum + it, 0);
  return { calls: served + stage.refused, refused: stage.refused };
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (request.url === '/scenario') {
    stage = toStage(JSON.parse(body) as Scenario);
    response.writeHead(204).end();
  } else if (request.url === '/count') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(count()));
  else complete(response, body);
}

const server = createServer((request, response) => {
  // Contestants are killed in the middle and hang up as they like.
  handle(request, response).catch(() => response.destroy());
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`);
});
