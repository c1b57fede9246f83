import { createHash } from 'node:crypto';

/** `real`: buckets as Discord has them; `none`: no limits and no headers. */
export type Limits = 'real' | 'none';

/** So many calls, then none until the window ends. */
export interface Rate {
  readonly limit: number;
  readonly windowMs: number;
}

export interface Asked {
  /** `POST /channels/:channel/messages`. */
  readonly route: string;
  /** The channel, guild or webhook that a bucket belongs to. */
  readonly major: string;
  readonly rate: Rate;
  /** Interactions are outside the limit of the whole bot. */
  readonly isGlobal: boolean;
}

export interface Limited {
  readonly headers: Readonly<Record<string, string>>;
  /** Null: go on. */
  readonly refused: { readonly retryAfterS: number; readonly isGlobal: boolean; readonly scope: 'user' | 'global' | 'shared' } | null;
}

const GLOBAL: Rate = { limit: 50, windowMs: 1_000 };

interface Bucket {
  used: number;
  resetMs: number;
}

export interface RateLimiter {
  take(asked: Asked): Limited;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

export function createRateLimiter(limits: Limits, nowMs: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function bucket(key: string, { windowMs }: Rate): Bucket {
    const now = nowMs();
    const found = buckets.get(key);
    if (found !== undefined && found.resetMs > now) return found;
    const fresh = { used: 0, resetMs: now + windowMs };
    buckets.set(key, fresh);
    return fresh;
  }

  return {
    take: ({ route, major, rate, isGlobal }) => {
      if (limits === 'none') return { headers: {}, refused: null };
      const now = nowMs();
      const all = bucket('global', GLOBAL);
      if (isGlobal && all.used >= GLOBAL.limit) {
        const retryAfterS = (all.resetMs - now) / 1000;
        const headers = { 'retry-after': String(Math.ceil(retryAfterS)), 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' };
        return { headers, refused: { retryAfterS, isGlobal: true, scope: 'global' } };
      }
      const own = bucket(`${route} ${major}`, rate);
      const isShort = own.used >= rate.limit;
      if (!isShort) own.used += 1;
      if (isGlobal) all.used += 1;
      const leftMs = own.resetMs - now;
      const headers = {
        'x-ratelimit-limit': String(rate.limit),
        'x-ratelimit-remaining': String(rate.limit - own.used),
        'x-ratelimit-reset': seconds(own.resetMs),
        'x-ratelimit-reset-after': seconds(leftMs),
        'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
      };
      if (!isShort) return { headers, refused: null };
      const retryAfterS = leftMs / 1000;
      return {
        headers: { ...headers, 'retry-after': seconds(leftMs), 'x-ratelimit-scope': 'user' },
        refused: { retryAfterS, isGlobal: false, scope: 'user' },
      };
    },
  };
}
