import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OPENAI } from '#adapters/openai/capabilities.ts';
import { listModels } from '#adapters/openai/list-models.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import { callOf, calm } from './open-endpoint.ts';

/** A server that others wrote: what our own fake takes for granted may be our own mistake. */
async function openMock() {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  const url = await mock.start();
  onTestFinished(async () => {
    await mock.stop();
  });
  const baseUrl = `${url}/v1`;
  const model = createOpenAiModel({
    apiKey: 'k',
    baseUrl,
    model: 'gpt-6-luna',
    provider: OPENAI,
    boundary: () => '@@',
    clock: { now: () => 0 },
  });
  return { mock, model, baseUrl };
}

describe('against an independent mock of OpenAI', () => {
  it('streams an answer with its usage', async () => {
    const { mock, model } = await openMock();
    mock.on({ userMessage: /weather/ }, { content: 'Rain in the morning, sun in the afternoon.' }, { chunkSize: 8 });
    const heard: number[] = [];
    const completion = await model.complete(callOf('How is the weather?'), (chars) => heard.push(chars), calm());
    expect(completion).toMatchObject({ text: 'Rain in the morning, sun in the afternoon.', truncated: false });
    expect(completion.usage.outputTokens).toBeGreaterThan(0);
    expect(heard.length).toBeGreaterThan(2);
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('waits as long as a rate limit asks', async () => {
    const { mock, model } = await openMock();
    mock.on(
      { userMessage: /busy/ },
      { error: { message: 'Slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' }, status: 429, retryAfter: 90 },
    );
    await expect(model.complete(callOf('busy?'), () => {}, calm())).rejects.toMatchObject({
      code: 'rate_limited',
      retry: { kind: 'wait', afterMs: 90_000 },
    });
    expect(mock.getRequests()).toHaveLength(1);
  });

  it('takes a stream cut in the middle for what it is', async () => {
    const { mock, model } = await openMock();
    mock.on(
      { userMessage: /long/ },
      { content: 'This answer will not come to its end.' },
      { chunkSize: 5, truncateAfterChunks: 3, latency: 5 },
    );
    await expect(model.complete(callOf('a long one'), () => {}, calm())).rejects.toMatchObject({
      code: 'stream_cut',
      retry: { kind: 'again' },
    });
  });

  it('lists its models', async () => {
    const { baseUrl } = await openMock();
    expect((await listModels({ baseUrl, apiKey: 'k' }, calm())).length).toBeGreaterThan(0);
  });
});
