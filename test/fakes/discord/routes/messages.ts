import { PermissionFlagsBits as Can, MessageType } from 'discord-api-types/v10';
import { type Fields, isSnowflake, toFields } from '../fields.ts';
import { createForm, refuseField } from '../form.ts';
import { findMessage, isForum, newest } from '../lookup.ts';
import { pingedBy } from '../mentions.ts';
import { checkMessageBody } from '../message-body.ts';
import { toMessageObject } from '../message-object.ts';
import { may, needPermissions, sendBit } from '../permissions.ts';
import { refuse } from '../refusal.ts';
import { type Call, channelIn, messageIn, nothing, ok, type Reply, type Route } from '../route.ts';
import { addMessage, changeMessage, removeMessage } from '../store-message.ts';
import { needOpenThread, wakeThread } from '../threads.ts';
import type { Channel, Message, World } from '../world.ts';

const NONCE_MS = 5 * 60_000;

export const toReading = ({ world }: Call, channel: Channel, message: Message): Fields =>
  toMessageObject(world, channel, message, { seesContent: world.hasMessageContent });

/** What the body needs beyond the right to write. */
export function needContentPermissions(call: Call, channel: Channel): void {
  if (call.parts.length > 0) needPermissions(call.world, channel, Can.AttachFiles);
  if (Array.isArray(call.body.embeds) && call.body.embeds.length > 0) needPermissions(call.world, channel, Can.EmbedLinks);
}

/** A nonce is a short text or a number; the same one within minutes gives the first message back. */
function checkNonce({ world, body }: Call, channel: Channel): { readonly nonce: string | number | null; readonly twin: Message | null } {
  const { nonce = null, enforce_nonce: isEnforced } = body;
  const isText = typeof nonce === 'string' && nonce.length <= 25;
  if (nonce !== null && !isText && typeof nonce !== 'number')
    throw refuseField('nonce', 'NONCE_TYPE_TOO_LONG', 'Nonce must be 25 or fewer in length.');
  if (isEnforced !== true || nonce === null) return { nonce: isText || typeof nonce === 'number' ? nonce : null, twin: null };
  const sinceMs = world.nowMs() - NONCE_MS;
  const twin = channel.messages.find(
    (message) => message.nonce === nonce && message.authorId === world.botUserId && message.createdMs >= sinceMs,
  );
  return { nonce: isText || typeof nonce === 'number' ? nonce : null, twin: twin ?? null };
}

interface Answered {
  readonly reference: Message['reference'];
  readonly repliedTo: Message | null;
}

function checkReference({ world, body }: Call, channel: Channel): Answered {
  const given = body.message_reference;
  if (given === undefined || given === null) return { reference: null, repliedTo: null };
  const { message_id: messageId, channel_id: channelId, fail_if_not_exists: mustExist = true, type = 0 } = toFields(given);
  const fault = (code: string, message: string) => refuseField('message_reference', code, message);
  if (type !== 0) throw fault('MESSAGE_REFERENCE_TYPE_UNSUPPORTED', 'This fake forwards nothing');
  if (!isSnowflake(messageId)) throw refuseField('message_reference.message_id', 'BASE_TYPE_REQUIRED', 'This field is required');
  if (channelId !== undefined && channelId !== channel.id)
    throw fault('REPLIES_CANNOT_REPLY_IN_OTHER_CHANNEL', 'Cannot reply to a message in another channel');
  if (!may(world, channel, world.botUserId, Can.ReadMessageHistory)) throw refuse(160002);
  const repliedTo = findMessage(channel, messageId);
  if (repliedTo === null || repliedTo.onlyFor !== null) {
    if (mustExist !== false) throw fault('REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
    return { reference: null, repliedTo: null };
  }
  if (isSystem(repliedTo)) throw fault('REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message');
  return { reference: { channelId: channel.id, messageId }, repliedTo };
}

const SPOKEN: readonly number[] = [MessageType.Default, MessageType.Reply, MessageType.ChatInputCommand, MessageType.ContextMenuCommand];
const isSystem = ({ type }: Message): boolean => !SPOKEN.includes(type);

/** A bot's own new message in a channel that it may write to. */
function sendMessage(call: Call, channel: Channel): Message {
  const { world } = call;
  const { nonce, twin } = checkNonce(call, channel);
  needPermissions(world, channel, sendBit(channel));
  if (channel.recipients.some((id) => world.closedDms.has(id))) throw refuse(50007);
  if (twin !== null) return twin;
  needContentPermissions(call, channel);
  const rules = { authorId: world.botUserId, old: null, isAnswer: false, isEphemeral: false };
  const { reference, repliedTo } = checkReference(call, channel);
  const { content, allowed } = checkMessageBody(world, channel, call, rules);
  wakeThread(world, channel, world.botUserId);
  const pings = pingedBy(world, channel, world.botUserId, content.mentions, content.flags);
  // Without allowed_mentions a reply pings whom it answers; with it only where it says so.
  const pingsAuthor = allowed === null || allowed.replied_user === true;
  const answered = repliedTo !== null && pingsAuthor && repliedTo.authorId !== world.botUserId ? [repliedTo.authorId] : [];
  return addMessage(world, channel, {
    authorId: world.botUserId,
    content,
    nonce,
    reference,
    type: reference === null ? MessageType.Default : MessageType.Reply,
    pings: [...pings, ...answered],
  });
}

function editMessage(call: Call): Reply {
  const { world, body } = call;
  const channel = channelIn(call);
  const message = messageIn(call, channel);
  const own = message.authorId === world.botUserId;
  const onlyFlags = Object.keys(body).every((key) => key === 'flags') && may(world, channel, world.botUserId, Can.ManageMessages);
  if (!own && !onlyFlags) throw refuse(50005);
  if (isSystem(message)) throw refuse(50021);
  needOpenThread(world, channel);
  needContentPermissions(call, channel);
  const rules = { authorId: world.botUserId, old: newest(message), isAnswer: false, isEphemeral: false };
  changeMessage(world, channel, message, checkMessageBody(world, channel, call, rules).content);
  return ok(toReading(call, channel, message));
}

function history(call: Call): Reply {
  const { world, query } = call;
  const channel = channelIn(call);
  if (isForum(channel)) throw refuse(50008);
  const form = createForm();
  const limit = form.integer('limit', Number(query.get('limit') ?? 50), 1, 100) ?? 50;
  const places = ['before', 'after', 'around'].filter((name) => query.has(name));
  if (places.length > 1) form.fault('', 'MESSAGE_HISTORY_ONE_PLACE', 'Only one of before, after, around may be given');
  form.done();
  // Without that right the list is empty, and no error.
  if (!may(world, channel, world.botUserId, Can.ReadMessageHistory)) return ok([]);
  const at = (name: string): bigint | null => (query.has(name) ? BigInt(query.get(name) ?? 0) : null);
  const [before, after, around] = [at('before'), at('after'), at('around')];
  const seen = channel.messages.filter(({ deletedMs, onlyFor }) => deletedMs === null && onlyFor === null);
  const newestFirst = seen.filter(({ id }) => (before === null || BigInt(id) < before) && (after === null || BigInt(id) > after)).reverse();
  const half = Math.floor(limit / 2);
  const middle = around === null ? -1 : newestFirst.findIndex(({ id }) => BigInt(id) <= around);
  const start = middle < 0 ? 0 : Math.max(0, middle - half);
  const page = after === null ? newestFirst.slice(start, start + limit) : newestFirst.slice(-limit);
  return ok(page.map((message) => toReading(call, channel, message)));
}

/** The author may, and those who manage messages. */
function deleteMessage(call: Call): Reply {
  const { world } = call;
  const channel = channelIn(call);
  const message = messageIn(call, channel);
  if (message.authorId !== world.botUserId) {
    if (channel.guildId === null) throw refuse(50003);
    needPermissions(world, channel, Can.ManageMessages);
  }
  needOpenThread(world, channel);
  removeMessage(world, channel, message);
  return nothing;
}

function pinMessage(world: World, channel: Channel, message: Message, isPinned: boolean): void {
  message.isPinned = isPinned;
  world.emit('CHANNEL_PINS_UPDATE', { channel_id: channel.id, guild_id: channel.guildId }, { guildId: channel.guildId, channel });
  world.changed();
}

const pin =
  (isPinned: boolean) =>
  (call: Call): Reply => {
    const channel = channelIn(call);
    needPermissions(call.world, channel, Can.PinMessages);
    pinMessage(call.world, channel, messageIn(call, channel), isPinned);
    return nothing;
  };

const FIVE_IN_FIVE = { limit: 5, windowMs: 5_000 };

export const MESSAGE_ROUTES: readonly Route[] = [
  {
    name: 'POST /channels/:channel/messages',
    rate: FIVE_IN_FIVE,
    handle: (call) => {
      const channel = channelIn(call);
      if (isForum(channel) || channel.type === 4) throw refuse(50008);
      return ok(toReading(call, channel, sendMessage(call, channel)));
    },
  },
  { name: 'GET /channels/:channel/messages', rate: FIVE_IN_FIVE, handle: history },
  {
    name: 'GET /channels/:channel/messages/:message',
    rate: FIVE_IN_FIVE,
    handle: (call) => {
      const channel = channelIn(call);
      needPermissions(call.world, channel, Can.ReadMessageHistory);
      return ok(toReading(call, channel, messageIn(call, channel)));
    },
  },
  { name: 'PATCH /channels/:channel/messages/:message', rate: FIVE_IN_FIVE, handle: editMessage },
  { name: 'DELETE /channels/:channel/messages/:message', rate: { limit: 5, windowMs: 1_000 }, handle: deleteMessage },
  { name: 'PUT /channels/:channel/messages/pins/:message', handle: pin(true) },
  { name: 'DELETE /channels/:channel/messages/pins/:message', handle: pin(false) },
];
