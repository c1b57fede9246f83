/** A conversation of a workspace: who is in it may see what was started there. */
export interface SlackPlace {
  readonly team: string;
  readonly channel: string;
}

/** `slack:T1/C1`: core takes it as it is. */
export const toPlace = ({ team, channel }: SlackPlace): string => `slack:${team}/${channel}`;

/** Null for a place of another chat. */
export function parsePlace(place: string): SlackPlace | null {
  const match = /^slack:([A-Z0-9]+)\/([A-Z0-9]+)$/.exec(place);
  return match?.[1] === undefined || match[2] === undefined ? null : { team: match[1], channel: match[2] };
}

/** `slack:T1/U1`: a person, in one workspace's words. */
export const toPerson = (team: string, user: string): string => `slack:${team}/${user}`;

export const userOf = (person: string): string => person.slice(person.lastIndexOf('/') + 1);
