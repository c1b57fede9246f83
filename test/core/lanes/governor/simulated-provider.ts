import type { CallEnd, RateLimits } from '#core/lanes/governor.ts';
import type { Random } from '#test/fakes/random.ts';

export interface ProviderOptions {
  readonly requestsPerMinute: number;
  /** Of requests it takes at once. */
  readonly burst: number;
  /** Null: it has no limit of tokens. */
  readonly tokens: { readonly perMinute: number; readonly burst: number } | null;
  /** A refused call uses up room as another does. */
  readonly refusedCount: boolean;
  /** It sends `x-ratelimit-*`. */
  readonly headers: boolean;
  /** Its headers say what is left when it sends them; else what was left when it took the call. */
  readonly toldAsSent?: boolean;
  /** It sends them when the answer begins, a ninth of its time after the call; else with the whole of it. */
  readonly streams?: boolean;
  /** It names the next single slot with a refusal. */
  readonly retryAfter: boolean;
}

export const USUAL: ProviderOptions = {
  requestsPerMinute: 300,
  burst: 50,
  tokens: null,
  refusedCount: false,
  headers: true,
  retryAfter: true,
};

/** How long a refusal takes to come back. */
const REFUSAL_MS = 30;

/** A provider that keeps its limits by a bucket that fills with time, without sockets or timers: each call says when it ends, and how. */
export function createSimulatedProvider(options: ProviderOptions, random: Random) {
  const { requestsPerMinute, burst, tokens, refusedCount, headers, retryAfter } = options;
  let atMs: number | null = null;
  let room = burst;
  let tokenRoom = tokens?.burst ?? 0;
  const counts = { calls: 0, refused: 0 };

  function fill(nowMs: number): void {
    const ms = nowMs - (atMs ?? nowMs);
    atMs = nowMs;
    room = Math.min(burst, room + (ms * requestsPerMinute) / 60_000);
    if (tokens !== null) tokenRoom = Math.min(tokens.burst, tokenRoom + (ms * tokens.perMinute) / 60_000);
  }

  function toLimits(): RateLimits | null {
    if (!headers) return null;
    const each = 60_000 / requestsPerMinute;
    return {
      requests: { limit: requestsPerMinute, remaining: Math.max(0, Math.floor(room)), resetMs: Math.ceil((burst - room) * each) },
      tokens:
        tokens === null
          ? null
          : {
              limit: tokens.perMinute,
              remaining: Math.max(0, Math.floor(tokenRoom)),
              resetMs: Math.ceil(((tokens.burst - tokenRoom) * 60_000) / tokens.perMinute),
            },
    };
  }

  return {
    counts,
    /** What a call's end tells, as its headers are sent. */
    tell(end: CallEnd, nowMs: number): CallEnd {
      if (options.toldAsSent !== true || !('limits' in end)) return end;
      fill(nowMs);
      return { ...end, limits: toLimits() };
    },
    /** How long after a call its headers come; null: with the end of it. */
    headersAfterMs: ({ ms, end }: { readonly ms: number; readonly end: CallEnd }): number | null =>
      options.streams === true && end.kind === 'done' ? Math.round(ms / 9) : null,
    /** A call of so many tokens that arrives now. */
    call(used: number, nowMs: number): { readonly ms: number; readonly end: CallEnd } {
      fill(nowMs);
      counts.calls += 1;
      if (room >= 1 && (tokens === null || tokenRoom >= used)) {
        room -= 1;
        tokenRoom -= used;
        // Lognormal, half of them under a second.
        const ms = Math.round(1_000 * Math.exp(0.5 * gaussian(random)));
        return { ms, end: { kind: 'done', limits: toLimits(), tokens: used, ms } };
      }
      counts.refused += 1;
      const requestMs = room >= 1 ? 0 : (1 - room) * (60_000 / requestsPerMinute);
      const tokenMs = tokens === null || tokenRoom >= used ? 0 : ((used - tokenRoom) * 60_000) / tokens.perMinute;
      if (refusedCount) room -= 1;
      const afterMs = retryAfter ? Math.ceil(Math.max(requestMs, tokenMs)) : null;
      return { ms: REFUSAL_MS, end: { kind: 'refused', limits: toLimits(), afterMs } };
    },
  };
}

const gaussian = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
