import { FanoutError } from '#core/errors.ts';
import { type Settings, toEndpoint } from './endpoint.ts';
import { parseJson } from './json.ts';
import { type ListedModel, toModelList } from './model-list.ts';
import { type Asked, replyToError } from './reply-error.ts';
import { unreachable } from './thrown-error.ts';

export interface ListModelsOptions {
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Not there: the variables `OPENAI_BASE_URL` and `OPENAI_API_KEY`. */
  readonly settings?: Settings;
}

/**
 * The models an endpoint offers, in its order: the cheapest proof that address and key are good. Without the SDK, since a start may wait for it.
 * Rejects with `FanoutError` as a call would, or with `signal.reason` once aborted.
 */
export async function listModels({ baseUrl, apiKey, settings }: ListModelsOptions, signal: AbortSignal): Promise<readonly ListedModel[]> {
  signal.throwIfAborted();
  const asked: Asked = { endpoint: toEndpoint(baseUrl, apiKey, settings), model: null, setting: 'FANOUT_MODEL' };
  const { status, headers, text } = await get(`${asked.endpoint.baseUrl}/models`, apiKey, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unreachable(error, asked);
  });
  const body = parseJson(text);
  // Only a date to wait for needs the time, and nobody waits for a list.
  if (status < 200 || status >= 300) throw replyToError({ status, headers, body }, asked, 0);
  const models = toModelList(body);
  if (models !== null) return models;
  throw new FanoutError(
    'bad_request',
    `${asked.endpoint.host} gives no list of models: check ${asked.endpoint.settings.address} (most end in /v1).`,
  );
}

async function get(url: string, apiKey: string | null, signal: AbortSignal) {
  const authorization = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  const response = await fetch(url, { signal, headers: { accept: 'application/json', ...authorization } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
