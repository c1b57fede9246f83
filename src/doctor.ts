import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { type Check, toReport } from '#adapters/terminal/doctor.ts';
import { FanoutError } from '#core/errors.ts';
import { type Config, readConfig } from './config.ts';
import { examineModels } from './examine-models.ts';

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
    checks.push(await checkStore(config), ...(await examineModels(config, signal)));
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
