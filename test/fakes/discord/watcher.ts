import { ChannelType } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import { channelOf, threadsOf } from './lookup.ts';
import { toChannelObject, toRoleObjects } from './objects.ts';
import { canSee } from './permissions.ts';
import type { Overwrite } from './seed.ts';
import { type SeenMessage, seenBy } from './seen.ts';
import { deleteChannel, setArchived, setLocked, settleThread } from './threads.ts';
import type { Channel, DiscordFile, Guild, Message, World } from './world.ts';

/** What a test looks at, and what an administrator does. */
export interface Watcher {
  seenBy(user: string, channel: string): SeenMessage[];
  /** Threads of a guild that a person sees, archived ones too. */
  threadsSeenBy(
    user: string,
    guild: string,
  ): { readonly id: string; readonly name: string; readonly isArchived: boolean; readonly isLocked: boolean }[];
  /** Everything ever stored in a channel, deleted and ephemeral ones too, each with all its revisions. */
  messages(channel: string): readonly Message[];
  threads(guild: string): readonly Channel[];
  /** Those registered for a guild, or for everywhere. */
  commands(guild?: string): readonly Fields[];
  files(): readonly DiscordFile[];
  /** The direct channel of a person and the bot; null while there is none. */
  directChannel(user: string): string | null;
  archiveThread(thread: string): void;
  unarchiveThread(thread: string): void;
  lockThread(thread: string): void;
  unlockThread(thread: string): void;
  joinThread(thread: string, user: string): void;
  deleteChannel(channel: string): void;
  /** What a channel adds to, or takes from, everybody's rights there. */
  setOverwrite(channel: string, overwrite: Overwrite): void;
  /** Takes from the bot alone. */
  removePermission(channel: string, bits: bigint): void;
  setRolePermissions(guild: string, role: string, permissions: bigint): void;
  addRole(guild: string, user: string, role: string): void;
  /** The role that came with the bot. */
  botRole(guild: string): string;
  kickBot(guild: string): void;
  /** From now on this person takes no direct messages from the bot. */
  closeDms(user: string): void;
  /** Calls back after each change that people could see. */
  onChange(listener: () => void): void;
}

export function createWatcher(world: World): Watcher {
  const guildOf = (id: string): Guild => {
    const guild = world.guilds.get(id);
    if (guild === undefined) throw new Error(`no guild ${id} in this fake`);
    return guild;
  };
  const botRoleOf = (guild: Guild): string => [...guild.roles.values()].find(({ botId }) => botId === world.botUserId)?.id ?? '';
  const settled = (guild: string): Channel[] =>
    threadsOf(world, guild).map((thread) => {
      settleThread(world, thread);
      return thread;
    });

  function setOverwrite(id: string, overwrite: Overwrite): void {
    const channel = channelOf(world, id);
    channel.overwrites = [...channel.overwrites.filter((each) => each.id !== overwrite.id), overwrite];
    world.emit('CHANNEL_UPDATE', toChannelObject(world, channel), { guildId: channel.guildId, channel });
    world.changed();
  }

  function roleUpdate(guild: Guild, id: string): void {
    const role = toRoleObjects(guild).find((each) => each.id === id);
    world.emit('GUILD_ROLE_UPDATE', { guild_id: guild.id, role }, { guildId: guild.id });
    world.changed();
  }

  return {
    seenBy: (user, channel) => seenBy(world, user, channel),
    threadsSeenBy: (user, guild) =>
      settled(guild)
        .filter((thread) => canSee(world, thread, user))
        .map(({ id, name, thread }) => ({ id, name, isArchived: thread?.isArchived === true, isLocked: thread?.isLocked === true })),
    messages: (channel) => channelOf(world, channel).messages,
    threads: settled,
    commands: (guild = 'global') => world.commands.get(guild) ?? [],
    files: () => [...world.files.values()],
    directChannel: (user) =>
      [...world.channels.values()].find(({ type, recipients }) => type === ChannelType.DM && recipients.includes(user))?.id ?? null,
    archiveThread: (thread) => setArchived(world, channelOf(world, thread), true),
    unarchiveThread: (thread) => setArchived(world, channelOf(world, thread), false),
    lockThread: (thread) => setLocked(world, channelOf(world, thread), true),
    unlockThread: (thread) => setLocked(world, channelOf(world, thread), false),
    joinThread: (thread, user) => void channelOf(world, thread).thread?.members.add(user),
    deleteChannel: (channel) => deleteChannel(world, channelOf(world, channel)),
    setOverwrite,
    removePermission: (channel, bits) => {
      const old = channelOf(world, channel).overwrites.find(({ id }) => id === world.botUserId);
      setOverwrite(channel, { id: world.botUserId, kind: 'user', allow: old?.allow ?? 0n, deny: (old?.deny ?? 0n) | bits });
    },
    setRolePermissions: (guildId, roleId, permissions) => {
      const guild = guildOf(guildId);
      const role = guild.roles.get(roleId);
      if (role === undefined) throw new Error(`no role ${roleId} in ${guildId}`);
      role.permissions = permissions;
      roleUpdate(guild, roleId);
    },
    addRole: (guild, user, role) => void guildOf(guild).members.get(user)?.add(role),
    botRole: (guild) => botRoleOf(guildOf(guild)),
    closeDms: (user) => void world.closedDms.add(user),
    kickBot: (id) => {
      const guild = guildOf(id);
      guild.members.delete(world.botUserId);
      world.emit('GUILD_DELETE', { id }, { guildId: id });
      world.changed();
    },
    onChange: (listener) => {
      const before = world.changed;
      world.changed = () => {
        before();
        listener();
      };
    },
  };
}
