import { ApplicationFlags, PermissionFlagsBits as Can } from 'discord-api-types/v10';
import { isSnowflake } from '../fields.ts';
import { refuseField } from '../form.ts';
import { toGuildObject } from '../guild-object.ts';
import { directChannel, threadsOf, userOf } from '../lookup.ts';
import { iso, toChannelObject, toMemberObject, toRoleObjects, toUserObject } from '../objects.ts';
import { canSee, guildPermissions, needPermissions } from '../permissions.ts';
import { refuse } from '../refusal.ts';
import { type Call, channelIn, guildIn, idOf, ok, type Reply, type Route } from '../route.ts';
import type { Channel, Guild, World } from '../world.ts';

export const toApplicationObject = (world: World) => ({
  id: world.applicationId,
  name: 'Fanout',
  icon: null,
  description: '',
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: world.hasMessageContent ? ApplicationFlags.GatewayMessageContentLimited : 0,
  bot: toUserObject(userOf(world, world.botUserId)),
});

const toOwnGuild = (guild: Guild, userId: string) => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  banner: null,
  owner: guild.ownerId === userId,
  features: [],
  permissions: guildPermissions(guild, userId).toString(),
});

function openDirect({ world, body }: Call): Reply {
  const id = body.recipient_id;
  if (!isSnowflake(id)) throw refuseField('recipient_id', 'BASE_TYPE_REQUIRED', 'This field is required');
  if (!world.users.has(id)) throw refuse(10013);
  if (id === world.botUserId) throw refuse(50007);
  return ok(toChannelObject(world, directChannel(world, id)));
}

/** Threads that the bot may see; those of a private kind only where it is a member. */
const seenThreads = (world: World, threads: readonly Channel[]) => {
  const seen = threads.filter((thread) => canSee(world, thread, world.botUserId));
  return {
    threads: seen.map((thread) => toChannelObject(world, thread)),
    members: seen.flatMap((thread) => {
      const { member } = toChannelObject(world, thread);
      return member === undefined ? [] : [member];
    }),
  };
};

export const IDENTITY_ROUTES: readonly Route[] = [
  {
    name: 'GET /users/@me',
    handle: ({ world }) => ok({ ...toUserObject(userOf(world, world.botUserId)), verified: true, mfa_enabled: true }),
  },
  { name: 'GET /applications/@me', handle: ({ world }) => ok(toApplicationObject(world)) },
  { name: 'GET /oauth2/applications/@me', handle: ({ world }) => ok(toApplicationObject(world)) },
  { name: 'POST /users/@me/channels', handle: openDirect },
  {
    name: 'GET /users/@me/guilds',
    handle: ({ world }) => {
      const own = [...world.guilds.values()].filter(({ members }) => members.has(world.botUserId));
      return ok(own.map((guild) => toOwnGuild(guild, world.botUserId)));
    },
  },
  {
    name: 'GET /channels/:channel/thread-members/:user',
    handle: (call) => {
      const { id, thread } = channelIn(call);
      const user = call.params.user === '@me' ? call.world.botUserId : idOf(call, 'user');
      if (thread === null) throw refuse(50024);
      if (!thread.members.has(user)) throw refuse(10007);
      return ok({ id, user_id: user, join_timestamp: iso(thread.createdMs), flags: 0 });
    },
  },
  {
    name: 'GET /users/:user',
    handle: (call) => {
      const user = call.world.users.get(idOf(call, 'user'));
      if (user === undefined) throw refuse(10013);
      return ok(toUserObject(user));
    },
  },
  { name: 'GET /guilds/:guild', handle: (call) => ok(toGuildObject(guildIn(call))) },
  { name: 'GET /guilds/:guild/roles', handle: (call) => ok(toRoleObjects(guildIn(call))) },
  {
    name: 'GET /guilds/:guild/channels',
    handle: (call) => {
      const { id } = guildIn(call);
      const own = [...call.world.channels.values()].filter(({ guildId, thread }) => guildId === id && thread === null);
      return ok(own.map((channel) => toChannelObject(call.world, channel)));
    },
  },
  {
    name: 'GET /guilds/:guild/members/:user',
    handle: (call) => {
      const guild = guildIn(call);
      const user = call.params.user === '@me' ? call.world.botUserId : idOf(call, 'user');
      if (!guild.members.has(user)) throw refuse(call.world.users.has(user) ? 10007 : 10013);
      return ok(toMemberObject(call.world, guild, user));
    },
  },
  {
    name: 'GET /guilds/:guild/threads/active',
    handle: (call) => {
      const active = threadsOf(call.world, guildIn(call).id).filter(({ thread }) => thread?.isArchived === false);
      return ok(seenThreads(call.world, active));
    },
  },
  {
    name: 'GET /channels/:channel/threads/archived/public',
    handle: (call) => {
      const parent = channelIn(call);
      needPermissions(call.world, parent, Can.ReadMessageHistory);
      const archived = threadsOf(call.world, parent.guildId ?? '').filter(
        ({ parentId, thread, type }) => parentId === parent.id && type !== 12 && thread?.isArchived === true,
      );
      return ok({ ...seenThreads(call.world, archived), has_more: false });
    },
  },
];
