import type { Prices } from '#core/ports/prices.ts';

/** US dollars for a million tokens. */
export interface PriceOverride {
  readonly input: number;
  readonly output: number;
}

export interface GenaiPricesOptions {
  /** Whose price list: the same model costs differently at different providers. Null: no provider, so only overrides are known. */
  readonly baseUrl: string | null;
  /** By model name, of those that are at another provider. Not there: none is. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** By model name; these win. */
  readonly overrides: ReadonlyMap<string, PriceOverride>;
}

/** Below this many input tokens no provider's dearer tier for long prompts begins, so the price is in proportion. */
const PROPORTIONAL_TOKENS = 100_000;
const MILLION = 1_000_000;

/**
 * Prices from the list that the package `@pydantic/genai-prices` brings along, without the network. It lags behind new models by weeks: what it does not know is unknown, never free. Loading it takes
 * 100 ms, so it is loaded when first asked.
 */
export function createGenaiPrices({ baseUrl, elsewhere = new Map(), overrides }: GenaiPricesOptions): Prices {
  const rates = new Map<string, Promise<PriceOverride | null>>();
  let library: Promise<typeof import('@pydantic/genai-prices')> | null = null;

  async function calculate(model: string, inputTokens: number, outputTokens: number): Promise<number | null> {
    const providerApiUrl = elsewhere.get(model) ?? baseUrl;
    if (providerApiUrl === null) return null;
    library ??= import('@pydantic/genai-prices');
    const { calcPrice, findProvider } = await library;
    const provider = findProvider({ providerApiUrl });
    if (provider === undefined) return null;
    return calcPrice({ input_tokens: inputTokens, output_tokens: outputTokens }, model, { provider })?.total_price ?? null;
  }

  async function findRate(model: string): Promise<PriceOverride | null> {
    const [input, output] = await Promise.all([calculate(model, 1_000, 0), calculate(model, 0, 1_000)]);
    return input === null || output === null ? null : { input: input * 1_000, output: output * 1_000 };
  }

  function rateOf(model: string): Promise<PriceOverride | null> {
    const rate = rates.get(model) ?? findRate(model);
    rates.set(model, rate);
    return rate;
  }

  const price = (rate: PriceOverride, inputTokens: number, outputTokens: number): number =>
    (inputTokens * rate.input + outputTokens * rate.output) / MILLION;

  return {
    async usd(model, { inputTokens, outputTokens }) {
      const override = overrides.get(model);
      if (override !== undefined) return price(override, inputTokens, outputTokens);
      if (inputTokens >= PROPORTIONAL_TOKENS) return await calculate(model, inputTokens, outputTokens);
      const rate = await rateOf(model);
      return rate === null ? null : price(rate, inputTokens, outputTokens);
    },
  };
}
