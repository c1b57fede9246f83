import { ChannelType, type Client, DiscordAPIError, PermissionFlagsBits } from 'discord.js';
import { parsePlace } from './place.ts';

/** Who may see a channel, by Discord's word. */
export interface Visibility {
  /** False too where it can't be told: a channel or server that is gone, or that Fanout does not see itself. Rejects when Discord can't be reached. */
  may(place: string, user: string): Promise<boolean>;
}

export function createVisibility(client: Client): Visibility {
  async function ask(guildId: string, channelId: string, user: string): Promise<boolean> {
    const channel = await client.channels.fetch(channelId);
    if (channel === null || channel.isDMBased() || channel.guildId !== guildId) return false;
    // Anew each time: who lost a role since must not be taken for who they were.
    const member = await channel.guild.members.fetch({ user, force: true });
    if (!channel.permissionsFor(member).has(PermissionFlagsBits.ViewChannel)) return false;
    if (channel.type !== ChannelType.PrivateThread) return true;
    if (channel.permissionsFor(member).has(PermissionFlagsBits.ManageThreads)) return true;
    return (await channel.members.fetch({ member: user }).catch(toNull)) !== null;
  }

  return {
    async may(place, user) {
      const it = parsePlace(place);
      if (it === null || it.guild === null) return false;
      return (await ask(it.guild, it.channel, user).catch(toNull)) ?? false;
    },
  };
}

/** What Discord says no to is a no. */
function toNull(error: unknown): null {
  if (error instanceof DiscordAPIError && error.status < 500) return null;
  throw error;
}
