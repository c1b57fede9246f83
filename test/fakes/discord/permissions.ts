import { PermissionFlagsBits as Can, ChannelType } from 'discord-api-types/v10';
import { guildOf, parentOf } from './lookup.ts';
import { refuse } from './refusal.ts';
import type { Channel, Guild, World } from './world.ts';

const ALL = Object.values(Can).reduce((sum, bit) => sum | bit, 0n);
const IN_DM = Can.ViewChannel | Can.SendMessages | Can.AttachFiles | Can.EmbedLinks | Can.ReadMessageHistory | Can.AddReactions;

export function guildPermissions(guild: Guild, userId: string): bigint {
  const own = guild.members.get(userId);
  if (own === undefined) return 0n;
  if (guild.ownerId === userId) return ALL;
  const sum = [guild.id, ...own].reduce((bits, role) => bits | (guild.roles.get(role)?.permissions ?? 0n), 0n);
  return (sum & Can.Administrator) === 0n ? sum : ALL;
}

/** Of a user in a channel: roles, then overwrites for @everyone, for roles, for the user. A thread has those of its parent. */
export function permissionsOf(world: World, channel: Channel, userId: string): bigint {
  const guild = guildOf(world, channel);
  if (guild === null) return channel.recipients.includes(userId) ? IN_DM : 0n;
  const base = guildPermissions(guild, userId);
  if (base === ALL) return base;
  const roles = guild.members.get(userId) ?? new Set();
  const { overwrites } = parentOf(world, channel) ?? channel;
  const apply = (bits: bigint, those: typeof overwrites): bigint => {
    const deny = those.reduce((sum, each) => sum | (each.deny ?? 0n), 0n);
    const allow = those.reduce((sum, each) => sum | (each.allow ?? 0n), 0n);
    return (bits & ~deny) | allow;
  };
  const everyone = apply(
    base,
    overwrites.filter(({ id }) => id === guild.id),
  );
  const byRole = apply(
    everyone,
    overwrites.filter(({ id, kind }) => kind === 'role' && id !== guild.id && roles.has(id)),
  );
  const bits = apply(
    byRole,
    overwrites.filter(({ id, kind }) => kind === 'user' && id === userId),
  );
  return (bits & Can.ViewChannel) === 0n ? 0n : bits;
}

export const may = (world: World, channel: Channel, userId: string, bit: bigint): boolean =>
  (permissionsOf(world, channel, userId) & bit) === bit;

/** A private thread is there for its members, and for those who manage threads. */
export function canSee(world: World, channel: Channel, userId: string): boolean {
  if (!may(world, channel, userId, Can.ViewChannel)) return false;
  if (channel.type !== ChannelType.PrivateThread) return true;
  return channel.thread?.members.has(userId) === true || may(world, channel, userId, Can.ManageThreads);
}

/** 50001 where the bot does not see the channel, 50013 where it lacks one of the others. */
export function needPermissions(world: World, channel: Channel, ...bits: readonly bigint[]): void {
  if (!canSee(world, channel, world.botUserId)) throw refuse(50001);
  if (bits.some((bit) => !may(world, channel, world.botUserId, bit))) throw refuse(50013);
}

/** Writing in a thread has a permission of its own, and SEND_MESSAGES means nothing there. */
export const sendBit = (channel: Channel): bigint => (channel.thread === null ? Can.SendMessages : Can.SendMessagesInThreads);
