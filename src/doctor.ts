import { findProvider } from '#adapters/openai/capabilities.ts';
import { OPENAI_BASE_URL } from '#adapters/openai/endpoint.ts';
import { listModels } from '#adapters/openai/list-models.ts';
import { findLocalServer } from '#adapters/openai/local-server.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { type Check, toReport } from '#adapters/terminal/doctor.ts';
import { FanoutError } from '#core/errors.ts';
import { type Config, readConfig } from './config.ts';

/** How long an endpoint may take to list its models. In milliseconds. */
const PATIENCE_MS = 10_000;

/** Looks at everything that Fanout needs, says what it found, and gives the exit status: 0, or 2 when something does not work. */
export async function examine(
  environment: Readonly<Record<string, string | undefined>>,
  out: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const checks: Check[] = [{ what: 'Node', state: 'good', finding: process.version }];
  try {
    const config = readConfig(environment);
    checks.push({ what: 'configuration', state: 'good', finding: 'complete' });
    checks.push(await checkStore(config), await checkModel(config, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])));
    checks.push(...(await checkSlack(config, signal)), ...(await checkDiscord(config)));
  } catch (error) {
    if (!(error instanceof FanoutError)) throw error;
    checks.push({ what: 'configuration', state: 'bad', finding: error.userMessage });
  }
  const { lines, status } = toReport(checks);
  for (const line of lines) out(line);
  return status;
}

async function checkStore({ databasePath }: Config): Promise<Check> {
  try {
    using store = openStore(databasePath, 'owner');
    const unfinished = await store.runLog.list({ unfinished: true });
    const finding =
      unfinished.length === 0 ? databasePath : `${databasePath}; ${unfinished.length} unfinished: \`npm run -s fanout -- resume\``;
    return { what: 'database', state: unfinished.length === 0 ? 'good' : 'note', finding };
  } catch (error) {
    if (!(error instanceof FanoutError)) throw error;
    return { what: 'database', state: error.code === 'store_in_use' ? 'note' : 'bad', finding: error.userMessage };
  }
}

async function checkSlack({ slack, logLevel }: Config, signal: AbortSignal): Promise<readonly Check[]> {
  const { examineSlack } = await import('#adapters/slack/examine.ts');
  return await examineSlack(slack, { clock: systemClock, log: createPinoLog(logLevel ?? 'error') }, signal);
}

async function checkDiscord({ discord }: Config): Promise<readonly Check[]> {
  if (discord.token === null) return [{ what: 'Discord', state: 'note', finding: 'not set up: docs/discord.md says how, in ten minutes' }];
  const { examineDiscord } = await import('#adapters/discord/examine.ts');
  return await examineDiscord({ ...discord, token: discord.token });
}

async function checkModel(config: Config, signal: AbortSignal): Promise<Check> {
  const { apiKey, baseUrl, model } = config;
  const what = 'model';
  if (apiKey === null && baseUrl === null) {
    const server = await findLocalServer({}, signal);
    if (server !== null) return { what, state: 'good', finding: `${model ?? server.model} at ${server.baseUrl}, found on this machine` };
    return {
      what,
      state: 'note',
      finding: 'none configured: set OPENAI_API_KEY or OPENAI_BASE_URL, or start Ollama; what needs no model works without',
    };
  }
  const url = baseUrl ?? OPENAI_BASE_URL;
  try {
    const models = await listModels({ baseUrl: url, apiKey }, signal);
    const wanted = model ?? findProvider(url).defaultModel ?? models[0]?.id ?? null;
    if (wanted === null) return { what, state: 'bad', finding: `${url} lists no model` };
    if (models.some(({ id }) => id === wanted)) return { what, state: 'good', finding: `${wanted} at ${url}` };
    return {
      what,
      state: 'bad',
      finding: `${url} does not list ${wanted}: set FANOUT_MODEL to one of ${models
        .slice(0, 8)
        .map(({ id }) => id)
        .join(', ')}`,
    };
  } catch (error) {
    if (signal.aborted) return { what, state: 'bad', finding: `${url} did not answer within ${PATIENCE_MS / 1_000} s` };
    if (!(error instanceof FanoutError)) throw error;
    return { what, state: 'bad', finding: error.userMessage };
  }
}
