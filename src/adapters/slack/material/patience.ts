import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import { TooSlow, withDeadline } from './deadline.ts';
import type { SlackMaterialLimits } from './limits.ts';

/** Slack asks to come back later. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`wait ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** It may work the next time: no connection, or a fault on Slack's side. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Calls made for one read; all of them only read, so each may be made again. */
export interface Patience {
  /**
   * What `call` gives, waiting as long as Slack asks and twice a little where it does not answer. Rejects with `FanoutError` `source_unreadable` when that takes more than the read has,
   * with `signal.reason` once aborted, and with what `call` rejects with otherwise. `title`: what is being read.
   */
  call<T>(title: string, call: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface PatienceDeps {
  readonly clock: Clock;
  readonly limits: Pick<SlackMaterialLimits, 'maxWaitMs' | 'idleMs'>;
}

const AGAIN_MS = [1_000, 4_000];

const limitedMs = (error: unknown): number | null => {
  if (error instanceof RateLimited) return error.retryAfterMs;
  return error instanceof WebAPIRateLimitedError ? error.retryAfter * 1_000 : null;
};

const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || error instanceof WebAPIRequestError || (error instanceof WebAPIHTTPError && error.statusCode >= 500);

/** One per read: what its calls wait is counted together. */
export function createPatience({ clock, limits }: PatienceDeps): Patience {
  let leftMs = limits.maxWaitMs;
  return {
    async call(title, call, signal) {
      for (let failures = 0; ; ) {
        signal.throwIfAborted();
        try {
          return await call();
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          const asked = limitedMs(error);
          if (asked !== null) {
            leftMs -= asked;
            if (leftMs < 0) throw tooLong(title, error);
            await clock.sleep(asked, signal);
            continue;
          }
          if (error instanceof TooSlow) throw silent(title, limits.idleMs, error);
          if (!isPassing(error)) throw error;
          const afterMs = AGAIN_MS[failures];
          if (afterMs === undefined) throw unreachable(title, error);
          failures += 1;
          await clock.sleep(afterMs, signal);
        }
      }
    },
  };
}

/** A call of a `WebClient`, which takes no signal and may have no timeout of its own. */
export const callSlack = <T>(
  deps: PatienceDeps,
  patience: Patience,
  title: string,
  call: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> => patience.call(title, () => withDeadline(call(), deps.clock, deps.limits.idleMs, signal), signal);

const tooLong = (title: string, cause: unknown): FanoutError =>
  new FanoutError(
    'source_unreadable',
    `${title} takes too long to read: Slack lets this app read only a little at a time. Try again later, or paste what matters into the request`,
    { cause },
  );

const silent = (title: string, idleMs: number, cause: unknown): FanoutError =>
  new FanoutError('source_unreadable', `${title} did not come: Slack sent nothing for ${Math.ceil(idleMs / 1_000)} s. Try again`, {
    cause,
  });

const unreachable = (title: string, cause: unknown): FanoutError =>
  new FanoutError('source_unreadable', `${title} could not be fetched: Slack can't be reached. Try again`, { cause });
