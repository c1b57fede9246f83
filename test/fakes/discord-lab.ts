import { onTestFinished } from 'vitest';
import { createMemoryDeliveries, createMemoryPostedMessages } from '#adapters/memory/memory-deliveries.ts';
import { createMemoryStore } from '#adapters/memory/memory-store.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { type Catalogue, EMPTY_CATALOGUE } from '#core/models/model-card.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import { createBell } from './bell.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './discord/fake-discord.ts';
import { type GuildSeed, MEMBER } from './discord/seed.ts';
import type { Message } from './discord/world.ts';
import { type DiscordProcess, startDiscordProcess, TOKEN } from './discord-process.ts';
import type { Life } from './mortal.ts';
import { createQuickClock, type QuickClock } from './quick-clock.ts';
import { until } from './until.ts';

export const GUILD = '200000000000000001';
const OTHER_GUILD = '200000000000000002';
export const GENERAL = '300000000000000001';
export const FORUM = '300000000000000002';
/** Ada and Fanout alone see it. */
export const SECRET = '300000000000000003';
/** Eve sees this one alone. */
export const OPS = '300000000000000004';
/** Fanout may read here, and write nothing. */
export const MUTE = '300000000000000005';
export const ELSEWHERE = '300000000000000006';
export const ADA = '400000000000000001';
export const BOB = '400000000000000002';
export const EVE = '400000000000000003';
export const MALLORY = '400000000000000004';
export const BOT = '100000000000000002';

const VIEW = 1n << 10n;
const WRITE = (1n << 11n) | (1n << 38n) | (1n << 35n);
const hidden = (id: string) => ({ id, kind: 'user', deny: VIEW }) as const;
const seen = (id: string) => ({ id, kind: 'user', allow: VIEW }) as const;

export const LAB_GUILD: GuildSeed = {
  id: GUILD,
  // They may mention all and every role, and begin private threads.
  everyone: MEMBER | (1n << 17n) | (1n << 36n),
  users: [
    { id: ADA, name: 'ada' },
    { id: BOB, name: 'bob' },
    { id: EVE, name: 'eve' },
  ],
  channels: [
    { id: GENERAL, name: 'general', overwrites: [hidden(EVE)] },
    { id: FORUM, name: 'questions', sort: 'forum', overwrites: [hidden(EVE)] },
    { id: SECRET, name: 'secret', overwrites: [{ id: GUILD, kind: 'role', deny: VIEW }, seen(ADA), seen(BOT)] },
    { id: OPS, name: 'ops' },
    { id: MUTE, name: 'mute', overwrites: [hidden(EVE), { id: BOT, kind: 'user', deny: WRITE }] },
  ],
};

/** Another server with Fanout in it. */
const LAB_OTHER: GuildSeed = {
  id: OTHER_GUILD,
  users: [{ id: MALLORY, name: 'mallory' }],
  channels: [{ id: ELSEWHERE, name: 'elsewhere' }],
};

export interface DiscordLabOptions extends Pick<FakeDiscordOptions, 'messageContent'> {
  readonly model: Model;
  /** With Discord's limits, which discord.js keeps by this machine's clock: so all go by it, and nobody is hurried. Default false. */
  readonly hasLimits?: boolean;
  /** Default `LAB_GUILD` and `LAB_OTHER`. */
  readonly guilds?: readonly GuildSeed[];
  readonly prices?: Prices;
  /** Default: the model alone. */
  readonly catalogue?: Catalogue;
  /** Errors that are part of the story. Default: none. */
  readonly mayLog?: RegExp;
}

/** A strict Discord and a store, which outlive the processes that work on them. */
export interface DiscordLab {
  readonly discord: FakeDiscord;
  readonly clock: QuickClock;
  /** `dies`: at which message that it posts, edits or looks for. */
  start(dies?: Life['dies']): Promise<DiscordProcess>;
  /** Waits until it is there: looks after everything that happens in Discord, and now and then. */
  until<T>(what: string, look: () => T | null | undefined | false): Promise<T>;
  /** Waits until every run has ended and all of it is delivered. Rejects at the first error that is logged: there is none that a person could cause. */
  delivered(): Promise<void>;
  /** Ids of the runs so far, the newest first. */
  runs(): Promise<readonly string[]>;
}

const NO_PRICES: Prices = { usd: async () => null };

export async function createDiscordLab(options: DiscordLabOptions): Promise<DiscordLab> {
  const { model, hasLimits = false, guilds = [LAB_GUILD, LAB_OTHER], prices = NO_PRICES, mayLog = /^$/ } = options;
  const { catalogue = EMPTY_CATALOGUE } = options;
  const { messageContent = false } = options;
  const clock = hasLimits ? { ...systemClock, skip: noSkipping } : createQuickClock();
  const limited = hasLimits ? ({ limits: 'real', ackMs: Number.POSITIVE_INFINITY } as const) : ({ limits: 'none' } as const);
  const discord = await startFakeDiscord({ guilds, messageContent, clock, token: TOKEN, ...limited });
  onTestFinished(() => discord.close());
  const store = createMemoryStore();
  const deliveries = createMemoryDeliveries();
  const kept = { store, deliveries, posted: createMemoryPostedMessages() };
  const processes: DiscordProcess[] = [];
  const bell = createBell();
  discord.onChange(bell.ring);
  const story = (): string => `${toStory(discord, guilds)}\n${toWarnings(processes)}`;
  const untilThere: DiscordLab['until'] = (what, look) => until(what, look, { hear: bell.hear, story });

  /** Whether somebody waits for what they typed or pressed. */
  const isThinking = (): boolean =>
    guilds.some(({ id, channels }) =>
      [...channels, ...discord.threads(id)].some((channel) =>
        messagesIn(discord, channel.id).some((it) => it.isLoading && it.deletedMs === null),
      ),
    );

  return {
    discord,
    clock,
    until: untilThere,
    async start(dies = null) {
      const process = await startDiscordProcess({ discord, hasLimits, model, prices, catalogue, clock, dies, ...kept });
      processes.push(process);
      onTestFinished(async () => void (process.life.dead ? process.kill() : await process.close().catch(() => undefined)));
      return process;
    },
    async delivered() {
      let left = -1;
      const count = async (): Promise<void> => {
        // First, so that what was just taken is counted.
        const waiting = isThinking() ? 1 : 0;
        const [unsettled, unfinished] = await Promise.all([deliveries.unsettled('discord'), store.runLog.list({ unfinished: true })]);
        left = unsettled.length + unfinished.length + waiting;
      };
      const timer = setInterval(() => void count(), 5);
      const isDelivered = (): boolean => {
        const isBug = processes.flatMap(({ log }) => log.lines).some(({ level, message }) => level === 'error' && !mayLog.test(message));
        if (isBug) throw new Error(`an error was logged:\n${toWarnings(processes)}`);
        return left === 0;
      };
      await untilThere('everything to be delivered', isDelivered).finally(() => clearInterval(timer));
    },
    runs: async () => (await store.runLog.list({ unfinished: false, place: null, words: [], limit: 999 })).map(({ runId }) => runId),
  };
}

const noSkipping = (): never => {
  throw new Error("this machine's clock skips nothing");
};

/** None where the channel is gone. */
function messagesIn(discord: FakeDiscord, channel: string): readonly Message[] {
  try {
    return discord.messages(channel);
  } catch {
    return [];
  }
}

/** What there is to see, for a test that waited in vain. */
function toStory(discord: FakeDiscord, guilds: readonly GuildSeed[]): string {
  const lines = guilds.flatMap(({ id, channels }) => {
    const all = [...channels.map((channel) => channel.id), ...discord.threads(id).map((thread) => thread.id)];
    return all.flatMap((channel) =>
      messagesIn(discord, channel).map((it) => `${channel} ${it.id} ${JSON.stringify(it.revisions.at(-1)).slice(0, 300)}`),
    );
  });
  const calls = discord.calls().slice(-15);
  return [...lines.slice(-40), ...calls.map((call) => JSON.stringify(call).slice(0, 200))].join('\n');
}

const toWarnings = (processes: readonly DiscordProcess[]): string =>
  processes
    .flatMap(({ log }) => log.lines.filter(({ level }) => level === 'warn' || level === 'error'))
    .slice(-20)
    .map(({ level, message, fields }) => `${level}: ${message} ${fields.err instanceof Error ? fields.err.stack : JSON.stringify(fields)}`)
    .join('\n');
