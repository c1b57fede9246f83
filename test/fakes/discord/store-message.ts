import { MessageType } from 'discord-api-types/v10';
import type { Interaction } from './interaction.ts';
import { noMentions } from './mentions.ts';
import { toMessageObject } from './message-object.ts';
import type { Channel, Message, Revision, World } from './world.ts';

export interface NewMessage {
  readonly id?: string;
  readonly authorId: string;
  readonly type?: number;
  readonly content: Revision;
  readonly onlyFor?: string | null;
  readonly interaction?: Interaction | null;
  readonly nonce?: string | number | null;
  readonly reference?: Message['reference'];
  readonly pings?: Iterable<string>;
  readonly isLoading?: boolean;
}

/** What a person wrote, or Discord itself: nothing to check. */
export const written = (atMs: number, content: string, rest: Partial<Revision> = {}): Revision => ({
  atMs,
  content,
  embeds: [],
  components: [],
  files: [],
  mentions: noMentions,
  flags: 0,
  ...rest,
});

/** Tells the app of a message, in both forms: with and without its content. Ephemerals are never told. */
function tellOf(world: World, channel: Channel, message: Message, event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE'): void {
  if (message.onlyFor === null) {
    const about = { guildId: channel.guildId, channel };
    const bare = toMessageObject(world, channel, message, { isEvent: true, seesContent: false });
    world.emit(event, toMessageObject(world, channel, message, { isEvent: true, seesContent: true }), { ...about, withoutContent: bare });
  }
  world.changed();
}

export function addMessage(world: World, channel: Channel, spec: NewMessage): Message {
  const message: Message = {
    id: spec.id ?? world.nextId(),
    channelId: channel.id,
    authorId: spec.authorId,
    type: spec.type ?? MessageType.Default,
    createdMs: world.nowMs(),
    onlyFor: spec.onlyFor ?? null,
    interaction: spec.interaction ?? null,
    nonce: spec.nonce ?? null,
    reference: spec.reference ?? null,
    revisions: [spec.content],
    pings: new Set(spec.pings ?? []),
    isLoading: spec.isLoading ?? false,
    isPinned: false,
    deletedMs: null,
  };
  channel.messages.push(message);
  if (channel.thread !== null && message.onlyFor === null) channel.thread.activeMs = world.nowMs();
  tellOf(world, channel, message, 'MESSAGE_CREATE');
  return message;
}

/** `fills`: the first state of an answer that was put off, which is no edit. */
export function changeMessage(world: World, channel: Channel, message: Message, content: Revision, fills = false): void {
  if (fills) message.revisions.length = 0;
  message.revisions.push(content);
  message.isLoading = false;
  tellOf(world, channel, message, 'MESSAGE_UPDATE');
}

export function removeMessage(world: World, channel: Channel, message: Message): void {
  message.deletedMs = world.nowMs();
  if (message.onlyFor === null) {
    const data = { id: message.id, channel_id: channel.id, ...(channel.guildId !== null && { guild_id: channel.guildId }) };
    world.emit('MESSAGE_DELETE', data, { guildId: channel.guildId, channel });
  }
  world.changed();
}
