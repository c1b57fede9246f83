import { toMessageObject } from './messages.ts';
import type { Fields } from './refusal.ts';
import type { Channel, Message, Team, World } from './world.ts';

/** Who and where: in every payload of an interaction. */
export interface Place {
  readonly team: Team;
  readonly user: string;
}

const domainOf = ({ seed }: Team): string => (seed.name ?? seed.id).toLowerCase();
const homeOf = (team: Team, user: string): string => team.users.get(user)?.homeTeam ?? team.seed.id;
const nameOf = (team: Team, user: string): string => team.users.get(user)?.name ?? user;

export function toCommand(place: Place, channel: Channel, command: string, text: string, ids: Fields): Fields {
  const { team, user } = place;
  return {
    token: 'verification-token',
    team_id: team.seed.id,
    team_domain: domainOf(team),
    channel_id: channel.id,
    channel_name: channel.isIm === true ? 'directmessage' : channel.isPrivate === true ? 'privategroup' : channel.name,
    user_id: user,
    user_name: nameOf(team, user),
    command,
    text,
    api_app_id: team.seed.appId,
    is_enterprise_install: String(team.seed.org !== undefined),
    ...(team.seed.org !== undefined && { enterprise_id: team.seed.org, enterprise_name: team.seed.org }),
    ...ids,
  };
}

/** What every interaction has, whatever was pressed. */
export const toInteraction = ({ team, user }: Place, type: string, rest: Fields): Fields => ({
  type,
  team: { id: team.seed.id, domain: domainOf(team) },
  user: { id: user, username: nameOf(team, user), name: nameOf(team, user), team_id: homeOf(team, user) },
  api_app_id: team.seed.appId,
  token: 'verification-token',
  enterprise: team.seed.org === undefined ? null : { id: team.seed.org, name: team.seed.org },
  is_enterprise_install: team.seed.org !== undefined,
  ...rest,
});

/** The same of what happens in a form: Slack tells the person's own workspace there, and the app's in the view. */
export function toViewInteraction(place: Place, type: string, rest: Fields & { readonly view: Fields }): Fields {
  const { team, user } = place;
  const home = homeOf(team, user);
  if (home === team.seed.id) return toInteraction(place, type, rest);
  const view = { ...rest.view, team_id: home, app_installed_team_id: team.seed.id };
  return { ...toInteraction(place, type, rest), team: { id: home, domain: home.toLowerCase() }, view };
}

export const toChannelField = ({ id, name, isIm }: Channel): Fields => ({ id, name: isIm === true ? 'directmessage' : name });

export function toEventBody(world: World, { seed }: Team, event: Fields): Fields {
  return {
    token: 'verification-token',
    team_id: seed.id,
    enterprise_id: seed.org ?? null,
    context_team_id: seed.id,
    api_app_id: seed.appId,
    event,
    type: 'event_callback',
    event_id: world.nextId('Ev'),
    event_time: Math.floor(world.nowMs() / 1000),
    authorizations: [
      {
        enterprise_id: seed.org ?? null,
        team_id: seed.id,
        user_id: seed.botUserId,
        is_bot: true,
        is_enterprise_install: seed.org !== undefined,
      },
    ],
    is_ext_shared_channel: false,
    event_context: world.nextId('4-'),
  };
}

/** A person's message as events carry it. */
export const toMessageEvent = (world: World, team: Team, channel: Channel, message: Message, rest: Fields): Fields => ({
  ...toMessageObject(world, team, channel, message),
  client_msg_id: `client-${message.ts}`,
  channel: channel.id,
  event_ts: message.ts,
  ...(message.files.length > 0 && { subtype: 'file_share', upload: false, display_as_bot: false }),
  ...rest,
});
