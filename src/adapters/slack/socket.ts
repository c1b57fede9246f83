import { WebAPIPlatformError } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { atMost } from './at-most.ts';

/** Between tries to open one: the first is at once, then it doubles up to the most. In milliseconds. */
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;

/** One that ended sooner counts as a failed try, so that a Slack that hangs up at once is not asked without end. In milliseconds. */
const SHORT_LIFE_MS = 10_000;

/** How long a farewell may take. In milliseconds. */
const FAREWELL_MS = 2_000;

/** What is needed of Slack's own client, with its way of coming back switched off: that one waits for five seconds each time, and ends the process when one call fails. */
export interface SocketClient {
  /** Resolves once Slack said hello. */
  start(): Promise<unknown>;
  disconnect(): Promise<void>;
  once(event: 'disconnected', listener: () => void): unknown;
  removeListener(event: 'disconnected', listener: () => void): unknown;
}

/** A socket that is opened again whenever it ends: Slack ends each one after some hours. */
export interface Socket {
  /** Resolves once the first one is open. Rejects with `FanoutError` `bad_config` when Slack does not take the app token. */
  open(): Promise<void>;
  /** Rejects when no other can be opened any more; never resolves. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

export function createSocket(client: SocketClient, { clock, log }: { readonly clock: Clock; readonly log: Log }): Socket {
  const closing = new AbortController();
  const broken = Promise.withResolvers<never>();
  // Whoever waits for it hears of it; before that it is nobody's failure.
  broken.promise.catch(() => undefined);
  let keeping: Promise<void> | null = null;

  async function keep(opened: () => void): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      const end = Promise.withResolvers<void>();
      client.once('disconnected', end.resolve);
      const fromMs = clock.now();
      try {
        await client.start();
        opened();
        await end.promise;
        failures = clock.now() - fromMs < SHORT_LIFE_MS ? failures + 1 : 0;
      } catch (error) {
        if (isFinal(error)) throw toTokenProblem(error);
        failures += 1;
        log.warn({ err: error, failures }, 'Slack can not be reached by a socket: it is tried again');
      } finally {
        client.removeListener('disconnected', end.resolve);
      }
      if (failures > 1) await clock.sleep(Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 2)), closing.signal);
    }
  }

  return {
    async open() {
      const opened = Promise.withResolvers<void>();
      keeping = keep(opened.resolve).catch((error: unknown) => {
        if (!closing.signal.aborted) broken.reject(error);
      });
      await Promise.race([opened.promise, broken.promise]);
    },
    broken: broken.promise,
    async close() {
      closing.abort(new Error('Fanout is closing'));
      const farewell = client.disconnect().catch(() => undefined);
      await atMost(FAREWELL_MS, Promise.all([farewell, keeping]), clock);
    },
  };
}

/** What no other try changes. */
const FINAL = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'not_allowed_token_type',
  'missing_scope',
  'team_disabled',
  'user_removed_from_team',
];

const isFinal = (error: unknown): error is WebAPIPlatformError => error instanceof WebAPIPlatformError && FINAL.includes(error.data.error);

const toTokenProblem = (error: WebAPIPlatformError): FanoutError =>
  new FanoutError('bad_config', `SLACK_APP_TOKEN does not work: Slack says ${error.data.error}. \`doctor\` looks closer.`, {
    cause: error,
  });
