import { FanoutError } from '#core/errors.ts';
import { createClient } from './client.ts';
import { toEndpoint } from './endpoint.ts';
import { parseJson } from './json.ts';
import { type ListedModel, toModelList } from './model-list.ts';
import { toThrown } from './thrown-error.ts';

export interface ListModelsOptions {
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

/**
 * The models an endpoint offers, in its order: the cheapest proof that address and key are good.
 * Rejects with `FanoutError` as a call would, or with `signal.reason` once aborted.
 */
export async function listModels({ baseUrl, apiKey }: ListModelsOptions, signal: AbortSignal): Promise<readonly ListedModel[]> {
  signal.throwIfAborted();
  const endpoint = toEndpoint(baseUrl, apiKey);
  try {
    const client = await createClient(endpoint, apiKey);
    const response = await client.models.list({ signal }).asResponse();
    const models = toModelList(parseJson(await response.text()));
    if (models !== null) return models;
    throw new FanoutError('bad_request', `${endpoint.host} gives no list of models: check OPENAI_BASE_URL (most end in /v1).`);
  } catch (error) {
    signal.throwIfAborted();
    // Only a date to wait for needs the time, and nobody waits for a list.
    throw toThrown(error, { endpoint, model: null }, 0);
  }
}
