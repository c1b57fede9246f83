import { PermissionFlagsBits as Can } from 'discord-api-types/v10';

/** What a server holds before the test begins. Ids are 17 to 19 digits, as real ones. */
export interface GuildSeed {
  readonly id: string;
  readonly name?: string;
  /** Default: nobody that acts. */
  readonly ownerId?: string;
  readonly users: readonly UserSeed[];
  readonly roles?: readonly RoleSeed[];
  readonly channels: readonly ChannelSeed[];
  /** What @everyone may. Default: `MEMBER`. */
  readonly everyone?: bigint;
  /** What the bot's own role adds. Default: `BOT`. */
  readonly bot?: bigint;
}

export interface UserSeed {
  readonly id: string;
  readonly name: string;
  readonly isBot?: boolean;
  readonly roles?: readonly string[];
}

export interface RoleSeed {
  readonly id: string;
  readonly name: string;
  readonly permissions?: bigint;
  /** Whether everybody may ping it. Default false. */
  readonly isMentionable?: boolean;
}

export type ChannelSort = 'text' | 'announcement' | 'forum' | 'media' | 'voice' | 'category';

export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  /** Default `text`. */
  readonly sort?: ChannelSort;
  readonly overwrites?: readonly Overwrite[];
  /** Of a forum: ids and names. */
  readonly tags?: readonly { readonly id: string; readonly name: string }[];
  readonly requiresTag?: boolean;
}

/** `id`: a role, a user, or the guild's own id for @everyone. */
export interface Overwrite {
  readonly id: string;
  readonly kind: 'role' | 'user';
  readonly allow?: bigint;
  readonly deny?: bigint;
}

export const MEMBER: bigint =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.CreatePublicThreads |
  Can.AttachFiles |
  Can.EmbedLinks |
  Can.ReadMessageHistory |
  Can.AddReactions |
  Can.UseApplicationCommands;

/** What an invitation of Fanout asks for. */
export const BOT: bigint =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.CreatePublicThreads |
  Can.AttachFiles |
  Can.EmbedLinks |
  Can.ReadMessageHistory;
