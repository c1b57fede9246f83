/**
 * `npm run bench:plan`: the requests of `test/fixtures/requests` through rules and a real planning model, scored against what is expected of each; the table goes to standard output.
 * The model is the one that Fanout itself would ask (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `FANOUT_MODEL`). `-- --only WORD` takes the requests with that word in their name.
 */
import { parseArgs } from 'node:util';
import { systemClock } from '#adapters/system/system-clock.ts';
import { FanoutError } from '#core/errors.ts';
import { attempt } from '#core/lanes/attempt.ts';
import { planByRules } from '#core/plan/plan-request.ts';
import { type PlannerDeps, planByModel } from '#core/plan/planner/plan-by-model.ts';
import { type RequestFixture, readRequestFixtures, toFixtureRequest, toFixtureSources } from '#test/fixtures/requests/request-fixture.ts';
import { readConfig } from '../../src/config.ts';
import { openPrices } from '../../src/model-setup.ts';
import { openModel } from '../../src/open-model.ts';
import { type Score, toReport, toScore } from './score.ts';

const MAX_LANES = 1_000;
const MAX_MATERIAL_CHARS = 120_000;
const TRIES = 3;
const WAIT_MS = 5_000;

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const note = (line: string): void => void process.stderr.write(`${line}\n`);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)));

const config = readConfig(process.env);
if (config.apiKey === null && config.baseUrl === null) {
  note('No model is set up, and a plan needs one: set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint of your own, and run this again.');
  process.exit(2);
}
const prices = openPrices(config);
const { model } = await openModel(config, prices, stop.signal);
const fixtures = readRequestFixtures()
  .flatMap((theme) => theme.fixtures)
  .filter(({ name, scripted }) => scripted !== true && name.includes(values.only));
note(`Planning ${fixtures.length} requests with ${model.label}.`);
const scores: Score[] = [];
for (const fixture of fixtures) {
  const score = await tryOut(fixture);
  if (score.asked) note(`${score.kind && score.lanes && score.merge ? 'good' : 'off '}  ${score.name}: ${score.got}`);
  scores.push(score);
}
process.stdout.write(`${toReport(scores)}\n`);

async function tryOut(fixture: RequestFixture): Promise<Score> {
  const request = toFixtureRequest(fixture);
  const sources = toFixtureSources(fixture);
  const startedMs = systemClock.now();
  let usd: number | null = 0;
  const { planned, undecided, texts } = await planByRules(request, sources, {
    detectLanguage: async () => 'en',
    sourceLanguage: async () => 'en',
    column: async () => [],
    maxLanes: MAX_LANES,
    maxMaterialChars: MAX_MATERIAL_CHARS,
  });
  const ask: PlannerDeps['ask'] = async ({ call }) => {
    const { text, usage } = await complete(call);
    const cost = usage.costUsd ?? (model.name === null ? null : await prices.usd(model.name, usage));
    usd = usd === null || cost === null ? null : usd + cost;
    return text;
  };
  const fallback = async () => planned;
  const settled = undecided
    ? await planByModel(
        { request, sources, texts },
        { ask, fallback, maxLanes: MAX_LANES, maxMaterialChars: MAX_MATERIAL_CHARS, model: null },
      )
    : planned;
  return toScore(fixture, settled, { asked: undecided, ms: systemClock.now() - startedMs, usd });
}

/** Waits where the provider asks for time; what can't be had ends as the planner's failure, and the rules' plan is scored. */
async function complete(call: Parameters<PlannerDeps['ask']>[0]['call']) {
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
