/** One life of the process that `restart.ts` kills, and the next one, which says how it went on. */
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createFanout } from '#core/fanout.ts';
import type { Model } from '#core/ports/model.ts';
import type { RunLog } from '#core/ports/run-log.ts';
import { REQUEST_DEFAULTS, type Request } from '#core/request.ts';
import type { RunEvent } from '#core/run/events.ts';
import { readPages } from '#core/run/read-log.ts';
import type { Restart } from './restart.ts';

const round = (ms: number): number => Math.round(ms * 10) / 10;
const toMb = (bytes: number): number => Math.round(bytes / 2 ** 20);

const CAP = 200;
const RUN_ID = 'bench';

const [what, path = '', lanes = '', chars = ''] = process.argv.slice(2);
const count = Number(lanes);
const loadMs = performance.now();
const answer = 'x'.repeat(Number(chars));
/** Lanes that this process called. */
const called = new Set<number>();

const model: Model = {
  name: 'bench',
  label: 'bench',
  windowTokens: 200_000,
  refusal: () => null,
  async complete({ instruction }) {
    const lane = Number(/\d+$/.exec(instruction)?.[0]);
    called.add(lane);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return { text: `${answer} ${lane}`, truncated: false, model: 'bench', usage: { inputTokens: 10, outputTokens: 10, costUsd: null } };
  },
};

using store = openStore(path, 'owner');
const openMs = performance.now() - loadMs;
const heard = { done: 0, firstSeq: 0, firstStartMs: 0, rssMb: 0, end: Promise.withResolvers<void>() };
const runLog: RunLog = { ...store.runLog, append: async (...args) => hear(await store.runLog.append(...args)) };
const fanout = createFanout({
  runLog,
  model,
  reader: createDocumentReader(),
  prices: { usd: async () => null },
  finished: store.finished,
  experience: store.experience,
  clock: systemClock,
  ids: systemIds,
  log: createPinoLog('warn'),
  concurrency: CAP,
  maxLanes: count,
});

if (what === 'until killed') {
  await fanout.ask(toRequest(), RUN_ID);
  await heard.end.promise;
} else {
  const idleMb = toMb(process.memoryUsage.rss());
  const before = performance.now();
  await fanout.resume();
  const resumeMs = performance.now() - before;
  await heard.end.promise;
  const done = await readDone(store.runLog);
  await fanout.close();
  const doneBefore = done.filter(({ seq }) => seq < heard.firstSeq);
  const restart: Restart = {
    loadMs: round(loadMs),
    openMs: round(openMs),
    resumeMs: round(resumeMs),
    firstStartMs: round(heard.firstStartMs - before),
    doneBefore: doneBefore.length,
    callsAgain: doneBefore.filter(({ lane }) => called.has(lane)).length,
    done: new Set(done.map(({ lane }) => lane)).size,
    idleMb,
    startMb: heard.rssMb,
    peakMb: toMb(process.resourceUsage().maxRSS * 1_024),
  };
  process.stdout.write(`${JSON.stringify(restart)}\n`);
}

function hear(event: RunEvent | null): RunEvent | null {
  if (event !== null && heard.firstSeq === 0) heard.firstSeq = event.seq;
  if (event?.type === 'lane.started' && heard.firstStartMs === 0) {
    heard.firstStartMs = performance.now();
    heard.rssMb = toMb(process.memoryUsage.rss());
  }
  if (event?.type === 'lane.done') {
    heard.done += 1;
    if (what === 'until killed' && heard.done === count / 2) process.kill(process.pid, 'SIGKILL');
  }
  if (event?.type === 'run.ended') heard.end.resolve();
  return event;
}

async function readDone(log: RunLog): Promise<{ readonly lane: number; readonly seq: number }[]> {
  const done: { readonly lane: number; readonly seq: number }[] = [];
  for await (const events of readPages(log, RUN_ID, 0)) {
    for (const event of events) if (event.type === 'lane.done') done.push({ lane: event.lane, seq: event.seq });
  }
  return done;
}

function toRequest(): Request {
  return {
    text: '',
    sources: [],
    mode: 'manual',
    merge: 'ordered',
    laneList: Array.from({ length: count }, (_, index) => `Write about number ${index + 1}`),
    cap: CAP,
    model: null,
    budgetUsd: null,
    approved: true,
    ...REQUEST_DEFAULTS,
    fresh: false,
    laneTimeoutMs: 120_000,
    asker: 'bench',
    place: 'bench',
  };
}
