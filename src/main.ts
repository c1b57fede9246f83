/** The composition root: the only file that acts on import, and the only one that knows everyone. */
import { createInterface } from 'node:readline/promises';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { OPENAI_BASE_URL } from '#adapters/openai/endpoint.ts';
import { createGenaiPrices } from '#adapters/prices/genai-prices.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog, type LogLevel } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { type Invocation, parseArgv } from '#adapters/terminal/argv.ts';
import { performCli } from '#adapters/terminal/cli.ts';
import { wantsColour } from '#adapters/terminal/style.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import { createFanout } from '#core/fanout.ts';
import type { Chat } from '#core/ports/chat.ts';
import { type Config, readConfig } from './config.ts';
import type { OpenDiscord, OpenDiscordDeps } from './open-discord.ts';
import { NO_MODEL, openModel } from './open-model.ts';
import type { OpenSlack, OpenSlackDeps } from './open-slack.ts';
import { routeMaterial } from './route-material.ts';

const DAY_MS = 86_400_000;

/** Aborts at the first signal to stop; a second one quits at once. */
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error(name));
  });
}
// Whoever read us has gone (`fanout … | head`): 128 + SIGPIPE, as other programs end then. Without standard error we go on in silence.
process.stdout.on('error', () => process.exit(141));
process.stderr.on('error', () => undefined);

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const err = (text: string): void => void process.stderr.write(`${text}\n`);

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (stop.signal.aborted) return 130;
  if (error instanceof FanoutError) {
    err(error.userMessage);
    return error.code === 'internal' ? 1 : 2;
  }
  err('Fanout met an error of its own:');
  err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
});
// All is closed by then. A call to a platform that hangs would keep a stopped Fanout here until it times out; what became of it is looked up at the next start.
if (stop.signal.aborted) process.exit();

async function main(argv: readonly string[]): Promise<number> {
  const invocation = parseArgv(argv);
  if (invocation.verb === 'help') out(invocation.text);
  if (invocation.verb === 'misuse') err(invocation.problem);
  if (invocation.verb === 'slack-manifest') {
    const { toManifest } = await import('#adapters/slack/manifest.ts');
    out(JSON.stringify(toManifest(invocation), null, 2));
    return 0;
  }
  if (invocation.verb === 'help' || invocation.verb === 'misuse') return invocation.verb === 'help' ? 0 : 2;
  loadEnvironment();
  if (invocation.verb === 'doctor') {
    const { examine } = await import('./doctor.ts');
    return await examine(process.env, out, stop.signal);
  }
  const config = readConfig(process.env);
  if (invocation.verb === 'discord-register') {
    const { registerDiscord } = await import('./open-discord.ts');
    out(await registerDiscord(config.discord));
    return 0;
  }
  return invocation.verb === 'start' ? await start(config) : await perform(invocation, config);
}

/** `.env`, where there is one; what is set already wins. */
function loadEnvironment(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new FanoutError('bad_config', 'The file .env can not be read.', { cause: error });
  }
}

/** One command line. */
async function perform(
  invocation: Exclude<Invocation, { verb: 'start' | 'doctor' | 'help' | 'slack-manifest' | 'discord-register' }>,
  config: Config,
): Promise<number> {
  const readsOnly = invocation.verb === 'show' || invocation.verb === 'history';
  const cap = invocation.verb === 'run' ? (invocation.cap ?? 0) : 0;
  await using house = await build(config, readsOnly ? 'reader' : 'owner', 'warn', Math.max(cap, config.concurrency));
  // npm goes to the project's folder before it runs us, and says where the person was.
  const folder = process.env.npm_lifecycle_event === 'fanout' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
  // A read of standard input ends with the first Ctrl-C; it hears no signal.
  stop.signal.addEventListener('abort', () => process.stdin.destroy());
  const colour = wantsColour({
    isTty: process.stderr.isTTY ?? false,
    noColor: process.env.NO_COLOR,
    forceColor: process.env.FORCE_COLOR,
    term: process.env.TERM,
  });
  return await performCli(invocation, {
    ...house,
    input: process.stdin,
    out,
    err,
    board: process.stderr.isTTY ? { stream: process.stderr, colour } : null,
    columns: process.stdout.columns || 120,
    interrupted: stop.signal,
    folder,
    confirm: process.stdin.isTTY && process.stderr.isTTY ? confirm : null,
  });
}

/** A yes is y or yes; an empty line, anything else and Ctrl-C are a no. */
async function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*y(es)?\s*$/i.test(await lines.question(question, { signal: stop.signal }));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return false;
  } finally {
    lines.close();
  }
}

/** Every chat whose tokens are set; with none, a chat in this terminal. */
async function start(config: Config): Promise<number> {
  await using house = await build(config, 'owner', 'info', config.concurrency);
  const open = [await house.openSlack(), await house.openDiscord()].filter((it) => it !== null);
  const resumed = await house.fanout.resume();
  if (open.length > 0) await runChats(open.map((it) => it.toChat({ ...house, resumed })));
  else {
    const { runTerminalChat } = await import('#adapters/terminal/chat.ts');
    await runTerminalChat(
      {
        ...house,
        resumed,
        input: process.stdin,
        output: process.stdout,
        interactive: process.stdin.isTTY ?? false,
        columns: process.stdout.columns || 80,
      },
      stop.signal,
    );
  }
  return 0;
}

/** All of them until the stop; where one can't go on none does, and what supervises Fanout starts it again. */
async function runChats(chats: readonly Chat[]): Promise<void> {
  const failed = new AbortController();
  const until = AbortSignal.any([stop.signal, failed.signal]);
  const run = async (chat: Chat): Promise<void> => {
    try {
      await chat.run(until);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const ended = await Promise.allSettled(chats.map(run));
  const broken = ended.find((it) => it.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

async function openDiscordAsSet({ discord }: Config, deps: OpenDiscordDeps): Promise<OpenDiscord | null> {
  if (discord.token === null) return null;
  const { openDiscord } = await import('./open-discord.ts');
  return await openDiscord(discord, deps);
}

async function openSlackAsSet({ slack }: Config, deps: OpenSlackDeps): Promise<OpenSlack | null> {
  const { toSlackSetup } = await import('./slack-setup.ts');
  const setup = toSlackSetup(slack);
  if (setup === null) return null;
  const { openSlack } = await import('./open-slack.ts');
  return await openSlack(setup, slack, deps);
}

/** Everything that commands stand on; let go of in the order that loses nothing. */
async function build(config: Config, role: 'owner' | 'reader', logLevel: LogLevel, concurrency: number) {
  const log = createPinoLog(config.logLevel ?? logLevel);
  const store = openStore(config.databasePath, role);
  if (role === 'owner' && config.keepDays !== null) await store.retention.forgetEndedBefore(systemClock.now() - config.keepDays * DAY_MS);
  const model = role === 'reader' ? NO_MODEL : await openModel(config, stop.signal);
  const documents = createDocumentReader();
  let slackOpening: Promise<OpenSlack | null> | null = null;
  /** Once, and only where something needs it: the command line rarely does. */
  const openSlack = (): Promise<OpenSlack | null> => {
    slackOpening ??= openSlackAsSet(config, { store, documents, log });
    return slackOpening;
  };
  let discordOpening: Promise<OpenDiscord | null> | null = null;
  const openDiscord = (): Promise<OpenDiscord | null> => {
    discordOpening ??= openDiscordAsSet(config, { store, documents, log });
    return discordOpening;
  };
  const routes = [
    { prefix: 'slack:', open: async () => (await openSlack())?.reader ?? null },
    { prefix: 'discord:', open: async () => (await openDiscord())?.reader ?? null },
  ];
  const reader = routeMaterial(routes, documents);
  const { maxLanes, laneTimeoutMs } = config;
  const overrides = new Map([...config.models].flatMap(([name, { price }]) => (price === null ? [] : [[name, price] as const])));
  const prices = createGenaiPrices({ baseUrl: config.baseUrl ?? (config.apiKey === null ? null : OPENAI_BASE_URL), overrides });
  const fanout = createFanout({
    runLog: store.runLog,
    finished: store.finished,
    prices,
    model,
    reader,
    clock: systemClock,
    ids: systemIds,
    log,
    concurrency,
    maxLanes,
  });
  const dispatch = createDispatch(fanout, { cap: config.concurrency, model: config.model, budgetUsd: config.budgetUsd, laneTimeoutMs });
  return {
    fanout,
    dispatch,
    openSlack,
    openDiscord,
    retention: store.retention,
    log,
    clock: systemClock,
    async [Symbol.asyncDispose]() {
      await fanout.close();
      await documents.close();
      store[Symbol.dispose]();
    },
  };
}
