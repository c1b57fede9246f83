import { ApplicationCommandType, ChannelType, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import { findMessage, guildOf, newest, userOf } from './lookup.ts';
import { iso, toAttachmentObject, toChannelObject, toMemberFields, toUserObject } from './objects.ts';
import type { Channel, Message, World } from './world.ts';

export interface Reading {
  /** The gateway adds the guild and the member. */
  readonly isEvent?: boolean;
  /** Whether the app may read what others write. */
  readonly seesContent: boolean;
}

/** Direct messages, its own, and those that mention the app or answer its ordinary ones with a ping are the app's to read anyway. */
function isOwnToRead(world: World, channel: Channel, message: Message): boolean {
  if (channel.type === ChannelType.DM || message.authorId === world.botUserId) return true;
  if (newest(message).mentions.users.includes(world.botUserId)) return true;
  const answered = message.reference === null ? null : findMessage(channel, message.reference.messageId);
  return answered?.authorId === world.botUserId && answered.interaction === null && message.pings.has(world.botUserId);
}

function toInteractionMetadata(world: World, message: Message): Fields {
  const { interaction } = message;
  if (interaction === null) return {};
  const user = toUserObject(userOf(world, interaction.userId));
  const owners = interaction.guildId === null ? { '0': '0' } : { '0': interaction.guildId };
  return {
    webhook_id: world.applicationId,
    application_id: world.applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.kind,
      user,
      authorizing_integration_owners: owners,
      ...(interaction.kind === InteractionType.ApplicationCommand && {
        name: interaction.commandName,
        command_type: interaction.message === null ? ApplicationCommandType.ChatInput : ApplicationCommandType.Message,
      }),
      ...(interaction.kind === InteractionType.MessageComponent && { interacted_message_id: interaction.message?.id }),
    },
  };
}

function toReference(world: World, channel: Channel, message: Message, reading: Reading): Fields {
  if (message.reference === null) return {};
  const { channelId, messageId } = message.reference;
  const reference = {
    message_reference: {
      type: 0,
      channel_id: channelId,
      ...(messageId !== '' && { message_id: messageId }),
      ...(channel.guildId !== null && { guild_id: channel.guildId }),
    },
  };
  if (message.type !== MessageType.Reply && message.type !== MessageType.ThreadStarterMessage) return reference;
  const place = world.channels.get(channelId);
  const target = place === undefined ? null : findMessage(place, messageId);
  const referenced_message =
    target === null || place === undefined ? null : toMessageObject(world, place, target, { seesContent: reading.seesContent }, false);
  return { ...reference, referenced_message };
}

function flagsOf(world: World, message: Message): number {
  const loading = message.isLoading ? MessageFlags.Loading : 0;
  const ephemeral = message.onlyFor === null ? 0 : MessageFlags.Ephemeral;
  const thread = world.channels.has(message.id) ? MessageFlags.HasThread : 0;
  return newest(message).flags | loading | ephemeral | thread;
}

/** As REST and the gateway give it. `thread` is absent, not null, where there is none. */
export function toMessageObject(world: World, channel: Channel, message: Message, reading: Reading, withReference = true): Fields {
  const { content, embeds, components, files, mentions, atMs } = newest(message);
  const guild = guildOf(world, channel);
  const author = userOf(world, message.authorId);
  const reads = reading.seesContent || isOwnToRead(world, channel, message);
  const replied = message.reference === null ? null : findMessage(channel, message.reference.messageId);
  const pingsAuthor = replied !== null && message.type === MessageType.Reply && message.pings.has(replied.authorId);
  const named = [...new Set([...mentions.users, ...(pingsAuthor ? [replied.authorId] : [])])];
  const thread = world.channels.get(message.id);
  const toMention = (id: string): Fields => ({
    ...toUserObject(userOf(world, id)),
    ...(reading.isEvent === true && guild?.members.has(id) && { member: toMemberFields(guild, id) }),
  });
  return {
    id: message.id,
    channel_id: channel.id,
    type: message.type,
    author: toUserObject(author),
    content: reads ? content : '',
    embeds: reads ? embeds : [],
    components: reads ? components : [],
    attachments: reads ? files.map((file) => toAttachmentObject(world, file)) : [],
    mentions: named.map(toMention),
    mention_roles: mentions.roles,
    mention_everyone: mentions.everyone,
    pinned: message.isPinned,
    tts: false,
    timestamp: iso(message.createdMs),
    edited_timestamp: message.revisions.length > 1 ? iso(atMs) : null,
    flags: flagsOf(world, message),
    ...(message.nonce !== null && message.authorId === world.botUserId && { nonce: message.nonce }),
    ...toInteractionMetadata(world, message),
    ...(withReference && toReference(world, channel, message, reading)),
    ...(thread?.thread !== undefined && thread.thread !== null && { thread: toChannelObject(world, thread) }),
    ...(reading.isEvent === true && {
      channel_type: channel.type,
      ...(guild !== null && { guild_id: guild.id, ...(guild.members.has(author.id) && { member: toMemberFields(guild, author.id) }) }),
    }),
  };
}
