import { createHash } from 'node:crypto';
import { ChannelType } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import { isForum, userOf } from './lookup.ts';
import { permissionsOf } from './permissions.ts';
import type { Channel, DiscordFile, Guild, User, World } from './world.ts';

export const iso = (ms: number): string => new Date(ms).toISOString().replace('Z', '000+00:00');

const JOINED = iso(Date.UTC(2025, 0, 1));

export const toUserObject = ({ id, name, isBot }: User): Fields => ({
  id,
  username: name.toLowerCase(),
  discriminator: isBot ? '0001' : '0',
  global_name: isBot ? null : name,
  avatar: null,
  public_flags: 0,
  ...(isBot && { bot: true }),
});

/** Without the user, as it stands beside one. */
export const toMemberFields = (guild: Guild, userId: string): Fields => ({
  roles: [...(guild.members.get(userId) ?? [])],
  nick: null,
  avatar: null,
  banner: null,
  joined_at: JOINED,
  premium_since: null,
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  communication_disabled_until: null,
});

export const toMemberObject = (world: World, guild: Guild, userId: string): Fields => ({
  ...toMemberFields(guild, userId),
  user: toUserObject(userOf(world, userId)),
});

const toRoleObject = (guild: Guild, id: string): Fields | null => {
  const role = guild.roles.get(id);
  if (role === undefined) return null;
  return {
    id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.id === guild.id ? 0 : 1,
    permissions: role.permissions.toString(),
    managed: role.botId !== null,
    mentionable: role.isMentionable,
    flags: 0,
    ...(role.botId !== null && { tags: { bot_id: role.botId } }),
  };
};

export const toRoleObjects = (guild: Guild): Fields[] =>
  [...guild.roles.keys()].map((id) => toRoleObject(guild, id)).filter((role) => role !== null);

const toOverwrites = (channel: Channel): Fields[] =>
  channel.overwrites.map(({ id, kind, allow = 0n, deny = 0n }) => ({
    id,
    type: kind === 'role' ? 0 : 1,
    allow: allow.toString(),
    deny: deny.toString(),
  }));

function toThreadObject(world: World, channel: Channel, state: NonNullable<Channel['thread']>): Fields {
  const own = state.members.has(world.botUserId);
  const said = channel.messages.filter(({ deletedMs, onlyFor }) => deletedMs === null && onlyFor === null);
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    name: channel.name,
    owner_id: state.ownerId,
    last_message_id: said.at(-1)?.id ?? null,
    message_count: said.length,
    total_message_sent: said.length,
    member_count: state.members.size,
    rate_limit_per_user: 0,
    flags: 0,
    ...(state.appliedTags.length > 0 && { applied_tags: state.appliedTags }),
    thread_metadata: {
      archived: state.isArchived,
      archive_timestamp: iso(state.archiveChangedMs),
      auto_archive_duration: state.autoArchiveMinutes,
      locked: state.isLocked,
      create_timestamp: iso(state.createdMs),
      ...(channel.type === ChannelType.PrivateThread && { invitable: state.isInvitable }),
    },
    ...(own && { member: { id: channel.id, user_id: world.botUserId, join_timestamp: iso(state.createdMs), flags: 0 } }),
  };
}

export function toChannelObject(world: World, channel: Channel): Fields {
  const { id, type, name, parentId, guildId, thread } = channel;
  if (thread !== null) return toThreadObject(world, channel, thread);
  const last = channel.messages.findLast(({ deletedMs, onlyFor }) => deletedMs === null && onlyFor === null);
  const last_message_id = last?.id ?? null;
  if (guildId === null) {
    const others = channel.recipients.filter((each) => each !== world.botUserId);
    return { id, type, flags: 0, last_message_id, recipients: others.map((each) => toUserObject(userOf(world, each))) };
  }
  return {
    id,
    type,
    guild_id: guildId,
    name,
    parent_id: parentId,
    position: 0,
    flags: channel.requiresTag ? 16 : 0,
    nsfw: false,
    topic: null,
    rate_limit_per_user: 0,
    last_message_id,
    permission_overwrites: toOverwrites(channel),
    ...(isForum(channel) && {
      available_tags: channel.tags.map((tag) => ({ ...tag, moderated: false, emoji_id: null, emoji_name: null })),
    }),
  };
}

/** As an interaction carries it: with what the person may do there. */
export const toInteractionChannel = (world: World, channel: Channel, userId: string): Fields => ({
  ...toChannelObject(world, channel),
  permissions: permissionsOf(world, channel, userId).toString(),
});

const LINK_S = 24 * 3600;

const sign = (path: string, expires: string): string => createHash('sha256').update(`the fake's secret ${path} ${expires}`).digest('hex');

/** Links expire after a day, and each reading of a message makes new ones. */
function fileUrl(world: World, file: DiscordFile): string {
  const place = file.isEphemeral ? 'ephemeral-attachments' : 'attachments';
  const path = `/${place}/${file.channelId}/${file.id}/${encodeURIComponent(file.name)}`;
  const nowS = Math.floor(world.nowMs() / 1000);
  const expires = (nowS + LINK_S).toString(16);
  return `${world.baseUrl}${path}?ex=${expires}&is=${nowS.toString(16)}&hm=${sign(path, expires)}&`;
}

export function isGoodLink(world: World, url: URL): boolean {
  const expires = url.searchParams.get('ex') ?? '';
  return url.searchParams.get('hm') === sign(url.pathname, expires) && Number.parseInt(expires, 16) * 1000 > world.nowMs();
}

export const toAttachmentObject = (world: World, file: DiscordFile): Fields => {
  const url = fileUrl(world, file);
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...(file.description !== null && { description: file.description }),
    ...(file.isEphemeral && { ephemeral: true }),
  };
};
