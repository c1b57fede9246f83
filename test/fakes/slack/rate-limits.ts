/** A token bucket: `burst` calls at once, then `perMinute` evenly. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** `real`: the tiers of Slack's docs, at their stated minimum; a map changes single methods of `real`. */
export type Limits = 'real' | 'none' | Readonly<Record<string, Rate>>;

const TIER_2: Rate = { perMinute: 20, burst: 10 };
const TIER_3: Rate = { perMinute: 50, burst: 20 };
const TIER_4: Rate = { perMinute: 100, burst: 40 };
const SPECIAL: Rate = { perMinute: 600, burst: 60 };

/** Slack's docs, page of each method. `chat.postMessage` has its own rule for each channel, and this one for the workspace. */
const REAL: Readonly<Record<string, Rate>> = {
  'chat.postMessage': { perMinute: 300, burst: 60 },
  'auth.test': SPECIAL,
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.getPermalink': SPECIAL,
  'conversations.replies': TIER_3,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'apps.connections.open': TIER_3,
  'users.info': TIER_4,
  'team.info': TIER_3,
  'files.info': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.push': TIER_4,
  'views.publish': TIER_4,
  'assistant.threads.setStatus': SPECIAL,
  'assistant.threads.setSuggestedPrompts': TIER_4,
  'agents.sessions.setStatus': TIER_3,
  'oauth.v2.access': SPECIAL,
};

/** About one a second in each channel, and short bursts: Slack's docs, rate limits. */
const POSTS_IN_ONE_CHANNEL: Rate = { perMinute: 60, burst: 4 };

/** Apps sold outside the Marketplace read history once a minute. */
const COMMERCIAL_HISTORY: Rate = { perMinute: 1, burst: 1 };

export interface RateLimiter {
  /** Null: go on. Otherwise the `Retry-After`, in seconds. */
  take(call: { readonly method: string; readonly team: string; readonly channel: string | null }): number | null;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

export function createRateLimiter(limits: Limits, isCommercial: boolean, nowMs: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>();

  function bucket(key: string, { perMinute, burst }: Rate): Bucket {
    const now = nowMs();
    const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: now };
    const full = Math.min(burst, tokens + (Math.max(0, now - atMs) * perMinute) / 60_000);
    const fresh = { tokens: full, atMs: now };
    buckets.set(key, fresh);
    return fresh;
  }

  return {
    take: ({ method, team, channel }) => {
      if (limits === 'none') return null;
      const set = limits === 'real' ? undefined : limits[method];
      const isHistory = method === 'conversations.replies' || method === 'conversations.history';
      const rate = set ?? (isCommercial && isHistory ? COMMERCIAL_HISTORY : (REAL[method] ?? TIER_2));
      const rules: [string, Rate][] = [[`${team} ${method}`, rate]];
      if (method === 'chat.postMessage' && set === undefined) rules.push([`${team} ${method} ${channel}`, POSTS_IN_ONE_CHANNEL]);
      const asked = rules.map(([key, each]) => ({ found: bucket(key, each), each }));
      const short = asked.find(({ found }) => found.tokens < 1);
      if (short !== undefined) return Math.max(1, Math.ceil(((1 - short.found.tokens) * 60) / short.each.perMinute));
      for (const { found } of asked) found.tokens -= 1;
      return null;
    },
  };
}
