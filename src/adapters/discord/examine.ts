import { PermissionsBitField, REST, Routes } from 'discord.js';
import type { APIGatewayBotInfo, RESTAPIPartialCurrentUserGuild } from 'discord-api-types/v10';
import { FanoutError } from '#core/errors.ts';
import { type Credentials, introduce } from './introduce.ts';
import { PERMISSIONS, toInvitation } from './manifest.ts';
import { areRegistered } from './register.ts';

/** One thing that was looked at, and what was found; `note`: works, but a person may want to know. */
export interface Finding {
  readonly what: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly finding: string;
}

const MOST_NAMED = 5;

/** Looks at what Discord says of the token, the intents, the commands and the permissions. Nothing for a person changes by it. */
export async function examineDiscord(credentials: Credentials): Promise<Finding[]> {
  try {
    const { applicationId, name, readsMessages } = await introduce(credentials);
    const rest = new REST({ api: credentials.apiUrl }).setToken(credentials.token);
    const [gateway, guilds, registered] = await Promise.all([
      rest.get(Routes.gatewayBot()) as Promise<APIGatewayBotInfo>,
      rest.get(Routes.userGuilds()) as Promise<RESTAPIPartialCurrentUserGuild[]>,
      areRegistered(rest, applicationId),
    ]);
    const left = gateway.session_start_limit.remaining;
    return [
      { what: 'Discord bot', state: 'good', finding: `${name}, in ${guilds.length === 1 ? '1 server' : `${guilds.length} servers`}` },
      ...(left < 10
        ? [
            {
              what: 'Discord gateway',
              state: 'bad',
              finding: `only ${left} more starts are allowed today: something starts Fanout again and again`,
            } as const,
          ]
        : []),
      readsMessages
        ? { what: 'Discord intents', state: 'good', finding: 'all, Message Content too' }
        : {
            what: 'Discord intents',
            state: 'note',
            finding:
              'without Message Content: of messages that do not mention it Fanout sees nothing, which only “summarize this thread” and replies need',
          },
      registered
        ? { what: 'Discord commands', state: 'good', finding: 'registered' }
        : {
            what: 'Discord commands',
            state: 'note',
            finding: 'not registered yet, or of another version: `npm start` does it, or `npm run -s fanout -- discord-register`',
          },
      checkPermissions(guilds, applicationId),
    ];
  } catch (error) {
    if (error instanceof FanoutError) return [{ what: 'Discord', state: 'bad', finding: error.userMessage }];
    return [{ what: 'Discord', state: 'bad', finding: 'it did not answer as it should; try again, and look at discordstatus.com' }];
  }
}

/** Of servers as a whole; a channel may still say otherwise, and then the board says so. */
function checkPermissions(guilds: readonly RESTAPIPartialCurrentUserGuild[], applicationId: string): Finding {
  const what = 'Discord permissions';
  if (guilds.length === 0) return { what, state: 'bad', finding: `it is in no server yet: invite it with ${toInvitation(applicationId)}` };
  const lacking = guilds.filter(({ permissions }) => !new PermissionsBitField(BigInt(permissions)).has(PERMISSIONS));
  if (lacking.length === 0) return { what, state: 'good', finding: 'all that are used' };
  const missing = [...new Set(lacking.flatMap(({ permissions }) => new PermissionsBitField(BigInt(permissions)).missing(PERMISSIONS)))];
  const names = lacking.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = lacking.length > names.length ? ` and ${lacking.length - names.length} more` : '';
  return {
    what,
    state: 'bad',
    finding: `${missing.join(', ')} missing in ${names.join(', ')}${more}: invite it again with ${toInvitation(applicationId)}`,
  };
}
