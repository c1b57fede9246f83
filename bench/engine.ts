/** The real engine from plan to answer, every state change in a SQLite journal on disk; run by `contestant.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { loadSdk } from '#adapters/openai/load-sdk.ts';
import { createGenaiPrices } from '#adapters/prices/genai-prices.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createFanout, type FanoutDeps } from '#core/fanout.ts';
import { NO_USAGE } from '#core/usage.ts';
import { type ContestantArgs, type Result, readContestantArgs } from './contestant-files.ts';
import { hearCommits } from './hear-commits.ts';
import { createBenchModel, toLanesRequest } from './house.ts';
import { measure } from './measure.ts';

const args = readContestantArgs(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
try {
  using store = openStore(join(folder, 'bench.db'), 'owner');
  const { runLog, ended } = hearCommits(store.runLog);
  const prices = createGenaiPrices({ baseUrl: args.baseUrl, overrides: new Map() });
  const fanout = createFanout({
    runLog,
    model: createBenchModel(args.baseUrl),
    reader: createDocumentReader(),
    prices,
    finished: store.finished,
    clock: systemClock,
    ids: systemIds,
    log: createPinoLog('warn'),
    concurrency: args.cap,
    maxLanes: Math.max(args.prompts.length, args.warmup.length),
    ...toPressure(args),
  });
  // Before the clock starts, as the others are, and as `npm start` does while nobody waits.
  await loadSdk();
  await prices.usd('bench', NO_USAGE);
  await measure(args, async (prompts, cap) => {
    const lanes = prompts.map(({ prompt }) => prompt);
    const texts = await ended(await fanout.ask(toLanesRequest(lanes, cap)));
    return prompts.map(({ id }, index): Result => {
      const text = texts.get(index + 1);
      return text === undefined ? { id, error: 'the lane has no result' } : { id, text: text.trim() };
    });
  });
  await fanout.close();
} finally {
  rmSync(folder, { recursive: true });
}

/** What is told of the limits, and whether slow lanes get second calls; nothing said: as it comes. */
function toPressure({ requestsPerMinute, hedging }: ContestantArgs): Partial<FanoutDeps> {
  return {
    ...(requestsPerMinute !== null && { limits: new Map([['bench', { requestsPerMinute, tokensPerMinute: null, concurrency: null }]]) }),
    ...(!hedging && { hedge: false }),
  };
}
