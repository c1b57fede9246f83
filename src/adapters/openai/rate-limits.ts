import type { Limit, RateLimits } from '#core/lanes/governor.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** No provider means so many seconds from now; it means a moment: in seconds since 1970, or in milliseconds. */
const MOMENT_S = 1_000_000_000;
const MOMENT_MS = 1_000_000_000_000;

/** What a reply's `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` say; null: nothing, or nothing that can be read. */
export function toRateLimits(headers: Headers | null, nowMs: number): RateLimits | null {
  if (headers === null) return null;
  const requests = toLimit(headers, 'requests', nowMs);
  const tokens = toLimit(headers, 'tokens', nowMs);
  return requests === null && tokens === null ? null : { requests, tokens };
}

function toLimit(headers: Headers, kind: 'requests' | 'tokens', nowMs: number): Limit | null {
  const limit = toCount(headers.get(`x-ratelimit-limit-${kind}`));
  const remaining = toCount(headers.get(`x-ratelimit-remaining-${kind}`));
  if (limit === null || limit === 0 || remaining === null) return null;
  return { limit, remaining: Math.min(limit, remaining), resetMs: toResetMs(headers.get(`x-ratelimit-reset-${kind}`) ?? '', nowMs) ?? 0 };
}

/** Some say less than nothing once they are overdrawn. */
function toCount(text: string | null): number | null {
  return /^\s*-?\d{1,15}(\.\d+)?\s*$/.test(text ?? '') ? Math.max(0, Math.floor(Number(text))) : null;
}

/** `6m0s`, `350ms`, `1h2m3.5s`; a number of seconds; a moment, as a number or a date. */
function toResetMs(text: string, nowMs: number): number | null {
  const told = text.trim();
  if (/^\d{1,15}(\.\d+)?$/.test(told)) return fromNumber(Number(told), nowMs);
  if (/^(\d{1,12}(\.\d+)?(ms|s|m|h|d))+$/.test(told)) {
    const parts = [...told.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
    return Math.ceil(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0));
  }
  const moment = /^\d{4}-\d\d-\d\dT/.test(told) ? Date.parse(told) : Number.NaN;
  return Number.isNaN(moment) ? null : Math.max(0, moment - nowMs);
}

function fromNumber(value: number, nowMs: number): number {
  if (value >= MOMENT_MS) return Math.max(0, value - nowMs);
  return value >= MOMENT_S ? Math.max(0, value * 1_000 - nowMs) : Math.ceil(value * 1_000);
}
