import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '#adapters/slack/manifest.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { createBell } from './bell.ts';
import { type ModelEndpoint, type ModelEndpointOptions, startModelEndpoint } from './model-endpoint/model-endpoint.ts';
import { type Program, runProgram, startProgram, whileAlive } from './program.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './slack/fake-slack.ts';
import type { TeamSeed } from './slack/seed.ts';
import type { Message } from './slack/world.ts';
import { until } from './until.ts';

/** Two workspaces with a channel each, where ada and bob are, and the bot. */
const toTeam = (n: 1 | 2): TeamSeed => ({
  id: `T${n}`,
  botToken: `xoxb-secret-of-${n}`,
  botUserId: `UBOT${n}`,
  botId: `B${n}`,
  appId: 'A1',
  users: [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  channels: [{ id: 'C1', name: 'general', members: ['U1', 'U2', `UBOT${n}`] }],
});

export const ADA = { team: 'T1', user: 'U1', channel: 'C1' } as const;
export const ADA_OF_T2 = { ...ADA, team: 'T2' } as const;
export const SIGNING_SECRET = 'test-signing-secret';

/** How the program is told to hear Slack. */
export const BY_HTTP = { SLACK_BOT_TOKEN: 'xoxb-secret-of-1', SLACK_SIGNING_SECRET: SIGNING_SECRET } as const;
export const BY_SOCKET = { SLACK_BOT_TOKEN: 'xoxb-secret-of-1', SLACK_APP_TOKEN: 'xapp-test' } as const;

export interface SlackScene extends AsyncDisposable {
  readonly slack: FakeSlack;
  readonly endpoint: ModelEndpoint;
  readonly folder: string;
  readonly port: number;
  readonly url: string;
  /** `npm start`, heard from as `chat` says; resolves once it hears Slack. */
  start(chat: Readonly<Record<string, string>>): Promise<Program>;
  /** Any other command line, to its end. */
  run(args: readonly string[], chat: Readonly<Record<string, string>>): ReturnType<typeof runProgram>;
  /** Resolves with what `look` gives once it gives something, asked after everything that happens in Slack, and with the model. */
  sees<T>(what: string, look: () => T | null | undefined | false): Promise<T>;
  /** Called at everything that happens: in Slack, before the caller hears of it, and with the model. */
  onAnything(listener: () => void): void;
  /** What is in the database's files. */
  databaseBytes(): Buffer;
}

export interface SlackSceneOptions extends Partial<FakeSlackOptions> {
  readonly answer?: ModelEndpointOptions['answer'];
}

/** A strict Slack, a model and a place for a program that works with both; gone at the end, with the programs. */
export async function openSlackScene({ answer = () => 'fine', oauth, ...options }: SlackSceneOptions = {}): Promise<SlackScene> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-slack-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const listeners = new Set<() => void>();
  const bell = createBell();
  const happened = (): void => {
    for (const listener of listeners) listener();
    bell.ring();
    // The fake writes a call down after it has done it.
    setImmediate(bell.ring);
  };
  const endpoint = await startModelEndpoint({
    answer: (request, n) => {
      happened();
      return answer(request, n);
    },
  });
  const slack = await startFakeSlack({
    teams: [toTeam(1), toTeam(2)],
    limits: 'none',
    retries: false,
    ackMs: Number.POSITIVE_INFINITY,
    ...options,
    ...(oauth === undefined ? {} : { oauth: { redirectUrl: `${url}${PATHS.redirect}`, ...oauth } }),
  });
  slack.onChange(happened);
  const programs = new Set<Program>();
  const toEnvironment = (chat: Readonly<Record<string, string>>) => ({
    OPENAI_BASE_URL: endpoint.baseUrl,
    SLACK_API_URL: slack.apiUrl,
    PORT: String(port),
    FANOUT_DB: join(folder, 'fanout.db'),
    ...chat,
  });

  return {
    slack,
    endpoint,
    folder,
    port,
    url,
    async start(chat) {
      const isHttp = chat.SLACK_APP_TOKEN === undefined;
      if (isHttp) slack.connectHttp(`${url}${PATHS.events}`);
      const program = startProgram(['start'], folder, toEnvironment(chat));
      programs.add(program);
      await program.saw(isHttp ? 'heard over HTTP' : 'heard by a socket');
      return program;
    },
    run: (args, chat) => runProgram(args, folder, toEnvironment(chat)),
    sees: (what, look) => until(what, look, { hear: bell.hear, story: () => toStory(slack), ...whileAlive(programs) }),
    onAnything: (listener) => void listeners.add(listener),
    databaseBytes: () => Buffer.concat(['', '-wal'].map((end) => readIfThere(join(folder, `fanout.db${end}`)))),
    async [Symbol.asyncDispose]() {
      for (const program of programs) program.kill('SIGKILL');
      await Promise.all([...programs].map(({ ended }) => ended));
      await Promise.all([slack.close(), endpoint.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The keys of the messages that stand in ada's channel (`board`, `lane:1`, `answer:1`), each as often as it stands there. */
export const keysIn = (slack: FakeSlack, team = 'T1'): string[] => standing(slack, team).flatMap((message) => keyOf(message) ?? []);

/** Names of the files that stand there. */
export const filesIn = (slack: FakeSlack, team = 'T1'): string[] =>
  standing(slack, team).flatMap(({ files }) => files.map(({ name }) => name));

/** What everybody in the channel reads of the first run there: its board, and the other messages of its thread, without what people wrote. */
export function readThread(slack: FakeSlack, team = 'T1'): { readonly board: string; readonly replies: readonly string[] } {
  const root = slack.seenBy(team, 'U2', 'C1').find(({ isEphemeral }) => !isEphemeral);
  const thread = root === undefined ? [] : slack.seenBy(team, 'U2', 'C1', { threadTs: root.ts });
  const [board = '', ...replies] = thread.flatMap(({ from, text }) => (from.startsWith('UBOT') ? [text] : []));
  return { board, replies };
}

const standing = (slack: FakeSlack, team: string): Message[] =>
  slack.messages(team, 'C1').filter(({ deletedAtMs }) => deletedAtMs === null);

function keyOf({ revisions }: Message): string | null {
  const payload = revisions.at(-1)?.metadata?.event_payload as { readonly key?: string } | undefined;
  return payload?.key ?? null;
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** What there is to see, for a test that waited in vain. */
const toStory = (slack: FakeSlack): string =>
  [
    ...['T1', 'T2'].flatMap((team) =>
      slack.messages(team, 'C1').map((message) => `${team} ${keyOf(message)} ${message.revisions.at(-1)?.text.slice(0, 200)}`),
    ),
    ...slack
      .calls()
      .slice(-20)
      .map(({ method, status, error }) => `${method} ${status} ${error ?? ''}`),
  ].join('\n');
