import { listModels } from '#adapters/openai/list-models.ts';
import type { Check } from '#adapters/terminal/doctor.ts';
import { FanoutError } from '#core/errors.ts';
import type { Catalogue, ModelCard } from '#core/models/model-card.ts';
import { toCount, toUsd } from '#core/view/amount.ts';
import type { Config } from './config.ts';
import { type EndpointSetup, type ModelSetup, openPrices, toModelSetup } from './model-setup.ts';
import { type OpenedModel, openModel } from './open-model.ts';

/** How long an endpoint may take to list its models. In milliseconds. */
const PATIENCE_MS = 10_000;

/** The default model, then every provider and model of the file, with what is left out and why. Never a key. */
export async function examineModels(config: Config, stop: AbortSignal): Promise<readonly Check[]> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]);
  const setup = toModelSetup(config);
  const [opened, ...providers] = await Promise.all([
    asked('model', setup.usual, signal, () => openModel(config, openPrices(config), signal)),
    ...setup.endpoints.map((endpoint) => checkProvider(endpoint, setup, signal)),
  ]);
  const leftOut = sayLeftOut(setup, config);
  if ('what' in opened) return [opened, ...providers, ...leftOut];
  return [await checkDefault(opened, setup, signal), ...providers, ...leftOut, ...describe(opened.catalogue, config)];
}

/** What it gives, or what there is to say when the endpoint is no good. */
async function asked<Result>(
  what: string,
  endpoint: EndpointSetup | null,
  signal: AbortSignal,
  ask: () => Promise<Result>,
): Promise<Result | Check> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) {
      return { what, state: 'bad', finding: `${endpoint?.baseUrl ?? 'the endpoint'} did not answer within ${PATIENCE_MS / 1_000} s` };
    }
    if (!(error instanceof FanoutError)) throw error;
    return { what, state: 'bad', finding: error.userMessage };
  }
}

async function checkDefault({ model }: OpenedModel, { usual, placed }: ModelSetup, signal: AbortSignal): Promise<Check> {
  const what = 'model';
  const { name } = model;
  if (name === null) {
    const finding =
      'none configured: set OPENAI_API_KEY or OPENAI_BASE_URL, name providers in FANOUT_MODELS, or start Ollama; what needs no model works without';
    return { what, state: 'note', finding };
  }
  const home = placed.find((it) => it.name === name);
  if (home !== undefined) return { what, state: 'good', finding: `${name} at ${home.endpoint.name} (${home.endpoint.baseUrl})` };
  if (usual === null) return { what, state: 'good', finding: `${model.label}, found on this machine` };
  if (!usual.provider.listsModels) return { what, state: 'good', finding: `${name} at ${usual.baseUrl}, not asked: it lists no models` };
  return await asked(what, usual, signal, async (): Promise<Check> => {
    const listed = (await listModels(usual, signal)).map(({ id }) => id);
    if (isListed(name, listed)) return { what, state: 'good', finding: `${name} at ${usual.baseUrl}` };
    const finding =
      listed.length === 0
        ? `${usual.baseUrl} lists no model`
        : `${usual.baseUrl} does not list ${name}: set FANOUT_MODEL to one of ${toOffer(listed)}`;
    return { what, state: 'bad', finding };
  });
}

/** Gemini lists `models/NAME` and takes `NAME`. */
const isListed = (name: string, listed: readonly string[]): boolean => listed.some((id) => id === name || id === `models/${name}`);

/** Some of what a provider lists: names as they should be, since they go to a terminal. */
const toOffer = (listed: readonly string[]): string =>
  listed
    .filter((id) => /^[\x21-\x7E]{1,100}$/.test(id))
    .slice(0, 8)
    .join(', ');

async function checkProvider(endpoint: EndpointSetup, { placed }: ModelSetup, signal: AbortSignal): Promise<Check> {
  const { name, baseUrl, settings, apiKey, provider } = endpoint;
  const what = `provider ${name}`;
  const own = placed.filter((it) => it.endpoint === endpoint).map((it) => it.name);
  const key = apiKey === null ? 'no key' : `key in ${settings?.key}`;
  const finding = `${baseUrl}, ${key}: ${own.length === 0 ? 'no model of the file' : own.join(', ')}`;
  if (!provider.listsModels) return { what, state: 'good', finding: `${finding}\nnot asked: it lists no models` };
  return await asked(what, endpoint, signal, async (): Promise<Check> => {
    const listed = (await listModels(endpoint, signal)).map(({ id }) => id);
    const missing = own.filter((it) => !isListed(it, listed));
    if (missing.length === 0) return { what, state: 'good', finding };
    return { what, state: 'bad', finding: `${finding}\nit does not list ${missing.join(', ')}; it lists ${toOffer(listed) || 'none'}` };
  });
}

function sayLeftOut({ closed, usual, unplaced, placed }: ModelSetup, { model }: Config): readonly Check[] {
  const homeless = usual === null && placed.length > 0 ? [...unplaced.keys()] : [];
  return [
    ...closed.map(({ name, apiKeyEnv, models }): Check => {
      const finding = `${apiKeyEnv} is not set, so it is left out${models.length === 0 ? '' : `, with ${models.join(', ')}`}`;
      return { what: `provider ${name}`, state: model !== null && models.includes(model) ? 'bad' : 'note', finding };
    }),
    ...(homeless.length === 0
      ? []
      : [
          {
            what: 'models',
            state: 'note',
            finding: `left out, since they name no provider and OPENAI_BASE_URL is not set: ${homeless.join(', ')}`,
          } as const,
        ]),
  ];
}

function toLine({ name, provider, windowTokens, price, strength, sees, languages, works }: ModelCard): string {
  const cost = price === null ? 'price unknown' : `${toUsd(price.input)} in and ${toUsd(price.output)} out for a million tokens`;
  const facts = [
    `${toCount(windowTokens)} tokens`,
    cost,
    strength,
    ...(sees ? ['takes pictures'] : []),
    ...(languages === null ? [] : [languages.join(' ')]),
    ...(works === null ? [] : [`only ${works.join(' ')}`]),
  ];
  return `${name} (${provider}): ${facts.join(', ')}`;
}

function describe({ cards, planner, judge, fallbacks }: Catalogue, { models: file }: Config): readonly Check[] {
  if (file.models.size === 0) return [];
  const roles = [
    ...(planner === null ? [] : [`${planner} plans`]),
    ...(judge === null ? [] : [`${judge} judges`]),
    ...(fallbacks.length === 0 ? [] : [`${fallbacks.join(', then ')} when a model keeps failing`]),
  ];
  return [
    { what: 'models', state: 'good', finding: cards.map(toLine).join('\n') },
    ...(roles.length === 0 ? [] : [{ what: 'routing', state: 'good', finding: roles.join('; ') } as const]),
  ];
}
