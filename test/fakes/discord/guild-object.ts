import type { Fields } from './fields.ts';
import { threadsOf } from './lookup.ts';
import { toChannelObject, toMemberObject, toRoleObjects } from './objects.ts';
import { canSee } from './permissions.ts';
import type { Guild, World } from './world.ts';

export const toGuildObject = (guild: Guild): Fields => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  owner_id: guild.ownerId,
  region: 'deprecated',
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  roles: toRoleObjects(guild),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: 'en-US',
  nsfw_level: 0,
});

/** GUILD_CREATE: also the channels, the open threads that the bot sees, and the bot itself. */
export function toGuildCreate(world: World, guild: Guild): Fields {
  const channels = [...world.channels.values()].filter(({ guildId, thread }) => guildId === guild.id && thread === null);
  const threads = threadsOf(world, guild.id).filter(
    (thread) => thread.thread?.isArchived === false && canSee(world, thread, world.botUserId),
  );
  return {
    ...toGuildObject(guild),
    joined_at: '2025-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [toMemberObject(world, guild, world.botUserId)],
    channels: channels.map((channel) => toChannelObject(world, channel)),
    threads: threads.map((thread) => toChannelObject(world, thread)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
