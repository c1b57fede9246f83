import { PermissionFlagsBits as Can, ChannelType, MessageType } from 'discord-api-types/v10';
import { toFields, toText, toTexts } from '../fields.ts';
import { createForm } from '../form.ts';
import { isForum } from '../lookup.ts';
import { pingedBy } from '../mentions.ts';
import { checkMessageBody } from '../message-body.ts';
import { toChannelObject } from '../objects.ts';
import { may, needPermissions, sendBit } from '../permissions.ts';
import { refuse } from '../refusal.ts';
import { type Call, channelIn, idOf, messageIn, nothing, ok, type Reply, type Route } from '../route.ts';
import { addMessage, written } from '../store-message.ts';
import { ARCHIVE_MINUTES, createThread, deleteChannel, NAME_CHARS, needOpenThread, setArchived, setLocked } from '../threads.ts';
import type { Channel } from '../world.ts';
import { needContentPermissions, toReading } from './messages.ts';

const HOLDERS: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

interface ThreadFields {
  readonly name: string;
  readonly autoArchiveMinutes?: number;
}

function checkThread({ body }: Call): ThreadFields {
  const form = createForm();
  const name = form.text('name', body.name, { min: 1, max: NAME_CHARS, isRequired: true });
  const given = body.auto_archive_duration;
  const minutes = given === undefined || given === null ? null : form.choice('auto_archive_duration', given, ARCHIVE_MINUTES);
  if (body.type !== undefined) form.choice('type', body.type, [10, 11, 12]);
  form.done();
  return { name: name ?? '', ...(minutes !== null && { autoArchiveMinutes: minutes }) };
}

const publicType = (parent: Channel): ChannelType =>
  parent.type === ChannelType.GuildAnnouncement ? ChannelType.AnnouncementThread : ChannelType.PublicThread;

/** Its id is the message's, so there is only one. */
function threadFromMessage(call: Call): Reply {
  const { world } = call;
  const parent = channelIn(call);
  if (!HOLDERS.includes(parent.type)) throw refuse(50024);
  const message = messageIn(call, parent);
  needPermissions(world, parent, Can.CreatePublicThreads, Can.ReadMessageHistory);
  if (message.type === MessageType.ThreadCreated || message.type === MessageType.ThreadStarterMessage) throw refuse(50021);
  if (world.channels.has(message.id)) throw refuse(160004);
  const spec = { ...checkThread(call), parent, ownerId: world.botUserId, type: publicType(parent), starterId: message.id };
  return { status: 201, body: toChannelObject(world, createThread(world, spec)) };
}

function forumPost(call: Call, parent: Channel): Reply {
  const { world, body } = call;
  needPermissions(world, parent, Can.SendMessages);
  const fields = checkThread(call);
  const appliedTags = toTexts(body.applied_tags);
  const form = createForm();
  if (body.message === undefined) form.required('message');
  if (appliedTags.length > 5) form.fault('applied_tags', 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.');
  for (const id of appliedTags)
    if (!parent.tags.some((tag) => tag.id === id)) form.fault('applied_tags', 'FORUM_TAG_UNKNOWN', `Unknown tag ${id}`);
  form.done();
  if (parent.requiresTag && appliedTags.length === 0) throw refuse(40067);
  const inner = { ...call, body: toFields(body.message) };
  needContentPermissions(inner, parent);
  const id = world.nextId();
  const rules = { authorId: world.botUserId, old: null, isAnswer: false, isEphemeral: false };
  const { content } = checkMessageBody(world, parent, inner, rules);
  const spec = { ...fields, id, parent, ownerId: world.botUserId, type: ChannelType.PublicThread, appliedTags };
  const thread = createThread(world, spec);
  const pings = pingedBy(world, thread, world.botUserId, content.mentions, content.flags);
  const first = addMessage(world, thread, { id, authorId: world.botUserId, content, pings });
  return { status: 201, body: { ...toChannelObject(world, thread), message: toReading(call, thread, first) } };
}

function threadWithoutMessage(call: Call): Reply {
  const { world, body } = call;
  const parent = channelIn(call);
  if (isForum(parent)) return forumPost(call, parent);
  if (!HOLDERS.includes(parent.type)) throw refuse(50024);
  // Without a type it is private.
  const type = body.type ?? ChannelType.PrivateThread;
  if (type === ChannelType.PrivateThread && parent.type === ChannelType.GuildAnnouncement) throw refuse(50024);
  needPermissions(world, parent, type === ChannelType.PrivateThread ? Can.CreatePrivateThreads : Can.CreatePublicThreads);
  const spec = {
    ...checkThread(call),
    parent,
    ownerId: world.botUserId,
    type: type === ChannelType.PrivateThread ? ChannelType.PrivateThread : publicType(parent),
    isInvitable: body.invitable !== false,
  };
  return { status: 201, body: toChannelObject(world, createThread(world, spec)) };
}

/** An archived thread takes nothing but its opening; what is locked only those change who manage threads. */
function editThread(call: Call, channel: Channel): void {
  const { world, body } = call;
  const { thread } = channel;
  if (thread === null) return;
  const manages = may(world, channel, world.botUserId, Can.ManageThreads);
  const owns = thread.ownerId === world.botUserId;
  const form = createForm();
  const name = body.name === undefined ? null : form.text('name', body.name, { min: 1, max: NAME_CHARS, isRequired: true });
  const minutes =
    body.auto_archive_duration === undefined ? null : form.choice('auto_archive_duration', body.auto_archive_duration, ARCHIVE_MINUTES);
  const archived = body.archived === undefined ? null : form.boolean('archived', body.archived);
  const locked = body.locked === undefined ? null : form.boolean('locked', body.locked);
  form.done();
  if (thread.isArchived && archived !== false) {
    if (archived === true && Object.keys(body).length === 1) return;
    throw refuse(50083);
  }
  const onlyOpens = archived === false && Object.keys(body).length === 1 && !thread.isLocked;
  if (onlyOpens && !may(world, channel, world.botUserId, sendBit(channel))) throw refuse(50013);
  if (!onlyOpens && !manages && (!owns || thread.isLocked)) throw refuse(50013);
  if (archived === false) setArchived(world, channel, false);
  if (minutes !== null) {
    thread.autoArchiveMinutes = minutes;
    thread.activeMs = world.nowMs();
  }
  if (name !== null && name !== channel.name) {
    channel.name = name;
    addMessage(world, channel, {
      authorId: world.botUserId,
      type: MessageType.ChannelNameChange,
      content: written(world.nowMs(), name),
    });
  }
  if (locked !== null && locked !== thread.isLocked) setLocked(world, channel, locked);
  if (archived === true) setArchived(world, channel, true);
  else if (name !== null || minutes !== null)
    world.emit('THREAD_UPDATE', toChannelObject(world, channel), { guildId: channel.guildId, channel });
  world.changed();
}

function editChannel(call: Call): Reply {
  const { world, body } = call;
  const channel = channelIn(call);
  if (channel.guildId === null) throw refuse(50003);
  if (channel.thread !== null) editThread(call, channel);
  else {
    needPermissions(world, channel, Can.ManageChannels);
    const form = createForm();
    form.text('name', body.name, { min: 1, max: NAME_CHARS });
    form.done();
    channel.name = toText(body.name) || channel.name;
    world.emit('CHANNEL_UPDATE', toChannelObject(world, channel), { guildId: channel.guildId, channel });
  }
  return ok(toChannelObject(world, channel));
}

function changeMember(call: Call, joins: boolean): Reply {
  const { world, params } = call;
  const channel = channelIn(call);
  if (channel.thread === null) throw refuse(50024);
  needOpenThread(world, channel);
  const isSelf = params.user === '@me';
  const user = isSelf ? world.botUserId : idOf(call, 'user');
  if (!world.users.has(user)) throw refuse(10013);
  if (!isSelf && joins) needPermissions(world, channel, Can.SendMessagesInThreads);
  if (!isSelf && !joins) needPermissions(world, channel, Can.ManageThreads);
  if (joins) channel.thread.members.add(user);
  else channel.thread.members.delete(user);
  world.changed();
  return nothing;
}

export const CHANNEL_ROUTES: readonly Route[] = [
  { name: 'GET /channels/:channel', handle: (call) => ok(toChannelObject(call.world, channelIn(call))) },
  { name: 'PATCH /channels/:channel', handle: editChannel },
  {
    name: 'DELETE /channels/:channel',
    handle: (call) => {
      const channel = channelIn(call);
      const { world } = call;
      if (channel.guildId === null) return ok(toChannelObject(world, channel));
      needPermissions(world, channel, channel.thread === null ? Can.ManageChannels : Can.ManageThreads);
      const gone = toChannelObject(world, channel);
      deleteChannel(world, channel);
      return ok(gone);
    },
  },
  { name: 'POST /channels/:channel/messages/:message/threads', handle: threadFromMessage },
  { name: 'POST /channels/:channel/threads', handle: threadWithoutMessage },
  { name: 'PUT /channels/:channel/thread-members/:user', handle: (call) => changeMember(call, true) },
  { name: 'DELETE /channels/:channel/thread-members/:user', handle: (call) => changeMember(call, false) },
  {
    name: 'POST /channels/:channel/typing',
    rate: { limit: 5, windowMs: 5_000 },
    handle: (call) => {
      const channel = channelIn(call);
      needPermissions(call.world, channel, sendBit(channel));
      return nothing;
    },
  },
];
