import { describe, expect, it } from 'vitest';
import type { Prices } from '#core/ports/prices.ts';

/** `known` names a model that has a price, `unknown` one that has none. */
export function pricesContract(
  name: string,
  open: () => { readonly prices: Prices; readonly known: string; readonly unknown: string },
): void {
  describe(`Prices contract: ${name}`, () => {
    it('grows with what is used, and is nothing for nothing', async () => {
      const { prices, known } = open();
      const usd = async (inputTokens: number, outputTokens: number) =>
        (await prices.usd(known, { inputTokens, outputTokens })) ?? Number.NaN;
      expect(await usd(0, 0)).toBe(0);
      expect(await usd(1_000, 0)).toBeGreaterThan(0);
      expect(await usd(1_000, 1_000)).toBeGreaterThan(await usd(1_000, 0));
      expect(await usd(2_000, 2_000)).toBeCloseTo(2 * (await usd(1_000, 1_000)), 12);
    });

    it('is null, never 0, for a model it does not know', async () => {
      const { prices, unknown } = open();
      expect(await prices.usd(unknown, { inputTokens: 1_000, outputTokens: 1_000 })).toBeNull();
    });
  });
}
