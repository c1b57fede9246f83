import type { IncomingHttpHeaders } from 'node:http';
import { type Fields, SlackRefusal } from './refusal.ts';
import type { Team, World } from './world.ts';

/** The token of a call: its bearer header, or its `token` field. */
export function tokenOf(headers: IncomingHttpHeaders, fields: Fields): string | null {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  return typeof fields.token === 'string' && fields.token !== '' ? fields.token : null;
}

/** The token decides the workspace. An uninstalled app's token is inactive, a revoked one says so. */
export function authenticate(world: World, token: string | null): Team {
  if (token === null) throw new SlackRefusal('not_authed');
  const team = [...world.teams.values()].find(({ seed }) => seed.botToken === token);
  if (team === undefined) throw new SlackRefusal('invalid_auth');
  if (team.token === 'uninstalled') throw new SlackRefusal('account_inactive');
  if (team.token === 'revoked') throw new SlackRefusal('token_revoked');
  return team;
}
