/**
 * Where a run belongs and goes to, as opaque ids for core.
 *   place   `discord:G1/C1`: who may see that channel (or thread) may see the run; `discord:@me/C1` for direct messages
 *   thread  `C1/M1`: a thread hangs, or is to hang, from message M1 of channel C1 (its id is M1 too); `C1/`: the channel is used as it is
 *   message `C1/M1`
 */
export interface DiscordPlace {
  /** Null: direct messages. */
  readonly guild: string | null;
  readonly channel: string;
}

const DIRECT = '@me';

export const toPlace = ({ guild, channel }: DiscordPlace): string => `discord:${guild ?? DIRECT}/${channel}`;

/** Null for a place of another chat. */
export function parsePlace(place: string): DiscordPlace | null {
  const match = /^discord:(@me|\d{17,20})\/(\d{17,20})$/.exec(place);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { guild: match[1] === DIRECT ? null : match[1], channel: match[2] };
}

export const toPerson = (guild: string | null, user: string): string => `discord:${guild ?? DIRECT}/${user}`;
export const userOf = (person: string): string => person.slice(person.lastIndexOf('/') + 1);

/** A message where it stands; without one, the channel itself. */
export interface MessageRef {
  readonly channel: string;
  readonly message: string | null;
}

export const toMessageId = ({ channel, message }: MessageRef): string => `${channel}/${message ?? ''}`;

export function parseMessageId(id: string): MessageRef {
  const [channel = '', message = ''] = id.split('/');
  return { channel, message: message === '' ? null : message };
}
