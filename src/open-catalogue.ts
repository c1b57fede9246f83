import type { Provider } from '#adapters/openai/capabilities.ts';
import { type Catalogue, EMPTY_CATALOGUE, type ModelCard, type Strength } from '#core/models/model-card.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { ModelFacts, Routing } from './models-file.ts';

/** A model that calls can reach, with the record of where it is. */
export interface ReachableModel {
  readonly name: string;
  /** For people. */
  readonly at: string;
  readonly facts: ModelFacts;
  readonly provider: Provider;
}

const RATE_TOKENS = 1_000;
const MILLION = 1_000_000;

/** US dollars for a million tokens of output below which a model is taken to be of that strength. */
const SMALL_BELOW = 1;
const MEDIUM_BELOW = 6;

function guessStrength(price: ModelCard['price']): Strength {
  if (price === null) return 'medium';
  if (price.output < SMALL_BELOW) return 'small';
  return price.output < MEDIUM_BELOW ? 'medium' : 'large';
}

async function findPrice(name: string, prices: Prices): Promise<ModelCard['price']> {
  const [input, output] = await Promise.all([
    prices.usd(name, { inputTokens: RATE_TOKENS, outputTokens: 0 }),
    prices.usd(name, { inputTokens: 0, outputTokens: RATE_TOKENS }),
  ]);
  if (input === null || output === null) return null;
  return { input: (input * MILLION) / RATE_TOKENS, output: (output * MILLION) / RATE_TOKENS };
}

/** The only one there is needs no price to be chosen by, and the list of prices takes its time to load. */
async function toCard({ name, at, facts, provider }: ReachableModel, prices: Prices, isOnly: boolean): Promise<ModelCard> {
  const price = facts.price ?? (isOnly ? null : await findPrice(name, prices));
  return {
    name,
    provider: at,
    windowTokens: facts.windowTokens ?? provider.windowTokens,
    sees: facts.vision ?? provider.vision,
    strength: facts.strength ?? guessStrength(price),
    languages: facts.languages,
    works: facts.works,
    price,
  };
}

/** The catalogue of these, the default one first. Names in the routing that are not among them (their provider's key is not set) are left out. */
export async function openCatalogue(models: readonly ReachableModel[], routing: Routing, prices: Prices): Promise<Catalogue> {
  if (models.length === 0) return EMPTY_CATALOGUE;
  const has = (name: string): boolean => models.some((model) => model.name === name);
  const only = (name: string | null): string | null => (name !== null && has(name) ? name : null);
  return {
    cards: await Promise.all(models.map((model) => toCard(model, prices, models.length === 1))),
    planner: only(routing.planner),
    judge: only(routing.judge),
    fallbacks: routing.fallbacks.filter(has),
    prefer: routing.prefer.map((rule) => ({ ...rule, models: rule.models.filter(has) })),
  };
}
