import { type Channel, ChannelType, type Client } from 'discord.js';
import type { Hear } from '#commands/hear.ts';
import type { Errands } from '#core/errands.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Watching } from '#core/view/watch.ts';
import { parsePlace, toMessageId, toPerson, toPlace } from '../place.ts';
import type { Visibility } from '../visibility.ts';

/** What every listener works with. */
export interface Desk {
  readonly client: Client<true>;
  readonly hear: Hear;
  readonly watch: Watching;
  readonly visibility: Visibility;
  readonly background: Errands;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted once Fanout closes. */
  readonly signal: AbortSignal;
}

/** A person where they stand. */
export interface Speaker {
  readonly person: string;
  readonly user: string;
  /** Null: direct messages. */
  readonly guild: string | null;
  readonly place: string;
  /** Where a run's messages go: null where its board begins a thread. */
  readonly thread: string | null;
  readonly inThread: boolean;
}

/** A channel as events and interactions name it; null where Fanout does not know it. */
type Spot = Pick<Channel, 'id' | 'type'> & { readonly parentId?: string | null };

/**
 * What is said in a public thread or a forum post belongs to the channel that it hangs from, whose people may see it; a private thread is a place of its own. A thread, a forum post, direct messages and whatever takes no
 * thread are used as they are.
 */
export function toSpeaker(user: string, guild: string | null, channelId: string, channel: Spot | null): Speaker {
  const at = (place: string, thread: string | null, inThread = false): Speaker => ({
    person: toPerson(guild, user),
    user,
    guild,
    place: toPlace({ guild, channel: place }),
    thread,
    inThread,
  });
  switch (channel?.type) {
    case ChannelType.PublicThread:
    case ChannelType.AnnouncementThread:
      return at(channel.parentId ?? channelId, toMessageId({ channel: channel.parentId ?? channelId, message: channelId }), true);
    case ChannelType.PrivateThread:
      return at(channelId, toMessageId({ channel: channelId, message: null }), true);
    case ChannelType.GuildText:
    case ChannelType.GuildAnnouncement:
    case undefined:
      return at(channelId, guild === null ? toMessageId({ channel: channelId, message: null }) : null);
    default:
      return at(channelId, toMessageId({ channel: channelId, message: null }));
  }
}

/** Whether somebody may see what was started in a place: those who may see that channel now, and who started it, in the same server. What was just said or pressed in a channel was said by one who sees it. */
export function maySeeAs(
  { person, user, guild, place: here }: Speaker,
  { visibility }: Desk,
): (place: string, asker: string) => Promise<boolean> {
  return async (place, asker) => {
    if (place === here || asker === person) return true;
    if (guild === null || parsePlace(place)?.guild !== guild) return false;
    return await visibility.may(place, user);
  };
}

/** How long an interaction can be answered, a little less: Discord says a quarter of an hour. */
const BACK_MS = 14 * 60_000;

export const toBack = (token: string, createdAtMs: number): { readonly address: string; readonly untilMs: number } => ({
  address: token,
  untilMs: createdAtMs + BACK_MS,
});
