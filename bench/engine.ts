/** The real engine from plan to answer, every state change in a SQLite journal on disk; run by `contestant.ts`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { findProvider } from '#adapters/openai/capabilities.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import { createGenaiPrices } from '#adapters/prices/genai-prices.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { createFanout } from '#core/fanout.ts';
import { REQUEST_DEFAULTS, type Request } from '#core/request.ts';
import { type Prompt, type Result, readContestantArgs } from './contestant-files.ts';
import { hearCommits } from './hear-commits.ts';
import { measure } from './measure.ts';

const LANE_TIMEOUT_MS = 120_000;

const args = readContestantArgs(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'fanout-bench-'));
try {
  using store = openStore(join(folder, 'bench.db'), 'owner');
  const { runLog, ended } = hearCommits(store.runLog);
  const fanout = createFanout({
    runLog,
    model: createOpenAiModel({
      apiKey: null,
      baseUrl: args.baseUrl,
      model: 'bench',
      provider: findProvider(args.baseUrl),
      boundary: () => '=====',
      clock: systemClock,
    }),
    reader: createDocumentReader(),
    prices: createGenaiPrices({ baseUrl: args.baseUrl, overrides: new Map() }),
    finished: store.finished,
    clock: systemClock,
    ids: systemIds,
    log: createPinoLog('warn'),
    concurrency: args.cap,
    maxLanes: Math.max(args.prompts.length, args.warmup.length),
  });
  await measure(args, async (prompts, cap) => {
    const texts = await ended(await fanout.ask(toRequest(prompts, cap)));
    return prompts.map(({ id }, index): Result => {
      const text = texts.get(index + 1);
      return text === undefined ? { id, error: 'the lane has no result' } : { id, text: text.trim() };
    });
  });
  await fanout.close();
} finally {
  rmSync(folder, { recursive: true });
}

function toRequest(prompts: readonly Prompt[], cap: number): Request {
  return {
    text: '',
    sources: [],
    mode: 'manual',
    merge: 'ordered',
    laneList: prompts.map(({ prompt }) => prompt),
    cap,
    model: null,
    budgetUsd: null,
    approved: true,
    ...REQUEST_DEFAULTS,
    // Every lane is a call: what is measured is work, not memory of it.
    fresh: true,
    laneTimeoutMs: LANE_TIMEOUT_MS,
    asker: 'bench',
    place: 'bench',
  };
}
