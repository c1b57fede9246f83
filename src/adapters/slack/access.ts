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
  const startedMs = clock.now();
  const client = new WebClient(setup.botToken, { ...toClientOptions(apiUrl), logger: createSlackLogger(log, {}) });
  const { team, org, tokens } = await introduce(client, setup.botToken);
  let removed = false;
  const tokensOf = async (teamId: string): Promise<Tokens | null> => (teamId === team && !removed ? tokens : null);
  return {
    clients: createClients({ tokens: tokensOf, apiUrl, log }),
    tokensOf,
    store: null,
    async forget(id, atMs) {
      // Slack tells in whole seconds, late and again: what is older is of an installation before this token's.
      if ((id !== team && id !== org) || atMs + 1_000 <= startedMs || removed) return;
      // Asked meanwhile, by another event of the same end.
      if ((await stillWorks(client)) || removed) return;
      removed = true;
      log.error({ team }, 'Fanout was removed from its workspace: install it again and set the new SLACK_BOT_TOKEN');
    },
  };
}

interface Introduced {
  readonly team: string;
  /** Null where it is in none, or Fanout was installed in the workspace alone. */
  readonly org: string | null;
  readonly tokens: Tokens;
}

async function introduce(client: WebClient, botToken: string): Promise<Introduced> {
  try {
    const { team_id: team, user_id: botUserId, bot_id: botId, enterprise_id, is_enterprise_install } = await client.auth.test();
    const org = is_enterprise_install === true ? (enterprise_id ?? null) : null;
    if (team === undefined || botUserId === undefined || botId === undefined) throw new FanoutError('bad_config', NO_BOT);
    return { team, org, tokens: { botToken, botUserId, botId, appId: null } };
  } catch (error) {
    if (error instanceof FanoutError) throw error;
    const said = error instanceof WebAPIPlatformError ? `Slack says ${error.data.error}` : 'Slack did not answer';
    throw new FanoutError('bad_config', `SLACK_BOT_TOKEN does not work: ${said}. \`doctor\` looks closer.`, { cause: error });
  }
}

/** Whether Slack still takes the token. Rejects where Slack does not say. */
async function stillWorks(client: WebClient): Promise<boolean> {
  try {
    await client.auth.test();
    return true;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && GONE.includes(error.data.error)) return false;
    throw error;
  }
}

const GONE = ['account_inactive', 'invalid_auth', 'not_authed', 'team_access_not_granted', 'token_expired', 'token_revoked'];

const NO_BOT = 'SLACK_BOT_TOKEN is no bot token: the one under OAuth & Permissions begins with xoxb-.';
