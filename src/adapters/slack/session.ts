import { WebAPIPlatformError } from '@slack/web-api';
import type { Log } from '#core/ports/log.ts';
import type { TeamClients } from './clients.ts';

/**
 * The status that Slack shows of an agent in a thread, with its Stop button, in workspaces where Fanout is installed as one. A courtesy: where it is not to be had nothing else changes.
 */
export interface Sessions {
  /** Returns at once; null changes nothing. */
  set(clients: TeamClients, channel: string, thread: string, status: 'processing' | 'active' | null): void;
}

const NOT_TO_BE_HAD = [
  'unknown_method',
  'method_deprecated',
  'feature_not_enabled',
  'missing_scope',
  'not_allowed_token_type',
  'access_denied',
];

/** Threads whose status is remembered, so that it is not set anew with each edit. */
const MOST_THREADS = 1_000;

export function createSessions(log: Log): Sessions {
  /** With when Slack was told: what overtakes an earlier one on its way would stand there for good. */
  const shown = new Map<string, { readonly status: string; readonly told: Promise<void> }>();
  const without = new Set<string>();

  async function tell({ calls, tokens }: TeamClients, channel: string, thread: string, status: string): Promise<void> {
    try {
      await calls.apiCall('agents.sessions.setStatus', { channel_id: channel, thread_ts: thread, status });
    } catch (error) {
      // Installed without the agent view, or an older workspace: it is not asked again.
      if (error instanceof WebAPIPlatformError && NOT_TO_BE_HAD.includes(error.data.error)) without.add(tokens.botToken);
      log.debug({ err: error, channel }, 'no agent status here');
    }
  }

  return {
    set(clients, channel, thread, status) {
      const key = `${clients.tokens.botToken}/${channel}/${thread}`;
      const before = shown.get(key);
      if (status === null || before?.status === status || without.has(clients.tokens.botToken)) return;
      shown.delete(key);
      shown.set(key, { status, told: (before?.told ?? Promise.resolve()).then(() => tell(clients, channel, thread, status)) });
      for (const oldest of shown.keys()) {
        if (shown.size <= MOST_THREADS) break;
        shown.delete(oldest);
      }
    },
  };
}
