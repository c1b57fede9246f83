import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '#core/ports/log.ts';
import type { Tokens } from './installations/installation-store.ts';
import { createSlackLogger } from './slack-logger.ts';

/** How long one call may take. In milliseconds. */
export const TIMEOUT_MS = 15_000;

/** What talks to Slack in one workspace's name. */
export interface TeamClients {
  /** For edits of what a run shows: however many of them hang, no post waits for one. */
  readonly edits: WebClient;
  /** For posts and everything else. */
  readonly calls: WebClient;
  readonly tokens: Tokens;
}

export interface Clients {
  /** Ask each time: the token may have changed. Null for a workspace that has not installed Fanout. Rejects as `tokens` does. */
  of(teamId: string): Promise<TeamClients | null>;
}

export interface ClientsDeps {
  /** Asked before every use, so it should be quick. */
  readonly tokens: (teamId: string) => Promise<Tokens | null>;
  readonly apiUrl: string;
  readonly log: Log;
}

export function createClients({ tokens, apiUrl, log }: ClientsDeps): Clients {
  const teams = new Map<string, TeamClients>();
  return {
    async of(teamId) {
      const theirs = await tokens(teamId);
      if (theirs === null) {
        teams.delete(teamId);
        return null;
      }
      const known = teams.get(teamId);
      if (known?.tokens.botToken === theirs.botToken) return known;
      const open = (): WebClient =>
        new WebClient(theirs.botToken, { ...toClientOptions(apiUrl), teamId, logger: createSlackLogger(log, { team: teamId }) });
      const clients: TeamClients = { edits: open(), calls: open(), tokens: theirs };
      teams.set(teamId, clients);
      return clients;
    },
  };
}

/**
 * How Slack is called, here and by Bolt. No retries, since a post that timed out may have been taken: whoever posts looks first. A limit is said at once, for whoever paces the calls.
 *
 * Never `headers`: a client writes its token into that very object, and the next workspace's client sends it as its own. A new object each time, as Slack's libraries write into it.
 */
export const toClientOptions = (apiUrl: string) =>
  ({
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
  }) satisfies WebClientOptions;
