import type { Fields } from './fields.ts';
import { isSnowflake } from './fields.ts';
import { refuseField } from './form.ts';
import { findMessage } from './lookup.ts';
import { canSee } from './permissions.ts';
import type { Rate } from './rate-limits.ts';
import { refuse } from './refusal.ts';
import { settleThread } from './threads.ts';
import type { Part } from './uploads.ts';
import type { Channel, Guild, Message, World } from './world.ts';

/** One REST call of a known route. */
export interface Call {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly body: Fields;
  readonly parts: readonly Part[];
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Route {
  /** `POST /channels/:channel/messages`. */
  readonly name: string;
  /** `token`: the interaction's own token in the path is the only one asked for. Default `bot`. */
  readonly auth?: 'bot' | 'token';
  /** Default `USUAL`. */
  readonly rate?: Rate;
  handle(call: Call): Reply;
}

export const USUAL: Rate = { limit: 10, windowMs: 10_000 };

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const nothing: Reply = { status: 204, body: null };

/** A part of the path. An id that is none is refused as Discord does it. */
export function idOf({ params }: Call, name: string): string {
  const id = params[name] ?? '';
  if (!isSnowflake(id)) throw refuseField(`${name}_id`, 'NUMBER_TYPE_COERCE', `Value "${id}" is not snowflake.`);
  return id;
}

/** The channel in the path, where the bot sees it. */
export function channelIn(call: Call): Channel {
  const channel = call.world.channels.get(idOf(call, 'channel'));
  if (channel === undefined) throw refuse(10003);
  if (!canSee(call.world, channel, call.world.botUserId)) throw refuse(50001);
  settleThread(call.world, channel);
  return channel;
}

/** An ephemeral message is not there for the bot's own token. */
export function messageIn(call: Call, channel: Channel): Message {
  const message = findMessage(channel, idOf(call, 'message'));
  if (message === null || message.onlyFor !== null) throw refuse(10008);
  return message;
}

export function guildIn(call: Call): Guild {
  const guild = call.world.guilds.get(idOf(call, 'guild'));
  if (guild === undefined) throw refuse(10004);
  if (!guild.members.has(call.world.botUserId)) throw refuse(50001);
  return guild;
}

export function needApplication(call: Call): void {
  if (idOf(call, 'application') !== call.world.applicationId) throw refuse(50001);
}
