import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LLAMA_CPP, LM_STUDIO, OLLAMA, type Provider, VLLM } from '#adapters/openai/capabilities.ts';
import { type FindLocalServerOptions, findLocalServer, type LocalPort } from '#adapters/openai/local-server.ts';
import { calm } from './open-endpoint.ts';

/** However long the servers of a test take to answer. */
const find = (options: FindLocalServerOptions, signal = calm()) => findLocalServer({ timeoutMs: 600_000, ...options }, signal);

async function serve(answer: RequestListener, provider: Provider): Promise<LocalPort> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, provider };
}

const json =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

const models = (...ids: readonly string[]): RequestListener => json({ object: 'list', data: ids.map((id) => ({ id })) });

/** A port where nobody listens: one that was free a moment ago. */
async function deadPort(provider: Provider): Promise<LocalPort> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { port, provider };
}

describe('the search for a local model server', () => {
  it('finds one, with the model it serves', async () => {
    const ports = [await deadPort(OLLAMA), await serve(models('qwen3'), LM_STUDIO)];
    expect(await find({ ports })).toEqual({
      baseUrl: `http://127.0.0.1:${ports[1]?.port}/v1`,
      provider: LM_STUDIO,
      model: 'qwen3',
    });
  });

  it('prefers the order of the ports to the order of the answers', async () => {
    const late: RequestListener = (request, response) => setImmediate(() => models('late')(request, response));
    const ports = [await serve(late, OLLAMA), await serve(models('early'), VLLM)];
    expect(await find({ ports })).toMatchObject({ model: 'late' });
  });

  it('passes over what is no model server', async () => {
    const html: RequestListener = (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>my site</html>');
    const endless: RequestListener = (_, response) => void response.write('x'.repeat(2_000_000));
    const elsewhere: RequestListener = (_, response) => void response.writeHead(302, { location: 'http://models.example/v1/models' }).end();
    const wrong: readonly RequestListener[] = [
      html,
      endless,
      elsewhere,
      json({ data: [{ name: 'row' }] }),
      json({ data: [] }),
      json({ data: 1 }),
      json(null),
      json({ data: [{ id: 'm' }] }, 500),
    ];
    const ports = await Promise.all(wrong.map((answer) => serve(answer, LLAMA_CPP)));
    expect(await find({ ports, timeoutMs: 2_000 })).toBeNull();
  });

  it('passes over a server that has only models which write no text', async () => {
    const ports = [await serve(models('nomic-embed-text:latest'), OLLAMA), await serve(models('llama'), VLLM)];
    expect(await find({ ports })).toMatchObject({ provider: { name: 'vllm' }, model: 'llama' });
  });

  it('takes the window that the server tells', async () => {
    const ports = [await serve(json({ data: [{ id: 'm', max_model_len: 40_960 }] }), VLLM)];
    expect((await find({ ports }))?.provider.windowTokens).toBe(40_960);
  });

  it('does not wait for one that keeps silent', async () => {
    const ports = [await serve(() => {}, OLLAMA)];
    expect(await find({ ports, timeoutMs: 20 })).toBeNull();
  });

  it('is over, without an error, when aborted', async () => {
    const ports = [await serve(models('m'), OLLAMA)];
    expect(await find({ ports }, AbortSignal.abort('stop'))).toBeNull();
  });

  it('asks this machine alone, at four ports, without a key', async () => {
    const asked: string[] = [];
    const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
      asked.push(`${url} ${new Headers(init?.headers).get('authorization')}`);
      return new Response(null, { status: 404 });
    };
    expect(await find({ fetch })).toBeNull();
    expect(asked).toEqual([11434, 1234, 8080, 8000].map((port) => `http://127.0.0.1:${port}/v1/models null`));
  });
});
