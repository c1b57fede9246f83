import { randomBytes } from 'node:crypto';
import { createOfflineModel } from '#adapters/offline/offline-model.ts';
import { findProvider } from '#adapters/openai/capabilities.ts';
import { chooseModel } from '#adapters/openai/choose-model.ts';
import { OPENAI_BASE_URL } from '#adapters/openai/endpoint.ts';
import { findLocalServer } from '#adapters/openai/local-server.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import type { Model } from '#core/ports/model.ts';
import type { Config } from './config.ts';

/**
 * The model that the configuration means: the endpoint that is set, else a model server on this machine, else none. Rejects with `FanoutError` when
 * what is set can't be used.
 */
export async function openModel({ apiKey, baseUrl, model }: Config, signal: AbortSignal): Promise<Model> {
  const common = { clock: systemClock, boundary: () => `=====${randomBytes(9).toString('base64url')}` };
  if (apiKey === null && baseUrl === null) {
    const server = await findLocalServer({}, signal);
    return server === null ? createOfflineModel() : createOpenAiModel({ ...common, ...server, model: model ?? server.model, apiKey: null });
  }
  const url = baseUrl ?? OPENAI_BASE_URL;
  const chosen = await chooseModel({ baseUrl: url, apiKey, provider: findProvider(url), wanted: model }, signal);
  return createOpenAiModel({ ...common, ...chosen, baseUrl: url, apiKey });
}
