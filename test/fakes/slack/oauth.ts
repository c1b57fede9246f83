import type { IncomingHttpHeaders } from 'node:http';
import { toArguments } from './arguments.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import { teamOf, type World } from './world.ts';

/** The app as Slack knows it: what an installation proves itself with. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** In the app's settings: where people come back to when an installation does not say. Default: nothing is set. */
  readonly redirectUrl?: string;
}

export interface OAuth {
  /** What Slack's consent page does once a person agrees: back to the app, with a code that is good once. */
  authorize(query: URLSearchParams): string | null;
  exchange(headers: IncomingHttpHeaders, fields: Fields): Fields;
}

interface Grant {
  readonly team: string;
  readonly redirectUri: string;
}

export function createOAuth(world: World, app: OAuthApp | null): OAuth {
  const grants = new Map<string, Grant>();

  function credentials(headers: IncomingHttpHeaders, fields: Fields): readonly (string | undefined)[] {
    const basic = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (basic !== undefined) return Buffer.from(basic, 'base64').toString().split(':');
    const args = toArguments(fields);
    return [args.optional('client_id') ?? undefined, args.optional('client_secret') ?? undefined];
  }

  return {
    authorize: (query) => {
      const redirectUri = query.get('redirect_uri') ?? app?.redirectUrl ?? null;
      if (app === null || query.get('client_id') !== app.clientId || redirectUri === null || !query.has('scope')) return null;
      const team = query.get('team') ?? [...world.teams.keys()][0];
      if (team === undefined || !world.teams.has(team)) return null;
      const code = world.nextId('code.');
      grants.set(code, { team, redirectUri });
      return `${redirectUri}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}`;
    },
    exchange: (headers, fields) => {
      const [id, secret] = credentials(headers, fields);
      if (app === null || id !== app.clientId) throw new SlackRefusal('invalid_client_id');
      if (secret !== app.clientSecret) throw new SlackRefusal('bad_client_secret');
      const args = toArguments(fields);
      const code = args.optional('code') ?? '';
      const grant = grants.get(code);
      if (grant === undefined) throw new SlackRefusal('invalid_code');
      if ((args.optional('redirect_uri') ?? grant.redirectUri) !== grant.redirectUri) throw new SlackRefusal('bad_redirect_uri');
      grants.delete(code);
      const team = teamOf(world, grant.team);
      team.token = 'good';
      const { id: teamId, name = teamId, botToken, botUserId, appId } = team.seed;
      return {
        access_token: botToken,
        token_type: 'bot',
        scope: [...team.scopes].join(','),
        bot_user_id: botUserId,
        app_id: appId,
        team: { id: teamId, name },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: team.seed.users[0]?.id },
      };
    },
  };
}
