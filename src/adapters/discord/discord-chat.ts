import { createRequire } from 'node:module';
import type * as Discord from 'discord.js';
import type { Client } from 'discord.js';
import type { Drafts } from '#commands/drafts.ts';
import type { Hear } from '#commands/hear.ts';
import type { Delivering } from '#core/deliver/delivering.ts';
import { createErrands } from '#core/errands.ts';
import { FanoutError } from '#core/errors.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Watching } from '#core/view/watch.ts';
import { atMost } from './at-most.ts';
import { listenToInteractions } from './inbound/interactions.ts';
import { listenToMentions } from './inbound/mentions.ts';
import { registerCommands } from './register.ts';
import { createVisibility } from './visibility.ts';

const {
  ActivityType,
  Events,
  GatewayIntentBits,
  Partials,
  Client: DiscordClient,
  Options,
} = createRequire(import.meta.url)('discord.js') as typeof Discord;

/** How long Discord may take for one call. In milliseconds. */
const TIMEOUT_MS = 15_000;
/** How long what is under way may take once Fanout closes. In milliseconds. */
const FAREWELL_MS = 2_000;

export interface ClientOptions {
  /** `https://discord.com/api`, or where another address stands in for it; without a slash at the end. */
  readonly apiUrl: string;
  /** What others wrote without mentioning Fanout: only where it is switched on for the app. */
  readonly readsMessages: boolean;
}

/**
 * Discord's client with the least that Fanout needs: no retries, and no waiting of its own for messages, since core paces and looks before it posts again; nobody pinged; small caches.
 */
export function createDiscordClient({ apiUrl, readsMessages }: ClientOptions): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  return new DiscordClient({
    intents: [Guilds, GuildMessages, DirectMessages, ...(readsMessages ? [MessageContent] : [])],
    partials: [Partials.Channel],
    shards: 'auto',
    allowedMentions: { parse: [], repliedUser: false },
    presence: { activities: [{ name: '/fanout', type: ActivityType.Listening }] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: 200,
      UserManager: 200,
      ReactionManager: 0,
      PresenceManager: 0,
    }),
    rest: { api: apiUrl, retries: 0, timeout: TIMEOUT_MS, rejectOnRateLimit: ({ route }) => route.startsWith('/channels/') },
  });
}

export interface DiscordChatDeps {
  readonly client: Client;
  readonly token: string;
  readonly hear: Hear;
  readonly delivering: Delivering;
  readonly drafts: Drafts;
  /** Runs of an earlier process that go on. */
  readonly resumed: readonly string[];
  readonly watch: Watching;
  readonly clock: Clock;
  readonly log: Log;
}

/** Fanout in Discord, over the gateway. Rejects with `FanoutError` `bad_config` when Discord does not take the token or an intent. */
export function createDiscordChat({ client, token, delivering, drafts, log, clock, ...deps }: DiscordChatDeps): Chat {
  return {
    name: 'discord',
    async run(signal) {
      const background = createErrands(log);
      const lost = Promise.withResolvers<never>();
      // It may be lost while nobody waits for it yet.
      lost.promise.catch(() => undefined);
      // discord.js forgets the token at any 401; one that is really gone ends the gateway, and with it Fanout.
      client.rest.on('response', (_, { status }) => {
        if (status === 401) setImmediate(() => void (signal.aborted || client.rest.setToken(token)));
      });
      client.on('error', (error) => log.warn({ err: error }, 'Discord: an error'));
      client.on('shardError', (error) => log.warn({ err: error }, 'Discord: the connection broke; it is made again'));
      client.on('shardDisconnect', ({ code }) =>
        lost.reject(
          new FanoutError('bad_config', `Discord ended the connection for good (${code}): ${REASONS[code] ?? 'see DISCORD_TOKEN'}.`),
        ),
      );
      client.on('invalidated', () => lost.reject(new FanoutError('bad_config', 'Discord ended the session: see DISCORD_TOKEN.')));
      const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
      try {
        await client.login(token).catch((error: unknown) => {
          throw new FanoutError('bad_config', `Discord does not let Fanout in: ${toReason(error)}.`, { cause: error });
        });
        const it = await Promise.race([ready, lost.promise]);
        const desk = { ...deps, client: it, clock, log, signal, background, visibility: createVisibility(it) };
        listenToMentions(desk);
        listenToInteractions(desk, drafts);
        await delivering.resume(deps.resumed);
        background.run('registering the commands', async () => {
          if (await registerCommands(it.rest, it.application.id)) log.info({}, "Discord's commands are registered anew");
        });
        log.info({ servers: it.guilds.cache.size, shards: it.ws.shards.size }, 'Discord is heard');
        await Promise.race([aborted(signal), lost.promise]);
      } finally {
        client.removeAllListeners(Events.MessageCreate);
        client.removeAllListeners(Events.InteractionCreate);
        // A call that hangs now is looked up at the next start.
        await atMost(FAREWELL_MS, Promise.all([background.settled(), delivering.close()]), clock);
        await client.destroy();
      }
    },
  };
}

const REASONS: Readonly<Record<number, string>> = {
  4004: 'the token is not valid (any more); take a new one under Bot and set DISCORD_TOKEN',
  4011: 'it is in so many servers that it must be sharded',
  4013: 'an intent is not known',
  4014: 'the Message Content intent is not switched on under Bot in the Developer Portal; switch it on there',
};

function toReason(error: unknown): string {
  const text = error instanceof Error ? error.message : '';
  if (/disallowed intents/i.test(text)) return REASONS[4_014] ?? text;
  if (/token/i.test(text)) return REASONS[4_004] ?? text;
  return 'it did not answer';
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
