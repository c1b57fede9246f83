import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '#adapters/openai/retry-after.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12, 0, 0);

const read = (headers: Record<string, string>, body: unknown = null): number | null => retryAfterMs(new Headers(headers), body, NOW_MS);

describe('the time a provider asks for', () => {
  it.each<[string, Record<string, string>, number | null]>([
    ['milliseconds', { 'retry-after-ms': '1500' }, 1_500],
    ['milliseconds before seconds', { 'retry-after-ms': '1500', 'retry-after': '90' }, 1_500],
    ['seconds', { 'retry-after': '90' }, 90_000],
    ['seconds with a fraction', { 'retry-after': '0.25' }, 250],
    ['a day', { 'retry-after': '86400' }, 86_400_000],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }, 30_000],
    [
      'a date by the clock of the server',
      { 'retry-after': 'Sun, 22 Nov 2026 15:00:30 GMT', date: 'Sun, 22 Nov 2026 15:00:00 GMT' },
      30_000,
    ],
    ['a date gone by', { 'retry-after': 'Sun, 22 Nov 2026 11:00:00 GMT' }, 0],
    ['nothing', {}, null],
    ['nothing sensible', { 'retry-after': 'soon' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['a number beyond all bounds', { 'retry-after': '9'.repeat(40) }, null],
  ])('as %s', (_, headers, ms) => {
    expect(read(headers)).toBe(ms);
  });

  it('is found in the details of a body of Google', () => {
    const error = { details: [{ '@type': 'x' }, { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.07s' }] };
    expect([read({}, [{ error }]), read({}, { error }), read({}, error)]).toEqual([34_070, 34_070, 34_070]);
    expect(read({}, { error: { details: 'none' } })).toBeNull();
  });

  it('is found in a body without headers too', () => {
    expect(retryAfterMs(null, null, NOW_MS)).toBeNull();
  });
});
