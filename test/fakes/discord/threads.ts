import { PermissionFlagsBits as Can, ChannelType, MessageType } from 'discord-api-types/v10';
import type { Fields } from './fields.ts';
import { toChannelObject } from './objects.ts';
import { may } from './permissions.ts';
import { refuse } from './refusal.ts';
import { addMessage, type NewMessage, written } from './store-message.ts';
import { type Channel, openChannel, type World } from './world.ts';

const MAX_ACTIVE = 1_000;

export const NAME_CHARS = 100;
export const ARCHIVE_MINUTES = [60, 1440, 4320, 10_080] as const;

export interface NewThread {
  readonly id?: string;
  readonly parent: Channel;
  readonly name: string;
  readonly ownerId: string;
  readonly type: ChannelType;
  readonly autoArchiveMinutes?: number;
  readonly appliedTags?: readonly string[];
  readonly isInvitable?: boolean;
  /** The message it hangs on. */
  readonly starterId?: string;
}

const tell = (world: World, thread: Channel, event: string, extra: Fields = {}): void => {
  world.emit(event, { ...toChannelObject(world, thread), ...extra }, { guildId: thread.guildId, channel: thread });
  world.changed();
};

export function createThread(world: World, spec: NewThread): Channel {
  const { parent, ownerId, starterId } = spec;
  const active = [...world.channels.values()].filter(
    (channel) => channel.guildId === parent.guildId && channel.thread?.isArchived === false,
  );
  if (active.length >= MAX_ACTIVE) throw refuse(160006);
  const now = world.nowMs();
  const thread = openChannel({
    id: spec.id ?? starterId ?? world.nextId(),
    type: spec.type,
    guildId: parent.guildId,
    name: spec.name,
    parentId: parent.id,
    thread: {
      ownerId,
      members: new Set([ownerId]),
      createdMs: now,
      isArchived: false,
      isLocked: false,
      isInvitable: spec.isInvitable ?? true,
      autoArchiveMinutes: spec.autoArchiveMinutes ?? 4320,
      archiveChangedMs: now,
      activeMs: now,
      appliedTags: spec.appliedTags ?? [],
    },
  });
  world.channels.set(thread.id, thread);
  tell(world, thread, 'THREAD_CREATE', { newly_created: true });
  const system: Omit<NewMessage, 'type' | 'content'> = { authorId: ownerId };
  if (starterId !== undefined) {
    const reference = { channelId: parent.id, messageId: starterId };
    addMessage(world, thread, { ...system, type: MessageType.ThreadStarterMessage, reference, content: written(now, '') });
  } else if (spec.type === ChannelType.PublicThread && parent.type === ChannelType.GuildText) {
    const reference = { channelId: thread.id, messageId: '' };
    addMessage(world, parent, { ...system, type: MessageType.ThreadCreated, reference, content: written(now, spec.name) });
  }
  return thread;
}

/** A thread where nothing was sent for its time closes by itself. */
export function settleThread(world: World, channel: Channel): void {
  const { thread } = channel;
  if (thread === null || thread.isArchived) return;
  if (world.nowMs() - thread.activeMs < thread.autoArchiveMinutes * 60_000) return;
  setArchived(world, channel, true);
}

export function setArchived(world: World, channel: Channel, isArchived: boolean): void {
  if (channel.thread === null || channel.thread.isArchived === isArchived) return;
  channel.thread.isArchived = isArchived;
  channel.thread.archiveChangedMs = world.nowMs();
  if (!isArchived) channel.thread.activeMs = world.nowMs();
  tell(world, channel, 'THREAD_UPDATE');
}

export function setLocked(world: World, channel: Channel, isLocked: boolean): void {
  if (channel.thread === null) return;
  channel.thread.isLocked = isLocked;
  tell(world, channel, 'THREAD_UPDATE');
}

/** Whatever changes something in a thread without sending: it must be open. */
export function needOpenThread(world: World, channel: Channel): void {
  settleThread(world, channel);
  if (channel.thread?.isArchived === true) throw refuse(50083);
}

/** Sending opens an archived thread again, unless it is locked. */
export function wakeThread(world: World, channel: Channel, userId: string): void {
  settleThread(world, channel);
  const { thread } = channel;
  if (thread === null) return;
  if (thread.isLocked && !may(world, channel, userId, Can.ManageThreads)) throw refuse(160005);
  if (thread.isArchived) setArchived(world, channel, false);
  thread.activeMs = world.nowMs();
  thread.members.add(userId);
}

export function deleteChannel(world: World, channel: Channel): void {
  world.channels.delete(channel.id);
  const { id, guildId, parentId, type } = channel;
  const about = { guildId, channel };
  if (channel.thread !== null) world.emit('THREAD_DELETE', { id, guild_id: guildId, parent_id: parentId, type }, about);
  else {
    // Its threads go with it, and nobody is told of each.
    for (const each of [...world.channels.values()]) if (each.parentId === id) world.channels.delete(each.id);
    world.emit('CHANNEL_DELETE', toChannelObject(world, channel), about);
  }
  world.changed();
}
