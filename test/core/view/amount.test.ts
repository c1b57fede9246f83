import { describe, expect, it } from 'vitest';
import { toCounted, toDuration, toShortCount, toUsd, toWholeSeconds } from '#core/view/amount.ts';

describe('amounts', () => {
  it.each([
    [-5, '0 ms'],
    [34, '34 ms'],
    [100, '0.1 s'],
    [1_240, '1.2 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [125_000, '2 min 5 s'],
    [3_840_000, '1 h 4 min'],
    [183_600_000, '2 d 3 h'],
  ])('say %i ms as %s', (ms, text) => {
    expect(toDuration(ms)).toBe(text);
  });

  it('say a moving time in whole seconds', () => {
    expect(toWholeSeconds(1_240)).toBe('1 s');
  });

  it('say tokens briefly', () => {
    expect([890, 12_345, 999_949, 999_950, 4_500_000].map(toShortCount)).toEqual(['890', '12.3k', '999.9k', '1.0M', '4.5M']);
  });

  it('never say that something was for nothing', () => {
    expect([0, 0.00001, 0.0042, 0.04, 12.5].map(toUsd)).toEqual(['$0.00', '<$0.0001', '$0.0042', '$0.04', '$12.50']);
  });

  it('count one and many', () => {
    expect([toCounted(1, 'lane'), toCounted(1_204, 'lane')]).toEqual(['1 lane', '1,204 lanes']);
  });
});
