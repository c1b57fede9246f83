/**
 * One life of a Fanout in a soak: one SQLite file, one chat over HTTP, and it may be killed at any instant.
 *
 *   node --expose-gc bench/soak/child.ts <database> <model base url> <platform url>
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { createHear } from '#commands/hear.ts';
import { parseCommand } from '#commands/parse.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { createFanout } from '#core/fanout.ts';
import { PLAIN_RENDER } from '../crowd/plain-render.ts';
import { createBenchModel } from '../house.ts';
import { createHttpPoster } from './http-poster.ts';
import type { ChildLine, SaidEvent } from './wire.ts';

const CHAT = 'soak';
const GRACE_MS = 1_000;
const REPORT_MS = 2_000;
/** Short, so that hung calls don't make a soak of their own. */
const LANE_TIMEOUT_MS = 5_000;
const USD_PER_TOKEN = 0.000_01;

const [database = '', modelUrl = '', platformUrl = ''] = process.argv.slice(2);
const report = (line: ChildLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const log = createPinoLog('error');
const store = openStore(database, 'owner');
const documents = createDocumentReader();
const fanout = createFanout({
  runLog: store.runLog,
  model: createBenchModel(modelUrl),
  reader: documents,
  prices: { usd: async (_, { inputTokens, outputTokens }) => (inputTokens + outputTokens) * USD_PER_TOKEN },
  finished: store.finished,
  experience: store.experience,
  clock: systemClock,
  ids: systemIds,
  log,
  concurrency: 16,
  maxLanes: 200,
});
const delivering = createDelivering({
  ...{ chat: CHAT, poster: createHttpPoster(platformUrl), deliveries: store.deliveries, posted: store.posted },
  budgets: {
    post: ({ place }) => ({ scope: `post ${place}`, gapMs: 20, burst: 20 }),
    replace: ({ place }) => ({ scope: `edit ${place}`, gapMs: 50, burst: 5 }),
  },
  ...{ render: PLAIN_RENDER, watch: fanout.watch, clock: systemClock, log, boardGapMs: 500 },
});
const hear = createHear({
  chat: CHAT,
  address: { command: '/fanout ', mention: '@Fanout ', note: null },
  dispatch: createDispatch(fanout, { cap: 8, model: null, budgetUsd: null, laneTimeoutMs: LANE_TIMEOUT_MS, askUsd: 1_000 }),
  ...{ deliveries: store.deliveries, delivering, clock: systemClock, ids: systemIds },
  steers: fanout.watch.steers,
});

async function take({ claim, place, thread, inThread, text: said }: SaidEvent): Promise<void> {
  const command = parseCommand(said, '');
  await hear({ command, claims: [claim], asker: 'ann', place, thread, inThread, back: null, maySee: async () => true });
}

const server = createServer((request, response) => {
  text(request)
    .then((body) => take(JSON.parse(body) as SaidEvent))
    .then(() => response.writeHead(204).end())
    .catch((error: unknown) => {
      log.error({ err: error }, 'an event could not be taken');
      response.writeHead(500).end();
    });
});

async function tell(): Promise<void> {
  gc?.();
  const open = await fanout.watch.list({ unfinished: true });
  report({ type: 'heap', bytes: process.memoryUsage().heapUsed });
  if (open.length === 0 && (await store.deliveries.unsettled(CHAT)).length === 0) report({ type: 'settled' });
}

const telling = setInterval(() => void tell(), REPORT_MS);

process.once('SIGTERM', () => {
  clearInterval(telling);
  server.close();
  server.closeAllConnections();
  void stop();
});

async function stop(): Promise<void> {
  await fanout.drain(GRACE_MS);
  await delivering.close();
  await fanout.close();
  await documents.close();
  store[Symbol.dispose]();
  process.exit(0);
}

await delivering.resume(await fanout.resume());
server.listen(0, '127.0.0.1', () => report({ type: 'listening', port: (server.address() as AddressInfo).port }));
