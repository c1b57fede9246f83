/**
 * `npm run bench:crowd`: two hundred runs of fifty lanes at once in one process, over fifty channels, from the request to the last message, against a platform that takes so much and no more. Says what became of every lane, how long
 * the event loop was held up, how much memory it took and how old boards were. `-- --runs N --lanes N --channels N --latency-ms N --concurrency N`. Ends with status 1 where the books don't balance.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createDelivering } from '#core/deliver/delivering.ts';
import { createFanout } from '#core/fanout.ts';
import { createBoardAge } from './crowd/board-age.ts';
import { watchHolds } from './crowd/holds.ts';
import { PLAIN_RENDER } from './crowd/plain-render.ts';
import { BUDGETS, createStrictPlatform, toRounds } from './crowd/strict-platform.ts';
import { createDice } from './dice.ts';
import { firstLine } from './first-line.ts';
import { hearLanes } from './hear-commits.ts';
import { createBenchModel, toLanesRequest } from './house.ts';
import { type BenchLane, expectedText, toLane } from './lane.ts';

const CHAT = 'crowd';
const BOARD_GAP_MS = 2_000;
/** The timer that measures sleeps this long itself. */
const RESOLUTION_MS = 5;

const count = (usual: number) => ({ type: 'string', default: String(usual) }) as const;
const { values } = parseArgs({
  options: { runs: count(200), lanes: count(50), channels: count(50), 'latency-ms': count(1_000), concurrency: count(200) },
});
const [runs, lanes, channels, latencyMs, concurrency] = [
  values.runs,
  values.lanes,
  values.channels,
  values['latency-ms'],
  values.concurrency,
].map(Number) as [number, number, number, number, number];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const dice = createDice(1);
const folder = mkdtempSync(join(tmpdir(), 'fanout-crowd-'));
const endpoint = spawn(process.execPath, [join(import.meta.dirname, 'endpoint.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
try {
  process.exitCode = (await crowd(await firstLine(endpoint.stdout))) ? 0 : 1;
} finally {
  endpoint.kill();
  rmSync(folder, { recursive: true });
}

async function crowd(baseUrl: string): Promise<boolean> {
  using store = openStore(join(folder, 'crowd.db'), 'owner');
  const age = createBoardAge(() => performance.now());
  const platform = createStrictPlatform(age.shown);
  const log = createPinoLog('warn');
  const fanout = createFanout({
    runLog: hearLanes(store.runLog, age.laneDone),
    model: createBenchModel(baseUrl),
    reader: createDocumentReader(),
    prices: { usd: async () => null },
    finished: store.finished,
    clock: systemClock,
    ids: systemIds,
    log,
    concurrency,
    maxLanes: lanes,
  });
  const { poster } = platform;
  const { deliveries, posted } = store;
  const delivering = createDelivering({
    ...{ chat: CHAT, poster, deliveries, posted, budgets: BUDGETS, render: PLAIN_RENDER },
    ...{ watch: fanout.watch, clock: systemClock, log, boardGapMs: BOARD_GAP_MS },
  });
  const asked = Array.from({ length: runs }, (_, run) => ({
    runId: `crowd${run + 1}`,
    place: `channel ${(run % channels) + 1}`,
    prompts: toLanes(run),
  }));

  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const holds = watchHolds();
  const idleMb = toMb(process.memoryUsage.rss());
  const beganMs = performance.now();
  // As people do who all press at nine: nobody waits for another.
  const asking = asked.map(async ({ runId, place, prompts }) => {
    await deliveries.claim([runId], { runId, chat: CHAT, place, thread: null, person: 'ann', back: null }, systemClock.now());
    const laneList = prompts.map(({ prompt }) => prompt);
    await fanout.ask({ ...toLanesRequest(laneList, lanes), place }, runId);
    await delivering.show(runId);
  });
  await Promise.all(asking);
  let heapMb = 0;
  let endedMs: number | null = null;
  while ((await deliveries.unsettled(CHAT)).length > 0) {
    await sleep(250);
    heapMb = Math.max(heapMb, toMb(process.memoryUsage().heapUsed));
    if (endedMs === null && (await fanout.watch.list({ unfinished: true })).length === 0) endedMs = performance.now() - beganMs;
  }
  const tookMs = performance.now() - beganMs;
  delay.disable();
  holds.stop();

  const books = { done: 0, otherwise: 0, wrong: 0, unanswered: 0 };
  for (const { runId, prompts } of asked) {
    const view = await fanout.watch.now(runId);
    if (view.phase !== 'ended' || !platform.has(runId, 'answer:1')) books.unanswered += 1;
    for (const [index, { id }] of prompts.entries()) {
      if (view.lanes[index]?.status !== 'done') books.otherwise += 1;
      else if ((await fanout.watch.lane(runId, index + 1))?.trim() === expectedText(id)) books.done += 1;
      else books.wrong += 1;
    }
  }
  await delivering.close();
  await fanout.close();

  const ages = age.ages();
  const toLoopMs = (nanoseconds: number): string => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1);
  const toSeconds = (ms: number): string => (ms / 1_000).toFixed(1);
  const { takenMs, keptMs } = toRounds(Math.ceil(runs / channels));
  const table: readonly (readonly [string, string])[] = [
    ['lanes done, as expected', `${books.done} of ${runs * lanes}`],
    ['lanes that ended otherwise; with a wrong text', `${books.otherwise}; ${books.wrong}`],
    ['runs without their answer in the channel', String(books.unanswered)],
    [
      'all runs ended; all delivered (bound of the lanes), s',
      `${toSeconds(endedMs ?? tookMs)}; ${toSeconds(tookMs)} (${toSeconds((runs * lanes * latencyMs) / concurrency)})`,
    ],
    [
      'event loop delay, p50, p99, most, ms',
      `${toLoopMs(delay.percentile(50))}, ${toLoopMs(delay.percentile(99))}, ${toLoopMs(delay.max)}`,
    ],
    ['of which at one time work of its own, most, ms', holds.most().toFixed(1)],
    ['memory, peak (idle), MB', `${toMb(process.resourceUsage().maxRSS * 1_024)} (${idleMb})`],
    ['heap used, peak, MB', String(heapMb)],
    ['age of boards, p50, p99, most, s', `${toSeconds(ages.p50)}, ${toSeconds(ages.p99)}, ${toSeconds(ages.most)}`],
    [
      'a round of the boards of one channel as the limits allow (as Fanout keeps to them), s',
      `${toSeconds(Math.max(BOARD_GAP_MS, takenMs))} (${toSeconds(Math.max(BOARD_GAP_MS, keptMs))})`,
    ],
    ['ends of lanes that no board showed', String(ages.unseen)],
    ['messages; doubled; calls the platform refused', `${platform.messages()}; ${platform.doubled()}; ${platform.refused()}`],
  ];
  say(
    `${runs} runs of ${lanes} lanes of about ${latencyMs} ms, ${channels} channels, ${concurrency} calls at once. Node ${process.versions.node}.\n`,
  );
  say('| what | measured |');
  say('| --- | --- |');
  for (const [what, measured] of table) say(`| ${what} | ${measured} |`);
  return books.done === runs * lanes && books.unanswered === 0 && platform.doubled() === 0 && ages.unseen === 0;
}

function toLanes(run: number): BenchLane[] {
  return Array.from({ length: lanes }, (_, lane) =>
    toLane(`r${run + 1}n${lane + 1}`, Math.round(latencyMs * Math.exp(0.3 * dice.normal()))),
  );
}

function toMb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
