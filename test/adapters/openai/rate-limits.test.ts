import { describe, expect, it } from 'vitest';
import { toEndpoint } from '#adapters/openai/endpoint.ts';
import { toRateLimits } from '#adapters/openai/rate-limits.ts';
import { replyToError } from '#adapters/openai/reply-error.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 9, 0, 0);

const read = (limit: string, remaining: string, reset: string) =>
  toRateLimits(
    new Headers({ 'x-ratelimit-limit-requests': limit, 'x-ratelimit-remaining-requests': remaining, 'x-ratelimit-reset-requests': reset }),
    NOW_MS,
  )?.requests;

describe('what a provider says of its limits', () => {
  it.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['350ms', 350],
    ['7.66s', 7_660],
    ['1h2m3s', 3_723_000],
    ['2m59.56s', 179_560],
    ['12', 12_000],
    ['0.35', 350],
    [String(NOW_MS / 1_000 + 30), 30_000],
    [String(NOW_MS + 1_500), 1_500],
    ['2026-11-22T09:01:00Z', 60_000],
    ['soon', 0],
    ['', 0],
  ])('is read with its reset written as %j', (reset, resetMs) => {
    expect(read('300', '299', reset)).toEqual({ limit: 300, remaining: 299, resetMs });
  });

  it('is of requests, of tokens, or of both', () => {
    const tokens = { 'x-ratelimit-limit-tokens': '60000', 'x-ratelimit-remaining-tokens': '59000', 'x-ratelimit-reset-tokens': '1s' };
    expect(toRateLimits(new Headers(tokens), NOW_MS)).toEqual({
      requests: null,
      tokens: { limit: 60_000, remaining: 59_000, resetMs: 1_000 },
    });
  });

  it('comes with a refusal too', () => {
    const headers = new Headers({ 'retry-after': '7', 'x-ratelimit-limit-requests': '300', 'x-ratelimit-remaining-requests': '0' });
    const asked = { endpoint: toEndpoint('http://house:8000/v1', null), model: 'm', setting: 'FANOUT_MODEL' } as const;
    const error = replyToError({ status: 429, headers, body: null }, asked, NOW_MS);
    expect(error).toMatchObject({ retry: { kind: 'wait', afterMs: 7_000 }, limits: { requests: { limit: 300, remaining: 0 } } });
  });

  it('is nothing where it can not be read, or is not there', () => {
    expect(toRateLimits(null, NOW_MS)).toBeNull();
    expect(toRateLimits(new Headers(), NOW_MS)).toBeNull();
    expect(read('many', '3', '1s')).toBeUndefined();
    expect(read('0', '0', '1s')).toBeUndefined();
    expect(read('300', '-4', '1s')).toEqual({ limit: 300, remaining: 0, resetMs: 1_000 });
    expect(read('300', '400', '1s')).toEqual({ limit: 300, remaining: 300, resetMs: 1_000 });
  });
});
