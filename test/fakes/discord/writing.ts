import { PermissionFlagsBits as Can, MessageType } from 'discord-api-types/v10';
import { bytesOf, type TypedFile } from './commands.ts';
import type { Spot } from './interaction-payload.ts';
import { channelOf, directChannel, findMessage, isForum, newest, userOf } from './lookup.ts';
import { pingedBy, resolveMentions } from './mentions.ts';
import { canSee, may, sendBit } from './permissions.ts';
import { addMessage, changeMessage, removeMessage, written } from './store-message.ts';
import { createThread, wakeThread } from './threads.ts';
import { storeFile } from './uploads.ts';
import type { Channel, Message, World } from './world.ts';

export interface Writing extends Spot {
  /** `<@id>` mentions somebody, `<@&id>` a role. */
  readonly content: string;
  readonly replyTo?: string;
  /** Of a reply. Default true. */
  readonly pingsAuthor?: boolean;
  readonly files?: readonly TypedFile[];
}

export interface Writers {
  /** Gives the message's id. Throws where that person may not write. */
  write(writing: Writing): string;
  /** The same with a mention of the bot in front. */
  mention(writing: Writing): string;
  /** To the bot, in their direct channel; gives the channel too. */
  dm(writing: Omit<Writing, 'channel'>): { readonly channel: string; readonly messageId: string };
  editMessage(edit: Spot & { readonly messageId: string; readonly content: string }): void;
  deleteMessage(spot: Spot & { readonly messageId: string }): void;
  /** A person's thread, on a message or by itself; gives its id. In a forum it is a post, whose first message is `content`. */
  createThread(
    thread: Spot & { readonly name: string; readonly messageId?: string; readonly isPrivate?: boolean; readonly content?: string },
  ): string;
}

export function createWriters(world: World): Writers {
  function place({ channel, user }: Spot, bit: (channel: Channel) => bigint = sendBit): Channel {
    const found = channelOf(world, channel);
    userOf(world, user);
    if (!canSee(world, found, user) || !may(world, found, user, bit(found))) throw new Error(`${user} may not write in ${channel}`);
    return found;
  }

  function put(channel: Channel, { user, content, replyTo, pingsAuthor = true, files = [] }: Writing, id?: string): string {
    const target = replyTo === undefined ? null : findMessage(channel, replyTo);
    if (replyTo !== undefined && target === null) throw new Error(`no message ${replyTo} in ${channel.id}`);
    wakeThread(world, channel, user);
    const mentions = resolveMentions(world, channel, user, content, null);
    const stored = files.map((file) => storeFile(world, { ...file, bytes: bytesOf(file), channelId: channel.id }));
    const pings = pingedBy(world, channel, user, mentions, 0);
    const answered = target !== null && pingsAuthor && target.authorId !== user ? [target.authorId] : [];
    const message = addMessage(world, channel, {
      ...(id !== undefined && { id }),
      authorId: user,
      content: written(world.nowMs(), content, { mentions, files: stored }),
      type: target === null ? MessageType.Default : MessageType.Reply,
      reference: target === null ? null : { channelId: channel.id, messageId: target.id },
      pings: [...pings, ...answered],
    });
    return message.id;
  }

  function own({ channel, user }: Spot, messageId: string): { readonly where: Channel; readonly message: Message } {
    const where = channelOf(world, channel);
    const message = findMessage(where, messageId);
    if (message === null) throw new Error(`no message ${messageId} in ${channel}`);
    if (message.authorId !== user && !may(world, where, user, Can.ManageMessages)) throw new Error(`${messageId} is not ${user}'s`);
    return { where, message };
  }

  return {
    write: (writing) => put(place(writing), writing),
    mention: (writing) => put(place(writing), { ...writing, content: `<@${world.botUserId}> ${writing.content}` }),
    dm: (writing) => {
      const channel = directChannel(world, userOf(world, writing.user).id);
      return { channel: channel.id, messageId: put(channel, { ...writing, channel: channel.id }) };
    },
    editMessage: ({ messageId, content, ...spot }) => {
      const { where, message } = own(spot, messageId);
      if (message.authorId !== spot.user) throw new Error(`${messageId} is not ${spot.user}'s`);
      const mentions = resolveMentions(world, where, spot.user, content, null);
      changeMessage(world, where, message, { ...newest(message), atMs: world.nowMs(), content, mentions });
    },
    deleteMessage: ({ messageId, ...spot }) => {
      const { where, message } = own(spot, messageId);
      removeMessage(world, where, message);
    },
    createThread: ({ name, messageId, isPrivate = false, content, ...spot }) => {
      const bit = isPrivate ? Can.CreatePrivateThreads : Can.CreatePublicThreads;
      const parent = channelOf(world, spot.channel);
      place(spot, () => (isForum(parent) ? Can.SendMessages : bit));
      const id = isForum(parent) ? world.nextId() : undefined;
      const thread = createThread(world, {
        ...(id !== undefined && { id }),
        ...(messageId !== undefined && { starterId: messageId }),
        parent,
        name,
        ownerId: spot.user,
        type: isPrivate ? 12 : 11,
      });
      if (content !== undefined) put(thread, { ...spot, channel: thread.id, content }, id);
      return thread.id;
    },
  };
}
