import { Client, type ClientOptions, GatewayIntentBits, Options, Partials } from 'discord.js';
import { onTestFinished } from 'vitest';
import { createQuickClock } from '#test/fakes/quick-clock.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './fake-discord.ts';
import { toFields } from './fields.ts';
import type { GuildSeed } from './seed.ts';

export const GUILD = '200000000000000001';
export const GENERAL = '300000000000000001';
export const FORUM = '300000000000000002';
export const SECRET = '300000000000000003';
export const ADA = '400000000000000001';
export const BOB = '400000000000000002';
export const CREW = '500000000000000001';
export const APP = '100000000000000001';
export const BOT_USER = '100000000000000002';

const VIEW = 1n << 10n;

/** A server with a channel that all see, a forum, and one that the bot and Bob don't see. */
const SEED: GuildSeed = {
  id: GUILD,
  users: [
    { id: ADA, name: 'ada', roles: [CREW] },
    { id: BOB, name: 'bob' },
  ],
  roles: [{ id: CREW, name: 'crew' }],
  channels: [
    { id: GENERAL, name: 'general' },
    { id: FORUM, name: 'questions', sort: 'forum', tags: [{ id: '600000000000000001', name: 'help' }], requiresTag: true },
    {
      id: SECRET,
      name: 'secret',
      overwrites: [
        { id: GUILD, kind: 'role', deny: VIEW },
        { id: ADA, kind: 'user', allow: VIEW },
      ],
    },
  ],
};

export async function start(options: Partial<FakeDiscordOptions> = {}): Promise<FakeDiscord> {
  const discord = await startFakeDiscord({ guilds: [SEED], limits: 'none', clock: createQuickClock(), ...options });
  onTestFinished(() => discord.close());
  return discord;
}

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** A real client that is ready. */
export async function connect(discord: FakeDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages],
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    sweepers: Options.DefaultSweeperSettings,
    ...options,
    rest: { api: discord.apiUrl, retries: 0, ...options.rest },
  });
  client.on('error', () => {});
  client.on('shardError', () => {});
  onTestFinished(() => client.destroy());
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login('test-token');
  return ready;
}

export interface Answer {
  readonly status: number;
  readonly body: ReturnType<typeof toFields>;
  readonly headers: Headers;
}

/** One call without a client. */
export async function call(
  discord: FakeDiscord,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: 'Bot test-token', 'user-agent': 'DiscordBot (test, 1)', 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: Array.isArray(json) ? { list: json } : toFields(json), headers: response.headers };
}

/** `0` where it was taken. */
export const codeOf = async (discord: FakeDiscord, method: string, path: string, body?: unknown): Promise<number> => {
  const answer = await call(discord, method, path, body);
  return answer.status < 400 ? 0 : Number(answer.body.code) || answer.status;
};

export const messagesPath = `/channels/${GENERAL}/messages`;

/** Posts as the bot; gives the id. */
export async function post(discord: FakeDiscord, body: unknown = { content: 'hi' }, channel = GENERAL): Promise<string> {
  const answer = await call(discord, 'POST', `/channels/${channel}/messages`, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.id);
}
