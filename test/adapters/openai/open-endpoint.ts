import { onTestFinished } from 'vitest';
import { GENERIC } from '#adapters/openai/capabilities.ts';
import { createOpenAiModel, type OpenAiModelDeps } from '#adapters/openai/openai-model.ts';
import type { Model, ModelCall } from '#core/ports/model.ts';
import { type ModelEndpoint, type ModelEndpointOptions, startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';

export const KEY = 'sk-right-3f9a';

/** Far from any date in a reply. */
const NOW_MS = Date.UTC(2026, 0, 1);

export interface OpenEndpoint {
  readonly endpoint: ModelEndpoint;
  readonly model: Model;
}

/** A fake endpoint that wants `KEY`, and a model that calls it; both end with the test. */
export async function openEndpoint(
  answer: ModelEndpointOptions['answer'] = () => 'ok',
  deps: Partial<OpenAiModelDeps> = {},
): Promise<OpenEndpoint> {
  const endpoint = await startModelEndpoint({ key: KEY, answer });
  onTestFinished(() => endpoint.close());
  const model = createOpenAiModel({
    apiKey: KEY,
    baseUrl: endpoint.baseUrl,
    model: 'test-model',
    provider: GENERIC,
    boundary: () => '@@fence',
    clock: { now: () => NOW_MS },
    ...deps,
  });
  return { endpoint, model };
}

export const callOf = (instruction: string, more: Partial<ModelCall> = {}): ModelCall => ({
  work: 'answer',
  instruction,
  materials: [],
  model: null,
  maxOutputTokens: null,
  ...more,
});

/** A signal that is never aborted. */
export const calm = (): AbortSignal => new AbortController().signal;
