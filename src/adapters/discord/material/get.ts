import { DiscordAPIError, REST, type RouteLike } from 'discord.js';
import { FanoutError } from '#core/errors.ts';

/** How long Discord may take for one call. In milliseconds. */
const TIMEOUT_MS = 15_000;

/**
 * Reads of Discord: as long as it takes, also where Discord asks for time. Rejects with `FanoutError` `source_missing` where Fanout may not see it or it is gone, `source_unreadable` where Discord does not answer, or with
 * `signal.reason`.
 */
export type Get = (route: RouteLike, title: string, query: URLSearchParams, signal: AbortSignal) => Promise<unknown>;

export interface GetDeps {
  readonly apiUrl: string;
  readonly token: string;
}

export function createGet({ apiUrl, token }: GetDeps): Get {
  // Unlike the client's, which leaves waiting to core: to read twice is harmless.
  const rest = new REST({ api: apiUrl, timeout: TIMEOUT_MS });
  const get = (route: RouteLike, query: URLSearchParams, signal: AbortSignal): Promise<unknown> => {
    // Any 401 has discord.js forget it.
    rest.setToken(token);
    return rest.get(route, { query, signal });
  };
  return async (route, title, query, signal) => {
    try {
      return await get(route, query, signal).catch((error: unknown) => {
        if (error instanceof DiscordAPIError && error.status === 401) return get(route, query, signal);
        throw error;
      });
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof DiscordAPIError && (cause.status === 403 || cause.status === 404))
        throw new FanoutError('source_missing', `${title} can't be seen by Fanout, or is gone`, { cause });
      throw new FanoutError('source_unreadable', `${title} could not be read from Discord; try again`, { cause });
    }
  };
}
