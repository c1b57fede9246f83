import type { Drafts } from '#commands/drafts.ts';
import type { Hear } from '#commands/hear.ts';
import type { Errands } from '#core/errands.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Watching } from '#core/view/watch.ts';
import type { Clients } from '../clients.ts';
import type { Membership, Standing } from '../membership.ts';
import { parsePlace, type SlackPlace, toPerson, toPlace } from '../place.ts';

/** What every listener works with. */
export interface Desk {
  readonly hear: Hear;
  readonly watch: Watching;
  readonly clients: Clients;
  readonly membership: Membership;
  readonly drafts: Drafts;
  readonly background: Errands;
  readonly clock: Clock;
  readonly log: Log;
}

/** A person where they stand. */
export interface Speaker extends SlackPlace {
  readonly user: string;
}

export const placeOf = ({ team, channel }: Speaker): string => toPlace({ team, channel });
export const personOf = ({ team, user }: Speaker): string => toPerson(team, user);

/** A place, as somebody stands to it: `other` is one of another workspace, or of another chat. */
export type Sight = 'yes' | 'other' | Exclude<Standing, { kind: 'in' }>;

/**
 * Whether somebody may see what was started in a place: those who are in that conversation, and who started it as long as it is public or Fanout can't look there any more, so that it can be shown elsewhere. `isThere`: they are
 * in the conversation that they speak in by Slack's word (one can't type where one is not); of a press it is asked, since public channels can be looked into from outside.
 */
export async function sightOf(speaker: Speaker, isThere: boolean, place: string, asker: string, { membership }: Desk): Promise<Sight> {
  const it = parsePlace(place);
  if (it === null || it.team !== speaker.team) return 'other';
  // Nobody else can be in a direct message.
  if (it.channel === speaker.channel && (isThere || it.channel.startsWith('D'))) return 'yes';
  const standing = await membership.standing(it, speaker.user);
  if (standing.kind === 'in') return 'yes';
  if (asker !== personOf(speaker)) return standing;
  return standing.kind === 'unseen' || (await membership.isPublic(it)) ? 'yes' : standing;
}

export const maySeeAs =
  (speaker: Speaker, isThere: boolean, desk: Desk): ((place: string, asker: string) => Promise<boolean>) =>
  async (place, asker) =>
    (await sightOf(speaker, isThere, place, asker, desk)) === 'yes';

/** How long a `response_url` lives, a little less: Slack says half an hour. */
const BACK_MS = 29 * 60_000;

export const toBack = (responseUrl: string | undefined, nowMs: number): { readonly address: string; readonly untilMs: number } | null =>
  responseUrl === undefined || responseUrl === '' ? null : { address: responseUrl, untilMs: nowMs + BACK_MS };
