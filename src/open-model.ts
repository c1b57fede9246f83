import { randomBytes } from 'node:crypto';
import type { Provider } from '#adapters/openai/capabilities.ts';
import { chooseModel } from '#adapters/openai/choose-model.ts';
import { findLocalServer } from '#adapters/openai/local-server.ts';
import { createManyModels } from '#adapters/openai/many-models.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { FanoutError } from '#core/errors.ts';
import type { ModelLimits } from '#core/lanes/governor.ts';
import { type Catalogue, EMPTY_CATALOGUE } from '#core/models/model-card.ts';
import type { Model } from '#core/ports/model.ts';
import type { Prices } from '#core/ports/prices.ts';
import type { Config } from './config.ts';
import { type EndpointSetup, type ModelSetup, toModelSetup } from './model-setup.ts';
import { type ModelFacts, NO_FACTS } from './models-file.ts';
import { openCatalogue } from './open-catalogue.ts';

export interface OpenedModel {
  readonly model: Model;
  readonly catalogue: Catalogue;
  /** What people said that models may be asked, by name. */
  readonly limits: ReadonlyMap<string, ModelLimits>;
}

/** A model and where calls to it go. */
interface ReachedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  readonly endpoint: EndpointSetup;
}

/**
 * The models that the configuration means, the default one first: what `FANOUT_MODEL` names, else the endpoint that is set, else the first of the file, else a model server on this machine, else none.
 * Rejects with `FanoutError` when what is set can't be used.
 */
export async function openModel(config: Config, prices: Prices, signal: AbortSignal): Promise<OpenedModel> {
  const setup = toModelSetup(config);
  const usual = await findDefault(setup, config.model, signal);
  if (usual === null) {
    const { createOfflineModel } = await import('#adapters/offline/offline-model.ts');
    return { model: createOfflineModel(), catalogue: EMPTY_CATALOGUE, limits: new Map() };
  }
  const home = usual.endpoint.name === null ? usual.endpoint : setup.usual;
  // A file that only knows prices better says nothing of which models there are.
  const atHome =
    home === null || !config.models.routes
      ? []
      : [...setup.unplaced].map(([name, facts]): ReachedModel => ({ name, facts, endpoint: home }));
  const others = inOrder(config, [...atHome, ...setup.placed]).filter(({ name }) => name !== usual.name);
  const all = [usual, ...others];
  const reachable = all.map(({ name, facts, endpoint }) => ({
    name,
    facts,
    provider: endpoint.provider,
    at: endpoint.name ?? new URL(endpoint.baseUrl).host,
  }));
  return {
    model: createManyModels({ usual: toModel(usual), others: new Map(others.map((it) => [it.name, toModel(it)])) }),
    catalogue: await openCatalogue(reachable, config.models.routing, prices),
    limits: new Map([...config.models.models].flatMap(([name, { limits }]) => (limits === null ? [] : [[name, limits] as const]))),
  };
}

function inOrder({ models }: Config, reached: readonly ReachedModel[]): ReachedModel[] {
  const order = [...models.models.keys()];
  return reached.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}

async function findDefault(setup: ModelSetup, wanted: string | null, signal: AbortSignal): Promise<ReachedModel | null> {
  const { usual, placed, unplaced, closed } = setup;
  const named = placed.find(({ name }) => name === wanted);
  if (named !== undefined) return named;
  const shut = closed.find(({ models }) => wanted !== null && models.includes(wanted));
  if (shut !== undefined) {
    throw new FanoutError('bad_config', `FANOUT_MODEL is ${wanted}, which is at ${shut.name}: set ${shut.apiKeyEnv} to your key there.`);
  }
  const factsOf = (name: string): ModelFacts => unplaced.get(name) ?? NO_FACTS;
  if (usual !== null) {
    const { model, provider } = await chooseModel({ ...usual, wanted }, signal);
    return { name: model, facts: factsOf(model), endpoint: { ...usual, provider } };
  }
  const [first] = placed;
  if (first !== undefined && wanted === null) return first;
  if (first !== undefined) {
    throw new FanoutError(
      'bad_config',
      `FANOUT_MODEL is ${wanted}, which no provider in FANOUT_MODELS has: list it there with its provider, or set OPENAI_BASE_URL to where it is.`,
    );
  }
  const server = await findLocalServer({}, signal);
  if (server === null) return null;
  const name = wanted ?? server.model;
  const { baseUrl, provider } = server;
  return { name, facts: factsOf(name), endpoint: { name: null, baseUrl, apiKey: null, provider } };
}

function toModel({ name, facts, endpoint }: ReachedModel): Model {
  const { baseUrl, apiKey, settings } = endpoint;
  const provider: Provider = {
    ...endpoint.provider,
    windowTokens: facts.windowTokens ?? endpoint.provider.windowTokens,
    vision: facts.vision ?? endpoint.provider.vision,
  };
  return createOpenAiModel({
    clock: systemClock,
    boundary: () => `=====${randomBytes(9).toString('base64url')}`,
    model: name,
    provider,
    baseUrl,
    apiKey,
    ...(settings !== undefined && { settings }),
  });
}

/** For commands that only read: nothing is ever asked of it. */
export const NO_MODEL: Model = {
  label: 'no model',
  name: null,
  windowTokens: 0,
  refusal: () => ({ code: 'internal', reason: 'this command runs no lanes' }),
  complete: async () => {
    throw new Error('a command that only reads asked a model');
  },
};
