import { FanoutError } from '#core/errors.ts';
import type { Provider } from './capabilities.ts';
import { toEndpoint } from './endpoint.ts';
import { listModels } from './list-models.ts';
import { firstWriter } from './model-list.ts';

export interface ChooseModelOptions {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly provider: Provider;
  /** `FANOUT_MODEL`; null when unset. */
  readonly wanted: string | null;
}

export interface ChosenModel {
  readonly model: string;
  /** The record given, with the window of this model where the server told it. */
  readonly provider: Provider;
}

/**
 * Which model calls go to: the one wanted, else the provider's default, else (on a server that serves what its owner loaded) the first it lists.
 * Asks the endpoint in the last case only. Rejects with `FanoutError` `bad_config` when it takes a person to choose, or as `listModels` does.
 */
export async function chooseModel({ baseUrl, apiKey, provider, wanted }: ChooseModelOptions, signal: AbortSignal): Promise<ChosenModel> {
  const endpoint = toEndpoint(baseUrl, apiKey);
  const named = wanted ?? provider.defaultModel;
  if (named !== null) return { model: named, provider };
  if (!provider.servesLoadedModel && !endpoint.loopback) {
    throw new FanoutError('bad_config', `Which model at ${endpoint.host}? Set FANOUT_MODEL to its name.`);
  }
  const first = firstWriter(await listModels({ baseUrl, apiKey }, signal));
  if (first === null)
    throw new FanoutError('bad_config', `${endpoint.host} has no model loaded: load one there, then name it in FANOUT_MODEL.`);
  return { model: first.id, provider: { ...provider, windowTokens: first.windowTokens ?? provider.windowTokens } };
}
