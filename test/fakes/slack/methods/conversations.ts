import { type Call, type Method, memberChannel, needChannelScope, needScope, visibleChannel } from '../call.ts';
import { repliesTo, toMessageObject } from '../messages.ts';
import { type Fields, refuseWith, SlackRefusal } from '../refusal.ts';
import { type Channel, directChannel, type Message } from '../world.ts';

/** Slack's docs, pagination: an opaque cursor, and an empty one at the end. */
function page<Item>({ args }: Call, items: readonly Item[], most: number): { readonly items: Item[]; readonly next: string } {
  const cursor = args.optional('cursor');
  const start = cursor === null ? 0 : Number(/^from:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] ?? 'NaN');
  if (Number.isNaN(start)) throw new SlackRefusal('invalid_cursor');
  const limit = args.whole('limit', most);
  if (limit < 1 || limit > 1000) throw new SlackRefusal('invalid_limit');
  const end = start + Math.min(limit, most);
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`from:${end}`).toString('base64') : '' };
}

/** `oldest` and `latest` are left out themselves unless `inclusive`. */
function within({ args }: Call, messages: readonly Message[]): Message[] {
  const oldest = args.optional('oldest');
  const latest = args.optional('latest');
  const inclusive = args.flag('inclusive', false);
  return messages.filter(
    ({ ts }) =>
      (oldest === null || ts > oldest || (inclusive && ts === oldest)) && (latest === null || ts < latest || (inclusive && ts === latest)),
  );
}

function readable(call: Call): Channel {
  const id = call.args.required('channel');
  needChannelScope(call, call.team.channels.get(id), 'history');
  return memberChannel(call, id);
}

function answer(call: Call, channel: Channel, messages: readonly Message[]): Fields {
  const { items, next } = page(call, messages, call.world.historyPage);
  const withMetadata = call.args.flag('include_all_metadata', false);
  return {
    messages: items.map((message) => toMessageObject(call.world, call.team, channel, message, withMetadata)),
    has_more: next !== '',
    ...(next !== '' && { response_metadata: { next_cursor: next } }),
  };
}

const replies: Method = (call) => {
  const channel = readable(call);
  const ts = call.args.required('ts');
  const root = channel.messages.find((message) => message.ts === ts && message.onlyFor === null);
  const inThread = repliesTo(channel, ts);
  // A deleted root leaves a tombstone as long as its thread has replies.
  if (root === undefined || (root.deletedAtMs !== null && inThread.length === 0)) throw new SlackRefusal('thread_not_found');
  return answer(call, channel, within(call, [root, ...inThread]));
};

const history: Method = (call) => {
  const channel = readable(call);
  const shown = channel.messages.filter(
    ({ threadTs, broadcast, onlyFor, deletedAtMs }) => (threadTs === null || broadcast) && onlyFor === null && deletedAtMs === null,
  );
  return answer(call, channel, within(call, shown).reverse());
};

const toChannelObject = ({ team }: Call, channel: Channel): Fields => ({
  id: channel.id,
  ...(channel.isIm === true
    ? { user: [...channel.members].find((id) => id !== team.seed.botUserId) }
    : { name: channel.name, name_normalized: channel.name, is_member: channel.members.has(team.seed.botUserId) }),
  is_channel: channel.isIm !== true && channel.isPrivate !== true,
  is_group: channel.isIm !== true && channel.isPrivate === true,
  is_im: channel.isIm === true,
  is_mpim: false,
  is_private: channel.isPrivate === true,
  is_archived: channel.isArchived,
  is_ext_shared: false,
  context_team_id: team.seed.id,
});

const info: Method = (call) => {
  const id = call.args.required('channel');
  needChannelScope(call, call.team.channels.get(id), 'read');
  return { channel: toChannelObject(call, visibleChannel(call, id)) };
};

const members: Method = (call) => {
  const id = call.args.required('channel');
  needChannelScope(call, call.team.channels.get(id), 'read');
  const { items, next } = page(call, [...visibleChannel(call, id).members], 1000);
  return { members: items, response_metadata: { next_cursor: next } };
};

const open: Method = (call) => {
  needScope(call, 'im:write');
  const { world, team, args } = call;
  const [user, second] = args.required('users').split(',');
  if (second !== undefined) throw refuseWith('invalid_arguments', ['[ERROR] this fake opens no group conversations [json-pointer:/users]']);
  if (user === undefined || !team.users.has(user)) throw new SlackRefusal('user_not_found');
  if (team.users.get(user)?.isBot === true) throw new SlackRefusal('cannot_dm_bot');
  const channel = directChannel(world, team, user);
  return { channel: args.flag('return_im', false) ? toChannelObject(call, channel) : { id: channel.id } };
};

export const CONVERSATIONS: Readonly<Record<string, Method>> = {
  'conversations.replies': replies,
  'conversations.history': history,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
};
