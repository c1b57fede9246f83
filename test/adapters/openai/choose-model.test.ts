import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GENERIC, OLLAMA, OPENAI } from '#adapters/openai/capabilities.ts';
import { chooseModel } from '#adapters/openai/choose-model.ts';
import { listModels } from '#adapters/openai/list-models.ts';
import { startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { calm } from './open-endpoint.ts';

/** A server that answers everything with this; gives its base URL. */
async function serve(body: string, type = 'application/json', status = 200): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const listing = (...entries: readonly object[]): string => JSON.stringify({ object: 'list', data: entries });

describe('the list of models', () => {
  it('keeps the order of the endpoint and the windows it tells', async () => {
    const baseUrl = await serve(listing({ id: 'a', max_model_len: 8192 }, { id: 'b' }, { id: 'c', meta: { n_ctx: 4096 } }));
    expect(await listModels({ baseUrl, apiKey: null }, calm())).toEqual([
      { id: 'a', windowTokens: 8192 },
      { id: 'b', windowTokens: null },
      { id: 'c', windowTokens: 4096 },
    ]);
  });

  it('tells a wrong key as a call would', async () => {
    const endpoint = await startModelEndpoint({ key: 'right' });
    onTestFinished(() => endpoint.close());
    expect(await listModels({ baseUrl: endpoint.baseUrl, apiKey: 'right' }, calm())).toHaveLength(1);
    await expect(listModels({ baseUrl: endpoint.baseUrl, apiKey: 'wrong' }, calm())).rejects.toMatchObject({ code: 'bad_key' });
  });

  it('says so when what answers is no model server', async () => {
    for (const baseUrl of [await serve('<html>', 'text/html'), await serve('{"data":"x"}'), await serve('[]')]) {
      await expect(listModels({ baseUrl, apiKey: null }, calm())).rejects.toMatchObject({
        code: 'bad_request',
        userMessage: expect.stringContaining('OPENAI_BASE_URL'),
      });
    }
  });

  it('rejects with the reason when aborted', async () => {
    await expect(listModels({ baseUrl: 'http://127.0.0.1:9/v1', apiKey: null }, AbortSignal.abort('stop'))).rejects.toBe('stop');
  });
});

describe('the model that calls go to', () => {
  const nowhere = { baseUrl: 'https://models.example/v1', apiKey: null };

  it('is the one asked for, else the default, and nobody is asked', async () => {
    expect(await chooseModel({ ...nowhere, provider: GENERIC, wanted: 'mine' }, calm())).toEqual({ model: 'mine', provider: GENERIC });
    expect((await chooseModel({ ...nowhere, provider: OPENAI, wanted: null }, calm())).model).toBe('gpt-6-luna');
  });

  it('is for a person to name where a provider has many', async () => {
    await expect(chooseModel({ ...nowhere, provider: GENERIC, wanted: null }, calm())).rejects.toMatchObject({
      code: 'bad_config',
      userMessage: 'Which model at models.example? Set FANOUT_MODEL to its name.',
    });
  });

  it('is the first that a local server lists and that writes text, with its window', async () => {
    const baseUrl = await serve(listing({ id: 'text-embedding-nomic' }, { id: 'qwen', max_model_len: 32_768 }, { id: 'other' }));
    for (const provider of [OLLAMA, GENERIC]) {
      const chosen = await chooseModel({ baseUrl, apiKey: null, provider, wanted: null }, calm());
      expect(chosen).toEqual({ model: 'qwen', provider: { ...provider, windowTokens: 32_768 } });
    }
  });

  it('is missing where a local server has none loaded, and that is said', async () => {
    const baseUrl = await serve(listing());
    await expect(chooseModel({ baseUrl, apiKey: null, provider: OLLAMA, wanted: null }, calm())).rejects.toMatchObject({
      code: 'bad_config',
    });
  });
});
