import { ChannelType } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import type { Interaction } from './interaction.ts';
import { BOT, type ChannelSort, type GuildSeed, MEMBER, type Overwrite } from './seed.ts';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly isMentionable: boolean;
  /** The bot that came with this role. */
  readonly botId: string | null;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, Role>;
  /** Role ids of each member. */
  readonly members: Map<string, Set<string>>;
}

export interface DiscordFile {
  readonly id: string;
  readonly channelId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly description: string | null;
  readonly isEphemeral: boolean;
}

export interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

/** One state of a message; the last is what people see. */
export interface Revision {
  readonly atMs: number;
  readonly content: string;
  readonly embeds: readonly Fields[];
  readonly components: readonly Fields[];
  readonly files: readonly DiscordFile[];
  readonly mentions: Mentions;
  readonly flags: number;
}

export interface Message {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: number;
  readonly createdMs: number;
  /** The one person who sees it; null: everyone in the channel. */
  readonly onlyFor: string | null;
  readonly interaction: Interaction | null;
  readonly nonce: string | number | null;
  readonly reference: { readonly channelId: string; readonly messageId: string } | null;
  readonly revisions: Revision[];
  /** Who was notified of it. */
  readonly pings: Set<string>;
  /** "Fanout is thinking…" */
  isLoading: boolean;
  isPinned: boolean;
  deletedMs: number | null;
}

export interface ThreadState {
  readonly ownerId: string;
  readonly members: Set<string>;
  readonly createdMs: number;
  isArchived: boolean;
  isLocked: boolean;
  isInvitable: boolean;
  autoArchiveMinutes: number;
  archiveChangedMs: number;
  activeMs: number;
  appliedTags: readonly string[];
}

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  name: string;
  readonly parentId: string | null;
  /** The two of a direct channel. */
  readonly recipients: readonly string[];
  overwrites: Overwrite[];
  readonly tags: readonly { readonly id: string; readonly name: string }[];
  readonly requiresTag: boolean;
  readonly messages: Message[];
  readonly thread: ThreadState | null;
  /** Renames of the last ten minutes. */
  renames: readonly number[];
  /** Edits, in the last seconds, of messages older than an hour. */
  oldEdits: readonly number[];
}

/** All of one fake Discord: what every route reads and writes. */
export interface World {
  readonly nowMs: () => number;
  /** How long after an interaction its first answer is taken, by `nowMs`. */
  readonly ackMs: number;
  readonly applicationId: string;
  readonly botUserId: string;
  /** Whether the privileged intent is enabled for the app. */
  readonly hasMessageContent: boolean;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly files: Map<string, DiscordFile>;
  readonly interactions: Map<string, Interaction>;
  /** By guild id; `global` for everywhere. */
  readonly commands: Map<string, Fields[]>;
  readonly commandCreates: Map<string, number[]>;
  /** People who take no direct messages from the bot. */
  readonly closedDms: Set<string>;
  /** `http://127.0.0.1:port`, known once it listens. */
  baseUrl: string;
  nextId(): string;
  /** Called after everything that people could see. */
  changed(): void;
  /** Tells the app's sockets. */
  emit(event: string, data: unknown, about: About): void;
}

/** Where something happened, which decides who hears of it. */
export interface About {
  readonly guildId: string | null;
  /** Of a channel that the bot must see. */
  readonly channel?: Channel;
  /** What a message looks like to an app without its content. */
  readonly withoutContent?: unknown;
}

const DISCORD_EPOCH_MS = 1_420_070_400_000;

const TYPES: Readonly<Record<ChannelSort, ChannelType>> = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  forum: ChannelType.GuildForum,
  media: ChannelType.GuildMedia,
  voice: ChannelType.GuildVoice,
  category: ChannelType.GuildCategory,
};

export const openChannel = (channel: Pick<Channel, 'id' | 'type' | 'guildId' | 'name'> & Partial<Channel>): Channel => ({
  parentId: null,
  recipients: [],
  overwrites: [],
  tags: [],
  requiresTag: false,
  messages: [],
  thread: null,
  renames: [],
  oldEdits: [],
  ...channel,
});

export interface WorldOptions {
  readonly guilds: readonly GuildSeed[];
  readonly applicationId: string;
  readonly botUserId: string;
  readonly hasMessageContent: boolean;
  readonly nowMs: () => number;
  /** How long after an interaction its first answer is taken, by `nowMs`. */
  readonly ackMs: number;
}

export function createWorld({ guilds, ...options }: WorldOptions): World {
  let last = 0n;
  const world: World = {
    ...options,
    users: new Map([[options.botUserId, { id: options.botUserId, name: 'Fanout', isBot: true }]]),
    guilds: new Map(),
    channels: new Map(),
    files: new Map(),
    interactions: new Map(),
    commands: new Map(),
    commandCreates: new Map(),
    closedDms: new Set(),
    baseUrl: '',
    nextId: () => {
      // Two things of one instant still have an order: the low bits count on.
      const fromClock = BigInt(Math.max(1, Math.floor(options.nowMs()) - DISCORD_EPOCH_MS)) << 22n;
      last = fromClock > last ? fromClock : last + 1n;
      return last.toString();
    },
    changed: () => {},
    emit: () => {},
  };
  for (const seed of guilds) openGuild(world, seed);
  return world;
}

function openGuild(world: World, seed: GuildSeed): void {
  const botRole: Role = {
    id: world.nextId(),
    name: 'Fanout',
    permissions: seed.bot ?? BOT,
    isMentionable: false,
    botId: world.botUserId,
  };
  const everyone: Role = { id: seed.id, name: '@everyone', permissions: seed.everyone ?? MEMBER, isMentionable: false, botId: null };
  const others = (seed.roles ?? []).map(
    ({ id, name, permissions = 0n, isMentionable = false }): Role => ({ id, name, permissions, isMentionable, botId: null }),
  );
  for (const { id, name, isBot = false } of seed.users) world.users.set(id, { id, name, isBot });
  world.guilds.set(seed.id, {
    id: seed.id,
    name: seed.name ?? 'Acme',
    ownerId: seed.ownerId ?? '99999999999999999',
    roles: new Map([everyone, botRole, ...others].map((role) => [role.id, role])),
    members: new Map([[world.botUserId, new Set([botRole.id])], ...seed.users.map(({ id, roles = [] }) => [id, new Set(roles)] as const)]),
  });
  for (const { id, name, sort = 'text', overwrites = [], tags = [], requiresTag = false } of seed.channels) {
    world.channels.set(id, openChannel({ id, type: TYPES[sort], guildId: seed.id, name, overwrites: [...overwrites], tags, requiresTag }));
  }
}
