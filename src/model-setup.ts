import { findProvider, type Provider, withCapabilities } from '#adapters/openai/capabilities.ts';
import { OPENAI_BASE_URL, type Settings } from '#adapters/openai/endpoint.ts';
import { createGenaiPrices } from '#adapters/prices/genai-prices.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { Config } from './config.ts';
import type { ModelFacts, ProviderSetup } from './models-file.ts';

/** Somewhere that calls can go. */
export interface EndpointSetup {
  /** As the file names it; null: the one that the variables name. */
  readonly name: string | null;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly settings?: Settings;
  readonly provider: Provider;
}

/** A model of the file at an endpoint of the file. */
interface PlacedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  readonly endpoint: EndpointSetup;
}

/** A provider of the file whose key is not set. */
interface ClosedProvider {
  readonly name: string;
  readonly apiKeyEnv: string;
  /** They are left out. */
  readonly models: readonly string[];
}

/** What the configuration comes to, before anybody is asked. */
export interface ModelSetup {
  /** What `OPENAI_BASE_URL` and `OPENAI_API_KEY` name; null when neither is set. */
  readonly usual: EndpointSetup | null;
  /** In the order of the file. */
  readonly placed: readonly PlacedModel[];
  /** Models of the file that name no provider: they are wherever the default endpoint is. */
  readonly unplaced: ReadonlyMap<string, ModelFacts>;
  readonly closed: readonly ClosedProvider[];
  /** Providers that can be asked, in the order of the file. */
  readonly endpoints: readonly EndpointSetup[];
}

const isClosed = ({ apiKeyEnv, apiKey }: ProviderSetup): boolean => apiKeyEnv !== null && apiKey === null;

function toEndpointSetup(name: string, { baseUrl, apiKey, apiKeyEnv, capabilities }: ProviderSetup): EndpointSetup {
  const settings = {
    address: `the baseUrl of ${name} in FANOUT_MODELS`,
    key: apiKeyEnv ?? `a variable, named as apiKeyEnv of ${name} in FANOUT_MODELS`,
  };
  return { name, baseUrl, apiKey, settings, provider: withCapabilities(findProvider(baseUrl), capabilities) };
}

/** Asks nobody. */
export function toModelSetup({ apiKey, baseUrl, models: file }: Config): ModelSetup {
  const url = baseUrl ?? OPENAI_BASE_URL;
  const usual = apiKey === null && baseUrl === null ? null : { name: null, baseUrl: url, apiKey, provider: findProvider(url) };
  const open = [...file.providers].filter(([, provider]) => !isClosed(provider));
  const endpoints = new Map(open.map(([name, provider]) => [name, toEndpointSetup(name, provider)]));
  const listed = [...file.models];
  return {
    usual,
    endpoints: [...endpoints.values()],
    placed: listed.flatMap(([name, facts]) => {
      const endpoint = facts.provider === null ? undefined : endpoints.get(facts.provider);
      return endpoint === undefined ? [] : [{ name, facts, endpoint }];
    }),
    unplaced: new Map(listed.filter(([, facts]) => facts.provider === null)),
    closed: [...file.providers].flatMap(([name, { apiKeyEnv, apiKey: key }]) =>
      apiKeyEnv === null || key !== null
        ? []
        : [{ name, apiKeyEnv, models: listed.filter(([, facts]) => facts.provider === name).map(([model]) => model) }],
    ),
  };
}

/** The prices of all of these: a person's own, else those of the provider that a model is at. */
export function openPrices(config: Config): Prices {
  const { usual, placed } = toModelSetup(config);
  const overrides = new Map([...config.models.models].flatMap(([name, { price }]) => (price === null ? [] : [[name, price] as const])));
  const elsewhere = new Map(placed.map(({ name, endpoint }) => [name, endpoint.baseUrl]));
  return createGenaiPrices({ baseUrl: usual?.baseUrl ?? null, elsewhere, overrides });
}
