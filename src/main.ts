/** The composition root: the only file that acts on import, and the only one that knows everyone. */
import { resolve } from 'node:path';
import { createDocumentReader } from '#adapters/documents/document-reader.ts';
import { loadSdk } from '#adapters/openai/load-sdk.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createPinoLog, type LogLevel } from '#adapters/system/pino-log.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { systemIds } from '#adapters/system/system-ids.ts';
import { type Invocation, parseArgv } from '#adapters/terminal/argv.ts';
import type { ChatDeps } from '#adapters/terminal/chat.ts';
import { performCli } from '#adapters/terminal/cli.ts';
import { openEditor } from '#adapters/terminal/editor.ts';
import { createPerson, type Person } from '#adapters/terminal/person.ts';
import { canRedraw } from '#adapters/terminal/screen.ts';
import { wantsColour } from '#adapters/terminal/style.ts';
import { createDispatch } from '#commands/dispatch.ts';
import { FanoutError } from '#core/errors.ts';
import { createFanout } from '#core/fanout.ts';
import { EMPTY_CATALOGUE } from '#core/models/model-card.ts';
import { loadPlanner } from '#core/plan/load-planner.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Prices } from '#core/ports/prices.ts';
import { NO_USAGE } from '#core/usage.ts';
import { type Config, readConfig } from './config.ts';
import { leaveGently } from './leave.ts';
import { loadEarly } from './load-early.ts';
import { openPrices } from './model-setup.ts';
import { openChats } from './open-chats.ts';
import { NO_MODEL, openModel } from './open-model.ts';
import { runChats } from './run-chats.ts';

const DAY_MS = 86_400_000;

/** Aborts at the first signal to stop; a second one quits at once. */
const stop = new AbortController();
/**
 * So soon after the first one it is the same: npm hands on what the terminal has sent to us as well. In milliseconds.
 */
const ECHO_MS = process.env.npm_lifecycle_event === undefined ? 0 : 500;
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  let heardMs = Number.NEGATIVE_INFINITY;
  process.on(name, () => {
    if (performance.now() - heardMs < ECHO_MS) return;
    heardMs = performance.now();
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error(name));
  });
}
// Whoever read us has gone (`fanout … | head`): 128 + SIGPIPE, as other programs end then. Without standard error we
// go on in silence.
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
// All is closed by then. A call to a platform that hangs would keep a stopped Fanout here until it times out; what
// became of it is looked up at the next start.
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
  if (invocation.verb === 'backup') {
    const { backUp, toReport } = await import('#adapters/sqlite/backup.ts');
    out(toReport(await backUp(config.databasePath, resolve(toFolder(), invocation.file), invocation), invocation.file));
    return 0;
  }
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

/** Where the person is: npm goes to the project's folder before it runs us, and says where that was. */
function toFolder(): string {
  return process.env.npm_lifecycle_event === 'fanout' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
}

/** One command line. */
async function perform(
  invocation: Exclude<Invocation, { verb: 'start' | 'doctor' | 'help' | 'slack-manifest' | 'discord-register' | 'backup' }>,
  config: Config,
): Promise<number> {
  const readsOnly = invocation.verb === 'show' || invocation.verb === 'history';
  const cap = invocation.verb === 'run' ? (invocation.cap ?? 0) : 0;
  await using house = await build(config, readsOnly ? 'reader' : 'owner', 'warn', Math.max(cap, config.concurrency));
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
    board: canRedraw(process.stderr.isTTY, process.env.TERM) ? { stream: process.stderr, colour } : null,
    columns: process.stdout.columns || 120,
    interrupted: stop.signal,
    folder: toFolder(),
    person: process.stdin.isTTY && process.stderr.isTTY ? openPerson() : null,
  });
}

/** Whoever sits here. */
function openPerson(): Person {
  const interrupt = (): void => stop.abort(new Error('SIGINT'));
  return createPerson({ input: process.stdin, output: process.stderr, edit: toEdit(), interrupt, interrupted: stop.signal });
}

/** The editor that this person has chosen, as other programs know it; null: none. */
function toEdit(): Person['edit'] {
  const command = process.env.VISUAL || process.env.EDITOR;
  return command ? (text) => openEditor(command, text) : null;
}

/** Every chat whose tokens are set; with none, a chat in this terminal. */
async function start(config: Config): Promise<number> {
  await using house = await build(config, 'owner', 'info', config.concurrency);
  const open = [await house.openSlack(), await house.openDiscord()].filter((it) => it !== null);
  const until = leaveGently(stop.signal, { ...house, graceMs: config.graceMs, hasBoards: open.length > 0 });
  const resumed = await house.fanout.resume();
  const chats = open.length > 0 ? open.map((it) => it.toChat({ ...house, resumed })) : [await openTerminal({ ...house, resumed })];
  await using _loading = open.length > 0 && house.load !== null ? loadEarly({ ...house, load: house.load }) : null;
  await runChats(chats, house.health.lost, until);
  return 0;
}

async function openTerminal(house: Omit<ChatDeps, 'input' | 'output' | 'interactive' | 'edit' | 'columns'>): Promise<Chat> {
  const { runTerminalChat } = await import('#adapters/terminal/chat.ts');
  const { stdin: input, stdout: output, stderr } = process;
  const interactive = input.isTTY ?? false;
  const deps = { ...house, input, output, interactive, edit: interactive && stderr.isTTY ? toEdit() : null, columns: output.columns || 80 };
  return { name: 'terminal', run: (signal) => runTerminalChat(deps, signal) };
}

/** Loads what the first call to a model would; null: there is no model. */
function toLoad(model: string | null, prices: Prices): (() => Promise<void>) | null {
  if (model === null) return null;
  return async () => {
    await loadSdk();
    await prices.usd(model, NO_USAGE);
    await loadPlanner();
  };
}

/** Everything that commands stand on; let go of in the order that loses nothing. */
async function build(config: Config, role: 'owner' | 'reader', logLevel: LogLevel, concurrency: number) {
  const log = createPinoLog(config.logLevel ?? logLevel);
  const store = openStore(config.databasePath, role, { log });
  if (role === 'owner' && config.keepDays !== null) await store.retention.forgetEndedBefore(systemClock.now() - config.keepDays * DAY_MS);
  const prices = openPrices(config);
  const { model, catalogue, limits } =
    role === 'reader' ? { model: NO_MODEL, catalogue: EMPTY_CATALOGUE, limits: new Map() } : await openModel(config, prices, stop.signal);
  const documents = createDocumentReader();
  const { openSlack, openDiscord, reader } = openChats(config, { store, documents, log });
  const { maxLanes, laneTimeoutMs } = config;
  const fanout = createFanout({
    runLog: store.runLog,
    finished: store.finished,
    prices,
    model,
    catalogue,
    limits,
    experience: store.experience,
    reader,
    clock: systemClock,
    ids: systemIds,
    log,
    concurrency,
    maxLanes,
    hedge: config.hedge,
    shares: config.shares,
  });
  // No model: `FANOUT_MODEL` is the default one already, and naming it in each request would leave the router nothing
  // to choose.
  const dispatch = createDispatch(fanout, {
    cap: config.concurrency,
    model: null,
    budgetUsd: config.budgetUsd,
    laneTimeoutMs,
    askUsd: config.askUsd,
  });
  return {
    fanout,
    dispatch,
    load: toLoad(model.name, prices),
    openSlack,
    openDiscord,
    retention: store.retention,
    health: store.health,
    log,
    clock: systemClock,
    async [Symbol.asyncDispose]() {
      store.health.hurry();
      await fanout.close();
      await documents.close();
      store[Symbol.dispose]();
    },
  };
}
