/**
 * `npm run bench:plan`: the requests of `test/fixtures/requests` through form and a real planning model, scored against what is expected of each; a table for each model goes to standard output.
 *
 *   npm run bench:plan -- [--planner NAME]... [--lang de]... [--only WORD] [--at-once N]
 *
 * `--planner`: whom to ask, in turn; default: the model that Fanout itself would ask (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `FANOUT_MODEL`, `FANOUT_MODELS`). `--lang`: only requests in these languages. `--only`: only those with that
 * word in their name. `--at-once`: most requests in flight, default 4.
 */
import { parseArgs } from 'node:util';
import PQueue from 'p-queue';
import { systemClock } from '#adapters/system/system-clock.ts';
import { FanoutError } from '#core/errors.ts';
import { attempt } from '#core/lanes/attempt.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { planFixture } from '#test/fixtures/requests/plan-fixture.ts';
import { type RequestFixture, readRequestFixtures } from '#test/fixtures/requests/request-fixture.ts';
import { readConfig } from '../../src/config.ts';
import { openPrices } from '../../src/model-setup.ts';
import { openModel } from '../../src/open-model.ts';
import { toReport } from './report.ts';
import { isRight, type Score, toScore } from './score.ts';

const TRIES = 3;
const WAIT_MS = 5_000;

const { values } = parseArgs({
  options: {
    planner: { type: 'string', multiple: true, default: [] },
    lang: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '4' },
  },
});
const note = (line: string): void => void process.stderr.write(`${line}\n`);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)));

const config = readConfig(process.env);
if (config.apiKey === null && config.baseUrl === null) {
  note('No model is set up, and a plan needs one: set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of your own, and run this again.');
  process.exit(2);
}
const atOnce = Number(values['at-once']);
if (!Number.isInteger(atOnce) || atOnce < 1) {
  note('--at-once takes a whole number of at least 1.');
  process.exit(2);
}
const prices = openPrices(config);
const { model } = await openModel(config, prices, stop.signal);
const fixtures = readRequestFixtures()
  .flatMap((theme) => theme.fixtures)
  .filter(({ name, lang = 'en', scripted }) => scripted !== true && name.includes(values.only) && isWanted(lang));
if (fixtures.length === 0) {
  note('No request is left to plan: take --only or --lang away, or give another.');
  process.exit(2);
}

for (const planner of values.planner.length === 0 ? [model.name ?? model.label] : values.planner) {
  note(`Planning ${fixtures.length} requests with ${planner} (${model.label} is the default).`);
  process.stdout.write(`${toReport(planner, await tryAll(planner))}\n\n`);
}

function isWanted(lang: string): boolean {
  return values.lang.length === 0 || values.lang.includes(lang);
}

async function tryAll(planner: string): Promise<readonly Score[]> {
  const queue = new PQueue({ concurrency: atOnce });
  return await Promise.all(
    fixtures.map((fixture) =>
      queue.add(async () => {
        const score = await tryOut(fixture, planner);
        note(`${isRight(score) ? 'good' : 'off '}  ${score.lang}  ${score.name}: ${score.got}`);
        return score;
      }),
    ),
  );
}

async function tryOut(fixture: RequestFixture, planner: string): Promise<Score> {
  const startedMs = systemClock.now();
  let usd: number | null = 0;
  const { planned, decides } = await planFixture(fixture, {
    model: planner,
    async ask({ call }) {
      const { text, usage } = await complete(call);
      const cost = usage.costUsd ?? (await prices.usd(planner, usage));
      usd = usd === null || cost === null ? null : usd + cost;
      return text;
    },
  });
  return toScore(fixture, { planned, decides, ms: systemClock.now() - startedMs, usd });
}

/** Waits where the provider asks for time; what can't be had ends as the planner's failure, and what code has is scored. */
async function complete(call: ModelCall) {
  const timeoutMs = config.laneTimeoutMs;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(call, { model, clock: systemClock, timeoutMs }, () => undefined, stop.signal);
    } catch (error) {
      stop.signal.throwIfAborted();
      if (!(error instanceof FanoutError) || error.retry.kind === 'never' || tries >= TRIES) throw error;
      await systemClock.sleep(error.retry.afterMs ?? WAIT_MS, stop.signal);
    }
  }
}
