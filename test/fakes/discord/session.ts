import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { canSee } from './permissions.ts';
import type { About, World } from './world.ts';

/** What a socket was opened for; it outlives the socket until it is closed for good. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly log: { readonly seq: number; readonly frame: string }[];
  seq: number;
  socket: WebSocket | null;
  /** A zombie: the socket is open, and nothing comes. */
  isFrozen: boolean;
}

function intentOf(event: string, isDirect: boolean): number {
  if (event.startsWith('MESSAGE_')) return isDirect ? Intent.DirectMessages : Intent.GuildMessages;
  if (event === 'CHANNEL_PINS_UPDATE') return isDirect ? Intent.DirectMessages : Intent.Guilds;
  if (/^(GUILD|CHANNEL|THREAD)_/.test(event)) return Intent.Guilds;
  return 0;
}

/** Direct messages belong to shard 0. */
export const isOfShard = ([shard, count]: Session['shard'], guildId: string | null): boolean =>
  Number((BigInt(guildId ?? 0) >> 22n) % BigInt(count)) === shard;

export function hears(world: World, { intents, shard }: Session, event: string, { guildId, channel }: About): boolean {
  const needed = intentOf(event, guildId === null);
  if (needed !== 0 && (intents & needed) === 0) return false;
  if (!isOfShard(shard, guildId)) return false;
  const isGone = event === 'THREAD_DELETE' || event === 'CHANNEL_DELETE' || event === 'INTERACTION_CREATE';
  return channel === undefined || isGone || canSee(world, channel, world.botUserId);
}

export function push(session: Session, event: string, data: unknown): void {
  session.seq += 1;
  const frame = JSON.stringify({ op: 0, t: event, s: session.seq, d: data });
  session.log.push({ seq: session.seq, frame });
  if (session.socket !== null && !session.isFrozen) session.socket.send(frame);
}

/** Without the intent a session gets the form that hides what others wrote. */
export function deliver(session: Session, event: string, data: unknown, about: About): void {
  const reads = (session.intents & Intent.MessageContent) !== 0;
  push(session, event, reads || about.withoutContent === undefined ? data : about.withoutContent);
}
