import { describe, expect, it } from 'vitest';
import { createGenaiPrices } from '#adapters/prices/genai-prices.ts';
import { pricesContract } from '#test/contracts/prices-contract.ts';
import { FAKE_PRICES } from '#test/fakes/fake-prices.ts';

const overrides = new Map([['house-model', { input: 2, output: 10 }]]);

pricesContract('genai-prices', () => ({
  prices: createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', overrides }),
  known: 'gpt-6-luna',
  unknown: 'gpt-none',
}));
pricesContract('overrides', () => ({ prices: createGenaiPrices({ baseUrl: null, overrides }), known: 'house-model', unknown: 'other' }));
pricesContract('fake', () => ({ prices: FAKE_PRICES, known: 'any', unknown: 'unknown' }));

describe('prices', () => {
  it('come from the list of the provider behind the address', async () => {
    const prices = createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', overrides });
    const usd = await prices.usd('gpt-6-luna', { inputTokens: 1_000_000, outputTokens: 0 });
    expect(usd).toBeGreaterThan(0);
    const small = await prices.usd('gpt-6-luna', { inputTokens: 1_000, outputTokens: 500 });
    // 0.10 and 0.50 dollars for a million, as the list has it.
    expect(small).toBeCloseTo(0.00035, 8);
  });

  it('know dearer tiers for long prompts', async () => {
    const prices = createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', overrides });
    const long = (await prices.usd('gpt-6-luna', { inputTokens: 600_000, outputTokens: 0 })) ?? 0;
    const short = (await prices.usd('gpt-6-luna', { inputTokens: 60_000, outputTokens: 0 })) ?? 0;
    expect(long).toBeGreaterThan(short * 10);
  });

  it('are unknown, never free, for models and providers that the list does not have', async () => {
    const openAi = createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', overrides });
    expect(await openAi.usd('gpt-none', { inputTokens: 1, outputTokens: 1 })).toBeNull();
    for (const baseUrl of ['http://127.0.0.1:11434/v1', null]) {
      expect(await createGenaiPrices({ baseUrl, overrides }).usd('gpt-6-luna', { inputTokens: 1, outputTokens: 1 })).toBeNull();
    }
  });

  it('are what the person says where they say it', async () => {
    const prices = createGenaiPrices({ baseUrl: null, overrides });
    expect(await prices.usd('house-model', { inputTokens: 1_000_000, outputTokens: 100_000 })).toBeCloseTo(3, 8);
  });

  it('come from the list of the provider that a model is at', async () => {
    const elsewhere = new Map([['claude-haiku-4.5', 'https://api.anthropic.com/v1/']]);
    const prices = createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', elsewhere, overrides });
    expect(await prices.usd('claude-haiku-4.5', { inputTokens: 1_000, outputTokens: 1_000 })).toBeCloseTo(0.006, 8);
    expect(await prices.usd('gpt-6-luna', { inputTokens: 1_000, outputTokens: 500 })).toBeCloseTo(0.00035, 8);
    const alone = createGenaiPrices({ baseUrl: 'https://api.openai.com/v1', overrides });
    expect(await alone.usd('claude-haiku-4.5', { inputTokens: 1_000, outputTokens: 1_000 })).toBeNull();
  });
});
