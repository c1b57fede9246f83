import type { Arguments } from './arguments.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { type Channel, directChannel, type Team, type World } from './world.ts';

/** One call of the Web API by a known token. */
export interface Call {
  readonly world: World;
  readonly team: Team;
  readonly args: Arguments;
}

export type Method = (call: Call) => Fields;

/** A missing scope names itself and what there is. */
export function needScope({ team }: Call, ...anyOf: readonly string[]): void {
  if (anyOf.some((scope) => team.scopes.has(scope))) return;
  throw new SlackRefusal('missing_scope', { needed: anyOf.join(','), provided: [...team.scopes].join(',') });
}

const isMember = (team: Team, channel: Channel): boolean => channel.members.has(team.seed.botUserId);

/** A private channel does not exist for a bot outside it. */
export function visibleChannel({ team }: Call, id: string): Channel {
  const channel = team.channels.get(id);
  if (channel === undefined || (channel.isPrivate === true && !isMember(team, channel))) throw new SlackRefusal('channel_not_found');
  return channel;
}

/** Reads and uploads need membership, everywhere. */
export function memberChannel(call: Call, id: string): Channel {
  const channel = visibleChannel(call, id);
  if (!isMember(call.team, channel)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** Where `chat.postMessage` may post: a user's id means the direct channel, and `chat:write.public` opens public channels. */
export function postableChannel(call: Call, id: string): Channel {
  const user = call.team.users.get(id);
  const found =
    user !== undefined && user.id !== call.team.seed.botUserId ? directChannel(call.world, call.team, id) : visibleChannel(call, id);
  if (!isMember(call.team, found) && !call.team.scopes.has('chat:write.public')) throw new SlackRefusal('not_in_channel');
  if (found.isArchived) throw new SlackRefusal('is_archived');
  return found;
}

/** The scope that a channel's kind asks for, `history` or `read`. */
export function needChannelScope(call: Call, channel: Channel | undefined, suffix: 'history' | 'read'): void {
  if (channel === undefined) needScope(call, `channels:${suffix}`, `groups:${suffix}`, `im:${suffix}`);
  else if (channel.isIm === true) needScope(call, `im:${suffix}`);
  else needScope(call, `${channel.isPrivate === true ? 'groups' : 'channels'}:${suffix}`);
}
