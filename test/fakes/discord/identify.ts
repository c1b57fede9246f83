import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { type Fields, toFields } from './fields.ts';
import { toGuildCreate } from './guild-object.ts';
import { userOf } from './lookup.ts';
import { toUserObject } from './objects.ts';
import { toApplicationObject } from './routes/identity.ts';
import { isOfShard, push, type Session } from './session.ts';
import type { World } from './world.ts';

const PRIVILEGED_OTHERS = Intent.GuildMembers | Intent.GuildPresences;
const ALL_INTENTS = Object.values(Intent).reduce<number>((sum, bit) => (typeof bit === 'number' ? sum | bit : sum), 0);
const MOST_GUILDS = 2_500;

export const gatewayUrl = (world: World): string => world.baseUrl.replace('http', 'ws');

/** The close code that an IDENTIFY earns, or null. */
export function refusalOf(world: World, token: string, data: Fields): number | null {
  if (data.token !== token) return 4004;
  const { intents, shard } = data;
  if (typeof intents !== 'number' || intents < 0 || (intents & ~ALL_INTENTS) !== 0) return 4013;
  const isDisallowed = (intents & PRIVILEGED_OTHERS) !== 0 || ((intents & Intent.MessageContent) !== 0 && !world.hasMessageContent);
  if (isDisallowed) return 4014;
  if (shard !== undefined) {
    const [id, count] = Array.isArray(shard) ? shard : [];
    if (!Number.isInteger(id) || !Number.isInteger(count) || id < 0 || id >= count) return 4010;
  } else if (world.guilds.size > MOST_GUILDS) return 4011;
  return toFields(data.properties).os === undefined ? 4002 : null;
}

/** READY, and each guild after it. */
export function openSession(world: World, socket: WebSocket, spec: Pick<Session, 'intents' | 'shard'>): Session {
  const session: Session = { ...spec, id: world.nextId(), log: [], seq: 0, socket, isFrozen: false };
  const guilds = [...world.guilds.values()].filter(({ id, members }) => members.has(world.botUserId) && isOfShard(session.shard, id));
  const { id, flags } = toApplicationObject(world);
  push(session, 'READY', {
    v: 10,
    user: { ...toUserObject(userOf(world, world.botUserId)), verified: true, mfa_enabled: true, email: null, flags: 0 },
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: gatewayUrl(world),
    shard: session.shard,
    application: { id, flags },
  });
  if ((session.intents & Intent.Guilds) !== 0) for (const guild of guilds) push(session, 'GUILD_CREATE', toGuildCreate(world, guild));
  return session;
}
