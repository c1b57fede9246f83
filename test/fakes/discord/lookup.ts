import { ChannelType } from 'discord-api-types/v10';
import { type Channel, type Guild, type Message, openChannel, type Revision, type User, type World } from './world.ts';

/** For the people of a test: what they name must be there. */
export function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new Error(`no channel ${id} in this fake`);
  return channel;
}

export function userOf(world: World, id: string): User {
  const user = world.users.get(id);
  if (user === undefined) throw new Error(`no user ${id} in this fake`);
  return user;
}

export function guildOf(world: World, channel: Channel): Guild | null {
  return channel.guildId === null ? null : (world.guilds.get(channel.guildId) ?? null);
}

export const findMessage = (channel: Channel, id: string): Message | null =>
  channel.messages.find((message) => message.id === id && message.deletedMs === null) ?? null;

export const newest = (message: Message): Revision => {
  const revision = message.revisions.at(-1);
  if (revision === undefined) throw new Error(`message ${message.id} has no content`);
  return revision;
};

export const parentOf = (world: World, channel: Channel): Channel | null =>
  channel.parentId === null ? null : (world.channels.get(channel.parentId) ?? null);

export const threadsOf = (world: World, guildId: string): Channel[] =>
  [...world.channels.values()].filter((channel) => channel.guildId === guildId && channel.thread !== null);

export const isForum = (channel: Channel): boolean => channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;

/** The direct channel of one user and the bot; opened when there is none. */
export function directChannel(world: World, userId: string): Channel {
  const found = [...world.channels.values()].find(({ type, recipients }) => type === ChannelType.DM && recipients.includes(userId));
  if (found !== undefined) return found;
  const opened = openChannel({
    id: world.nextId(),
    type: ChannelType.DM,
    guildId: null,
    name: '',
    recipients: [userId, world.botUserId],
  });
  world.channels.set(opened.id, opened);
  return opened;
}
