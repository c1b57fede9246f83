import { type Call, type Method, needScope, postableChannel, visibleChannel } from '../call.ts';
import { addMessage, checkThread, findMessage, readContent, repliesTo, toMessageObject } from '../messages.ts';
import { SlackRefusal } from '../refusal.ts';
import { type Channel, type Message, newest } from '../world.ts';

const UPDATE_CHARS = 4_000;

const postMessage: Method = (call) => {
  needScope(call, 'chat:write');
  const { world, team, args } = call;
  const channel = postableChannel(call, args.required('channel'));
  const threadTs = args.optional('thread_ts');
  checkThread(channel, threadTs);
  const message = addMessage(world, channel, {
    from: team.seed.botUserId,
    botId: team.seed.botId,
    threadTs,
    broadcast: args.flag('reply_broadcast', false),
    // unfurl_links is false and unfurl_media true by default: either one may grow a preview.
    unfurls: args.flag('unfurl_links', false) || args.flag('unfurl_media', true),
    content: readContent(args, world.nowMs(), { parse: 'none', capped: true }),
  });
  // Slack takes the status line away once the app posts: Slack's docs, assistant.threads.setStatus.
  team.statuses.delete(`${channel.id} ${threadTs ?? ''}`);
  return { channel: channel.id, ts: message.ts, message: toMessageObject(world, team, channel, message, true) };
};

/** The bot's own message; `refusal` for anybody else's. */
function ownMessage(call: Call, refusal: string): { readonly channel: Channel; readonly message: Message } {
  needScope(call, 'chat:write');
  const { team, args } = call;
  const channel = visibleChannel(call, args.required('channel'));
  const ts = args.required('ts');
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  const message = findMessage(channel, ts);
  if (message === null || message.onlyFor !== null) throw new SlackRefusal('message_not_found');
  if (message.botId !== team.seed.botId) throw new SlackRefusal(refusal);
  if (!channel.members.has(team.seed.botUserId) && !team.scopes.has('chat:write.public')) throw new SlackRefusal('not_in_channel');
  return { channel, message };
}

const update: Method = (call) => {
  const { world, team, args } = call;
  const { channel, message } = ownMessage(call, 'cant_update_message');
  if ((args.optional('text') ?? '').length > UPDATE_CHARS) throw new SlackRefusal('msg_too_long');
  const content = readContent(args, world.nowMs(), { parse: 'client', capped: true });
  const { metadata, blocks } = newest(message);
  // New text takes the old blocks away; attachments alone leave them: Slack's docs, chat.update.
  const kept = args.optional('text') === null && args.all.blocks === undefined ? blocks : content.blocks;
  message.revisions.push({ ...content, blocks: kept, metadata: content.metadata ?? metadata });
  world.changed();
  return { channel: channel.id, ts: message.ts, text: content.text, message: toMessageObject(world, team, channel, message, true) };
};

const remove: Method = (call) => {
  const { channel, message } = ownMessage(call, 'cant_delete_message');
  message.deletedAtMs = call.world.nowMs();
  call.world.changed();
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (call) => {
  needScope(call, 'chat:write');
  const { world, team, args } = call;
  const channel = visibleChannel(call, args.required('channel'));
  const user = args.required('user');
  if (!channel.members.has(team.seed.botUserId)) throw new SlackRefusal('not_in_channel');
  if (!channel.members.has(user)) throw new SlackRefusal('user_not_in_channel');
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  const threadTs = args.optional('thread_ts');
  checkThread(channel, threadTs);
  const content = readContent(args, world.nowMs(), { parse: 'none', capped: true });
  const message = addMessage(world, channel, { from: team.seed.botUserId, botId: team.seed.botId, threadTs, onlyFor: user, content });
  return { message_ts: message.ts };
};

const getPermalink: Method = (call) => {
  const { world, team, args } = call;
  const channel = visibleChannel(call, args.required('channel'));
  const ts = args.required('message_ts');
  const message = findMessage(channel, ts);
  if (message === null || message.onlyFor !== null) throw new SlackRefusal('message_not_found');
  const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const permalink = `${world.baseUrl.replace('http:', 'https:')}/${team.seed.id}/archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink, reply_count: repliesTo(channel, ts).length };
};

export const CHAT: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
