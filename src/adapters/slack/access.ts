import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { type Clients, createClients, toClientOptions } from './clients.ts';
import type { InstallationRows } from './installations/installation-rows.ts';
import { createInstallationStore, type InstallationStore, type Tokens } from './installations/installation-store.ts';
import { createSeal } from './installations/seal.ts';
import { createSlackLogger } from './slack-logger.ts';

/** How Fanout is set up with Slack: one workspace by its token, or many that installed it. */
export type SlackSetup =
  | { readonly kind: 'one workspace'; readonly botToken: string }
  | {
      readonly kind: 'many workspaces';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
      readonly secretKey: string;
    };

/** In whose name Slack is spoken to. */
export interface SlackAccess {
  readonly clients: Clients;
  tokensOf(teamId: string): Promise<Tokens | null>;
  /** Null: one workspace. */
  readonly store: InstallationStore | null;
  /** A workspace, or an organization, removed Fanout at that time. */
  forget(id: string, atMs: number): Promise<void>;
}

export interface SlackAccessDeps {
  readonly rows: InstallationRows;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rejects with `FanoutError` `bad_config` where Slack does not take the token, or what is stored can't be opened. */
export async function openSlackAccess(setup: SlackSetup, { rows, apiUrl, clock, log }: SlackAccessDeps): Promise<SlackAccess> {
  if (setup.kind === 'many workspaces') {
    const store = createInstallationStore({ rows, seal: createSeal(setup.secretKey), clock, log });
    await store.check();
    const clients = createClients({ tokens: store.tokensOf, apiUrl, log });
    return { clients, tokensOf: store.tokensOf, store, forget: store.forget };
  }
  const { team, tokens } = await introduce(setup.botToken, apiUrl, log);
  let removed = false;
  const tokensOf = async (teamId: string): Promise<Tokens | null> => (teamId === team && !removed ? tokens : null);
  return {
    clients: createClients({ tokens: tokensOf, apiUrl, log }),
    tokensOf,
    store: null,
    async forget() {
      removed = true;
      log.error({ team }, 'Fanout was removed from its workspace: install it again and set the new SLACK_BOT_TOKEN');
    },
  };
}

async function introduce(botToken: string, apiUrl: string, log: Log): Promise<{ readonly team: string; readonly tokens: Tokens }> {
  const client = new WebClient(botToken, { ...toClientOptions(apiUrl), logger: createSlackLogger(log, {}) });
  try {
    const { team_id: team, user_id: botUserId, bot_id: botId } = await client.auth.test();
    if (team === undefined || botUserId === undefined || botId === undefined) throw new FanoutError('bad_config', NO_BOT);
    return { team, tokens: { botToken, botUserId, botId, appId: null } };
  } catch (error) {
    if (error instanceof FanoutError) throw error;
    const said = error instanceof WebAPIPlatformError ? `Slack says ${error.data.error}` : 'Slack did not answer';
    throw new FanoutError('bad_config', `SLACK_BOT_TOKEN does not work: ${said}. \`doctor\` looks closer.`, { cause: error });
  }
}

const NO_BOT = 'SLACK_BOT_TOKEN is no bot token: the one under OAuth & Permissions begins with xoxb-.';
