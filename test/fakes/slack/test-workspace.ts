import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { createQuickClock } from '#test/fakes/quick-clock.ts';
import { toFields } from './arguments.ts';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack.ts';
import type { TeamSeed } from './seed.ts';

const BOT = 'UBOT';

/** A workspace with a channel of each kind: the bot's own, another, a private and an archived one. */
const TEAM: TeamSeed = {
  id: 'T1',
  botToken: 'xoxb-1',
  botUserId: BOT,
  botId: 'B1',
  appId: 'A1',
  users: [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  channels: [
    { id: 'C1', name: 'general', members: ['U1', BOT] },
    { id: 'C2', name: 'random', members: ['U1', 'U2'] },
    { id: 'G1', name: 'secret', isPrivate: true, members: ['U1'] },
    { id: 'C9', name: 'old', isArchived: true, members: ['U1', BOT] },
  ],
};

const OTHER: TeamSeed = { ...TEAM, id: 'T2', botToken: 'xoxb-2', botId: 'B2' };

/** Refusals are what these tests are about: the client need not print them. */
export const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

export const clientOf = (slack: FakeSlack, token?: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });

interface Setup {
  readonly slack: FakeSlack;
  readonly client: WebClient;
}

export async function start(options: Partial<FakeSlackOptions> = {}): Promise<Setup> {
  const slack = await startFakeSlack({ teams: [TEAM, OTHER], limits: 'none', clock: createQuickClock(), ...options });
  onTestFinished(() => slack.close());
  return { slack, client: clientOf(slack, TEAM.botToken) };
}

/** The error that a call was refused with, or `ok`. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? error.code ?? String(error),
  );

export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;

/** Posts "hi" in the bot's channel, but for what `rest` says otherwise; gives the `ts`. */
export async function post(client: WebClient, rest: Record<string, unknown> = {}): Promise<string> {
  const { ts } = toFields(await client.apiCall('chat.postMessage', { channel: 'C1', text: 'hi', ...rest }));
  return String(ts);
}
