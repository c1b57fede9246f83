import { randomBytes } from 'node:crypto';
import { findProvider, type Provider } from '#adapters/openai/capabilities.ts';
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
export async function openModel({ apiKey, baseUrl, model, models }: Config, signal: AbortSignal): Promise<Model> {
  const withWindow = (provider: Provider, name: string): Provider => ({
    ...provider,
    windowTokens: models.get(name)?.windowTokens ?? provider.windowTokens,
  });
  const common = { clock: systemClock, boundary: () => `=====${randomBytes(9).toString('base64url')}` };
  if (apiKey === null && baseUrl === null) {
    const server = await findLocalServer({}, signal);
    if (server !== null) {
      const name = model ?? server.model;
      return createOpenAiModel({ ...common, ...server, model: name, provider: withWindow(server.provider, name), apiKey: null });
    }
    const { createOfflineModel } = await import('#adapters/offline/offline-model.ts');
    return createOfflineModel();
  }
  const url = baseUrl ?? OPENAI_BASE_URL;
  const chosen = await chooseModel({ baseUrl: url, apiKey, provider: findProvider(url), wanted: model }, signal);
  const provider = withWindow(chosen.provider, chosen.model);
  return createOpenAiModel({ ...common, model: chosen.model, provider, baseUrl: url, apiKey });
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
