import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '#test/fakes/until.ts';
import { echo } from './echo.ts';
import { type ModelEndpoint, type ModelEndpointOptions, startModelEndpoint } from './model-endpoint.ts';

async function start(options: ModelEndpointOptions = {}): Promise<ModelEndpoint> {
  const endpoint = await startModelEndpoint(options);
  onTestFinished(() => endpoint.close());
  return endpoint;
}

const HI = { model: 'test-model', messages: [{ role: 'user', content: 'hi' }] };

const post = (endpoint: ModelEndpoint, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${endpoint.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('the model endpoint', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no messages', { model: 'test-model' }, 400],
    ['empty messages', { ...HI, messages: [] }, 400],
    ['a field it does not know', { ...HI, streem: true }, 400],
    ['stream options without a stream', { ...HI, stream_options: { include_usage: true } }, 400],
    ['a model it does not have', { ...HI, model: 'other' }, 404],
  ])('refuses %s', async (_, body, status) => {
    const reply = await post(await start(), body);
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('lets in its own key alone, once it has one', async () => {
    const endpoint = await start({ key: 'right' });
    const statuses = [
      await post(endpoint, HI),
      await post(endpoint, HI, { authorization: 'Bearer wrong' }),
      await post(endpoint, HI, { authorization: 'Bearer right' }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200]);
    expect((await fetch(`${endpoint.baseUrl}/models`)).status).toBe(401);
  });

  it('knows two addresses and no others', async () => {
    const endpoint = await start();
    expect((await fetch(`${endpoint.baseUrl}/models`)).status).toBe(200);
    expect((await fetch(`${endpoint.baseUrl}/responses`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('streams an answer in chunks, then its usage, then the end', async () => {
    const endpoint = await start({ answer: () => 'a little longer than a chunk' });
    const reply = await post(endpoint, { ...HI, stream: true, stream_options: { include_usage: true } });
    const frames = (await reply.text()).split('\n\n').filter((frame) => frame !== '');
    expect(frames.at(-1)).toBe('data: [DONE]');
    expect(frames.at(-2)).toContain('"usage":{"prompt_tokens":1');
    expect(frames.filter((frame) => frame.includes('"content":"') && !frame.includes('"content":""'))).toHaveLength(3);
  });

  it('answers in one piece where no stream is asked for', async () => {
    const reply = await post(await start({ answer: (_, n) => `answer ${n}` }), HI);
    expect(await reply.json()).toMatchObject({ choices: [{ message: { content: 'answer 1' }, finish_reason: 'stop' }] });
  });

  it('echoes what was asked of which material', () => {
    const prompt = '@@7 BEGIN S1 notes.md\nThe quarter closed well.\n@@7 END S1\n\nTranslate the material into French.';
    const request = { model: 'm', messages: [{ role: 'user', content: prompt }], stream: true, includeUsage: true };
    expect(echo(request)).toBe('[French] The quarter closed well.');
  });

  it('counts callers that left, and closes although a call still hangs', async () => {
    const endpoint = await start({ answer: () => ({ kind: 'hang', after: null }) });
    const abort = new AbortController();
    const left = fetch(`${endpoint.baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(HI), signal: abort.signal }).catch(
      () => 'left',
    );
    const stays = post(endpoint, HI).catch(() => 'broken');
    await eventually(() => expect(endpoint.chats().length).toBe(2));
    abort.abort();
    await endpoint.aborted(1);
    expect(await left).toBe('left');
    await endpoint.close();
    expect(await stays).toBe('broken');
  });
});
