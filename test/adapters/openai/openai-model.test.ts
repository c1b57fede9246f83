import { describe, expect, it } from 'vitest';
import { OPENAI } from '#adapters/openai/capabilities.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import type { FanoutError } from '#core/errors.ts';
import type { ModelCall } from '#core/ports/model.ts';
import { modelContract } from '#test/contracts/model-contract.ts';
import type { Reply } from '#test/fakes/model-endpoint/reply.ts';
import { callOf, calm, KEY, openEndpoint } from './open-endpoint.ts';

modelContract('openai', async () => {
  const { endpoint, model } = await openEndpoint(({ messages }) => {
    const asked = messages.at(-1)?.content;
    if (asked === 'hang') return { kind: 'hang', after: null };
    return asked === 'fail' ? { kind: 'reset', after: 'half' } : 'an answer that takes several chunks';
  });
  return { model, good: callOf('good'), hanging: callOf('hang'), failing: callOf('fail'), close: () => endpoint.close() };
});

/** The error of one call to an endpoint that does this. */
async function failureOf(reply: Reply, call: ModelCall = callOf('hi')): Promise<FanoutError> {
  const { model } = await openEndpoint(() => reply);
  return model
    .complete(call, () => {}, calm())
    .then(
      ({ text }) => expect.unreachable(`it answered "${text}"`),
      (error: FanoutError) => error,
    );
}

describe('a call to an endpoint', () => {
  it('carries the instruction, and the material inside a fence', async () => {
    const { endpoint, model } = await openEndpoint();
    await model.complete(
      callOf('Sum it up.', { materials: [{ id: 'S1', title: 'a.md', text: 'Rain.', picture: null }] }),
      () => {},
      calm(),
    );
    const [chat] = endpoint.chats();
    expect(chat?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(chat?.messages[1]?.content).toBe('@@fence BEGIN S1 a.md\nRain.\n@@fence END S1\n\nSum it up.');
    expect(chat).toMatchObject({ stream: true, includeUsage: true });
  });

  it('fences each call anew', async () => {
    let made = 0;
    const { endpoint, model } = await openEndpoint(() => 'ok', { boundary: () => `@@${++made}` });
    const call = callOf('x', { materials: [{ id: 'S1', title: 'a', text: 'b', picture: null }] });
    await model.complete(call, () => {}, calm());
    await model.complete(call, () => {}, calm());
    expect(endpoint.chats().map(({ messages }) => messages[1]?.content.slice(0, 3))).toEqual(['@@1', '@@2']);
  });

  it('sends the key, and none where there is none', async () => {
    const { endpoint, model } = await openEndpoint();
    await model.complete(callOf('x'), () => {}, calm());
    expect(endpoint.requests()[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    const without = await openEndpoint(() => 'ok', { apiKey: null });
    await expect(without.model.complete(callOf('x'), () => {}, calm())).rejects.toMatchObject({
      code: 'bad_key',
      userMessage: expect.stringContaining('set OPENAI_API_KEY'),
    });
    expect(without.endpoint.requests()[0]?.headers.authorization).toBeUndefined();
  });

  it('asks for the model the call names', async () => {
    const { model } = await openEndpoint();
    await expect(model.complete(callOf('x', { model: 'other-model' }), () => {}, calm())).rejects.toMatchObject({
      code: 'unknown_model',
      userMessage: expect.stringMatching(/"other-model": set --model/),
    });
    const wrong = await openEndpoint(() => 'ok', { model: 'typo' });
    await expect(wrong.model.complete(callOf('x'), () => {}, calm())).rejects.toMatchObject({
      userMessage: expect.stringMatching(/"typo": set FANOUT_MODEL/),
    });
  });

  it('asks for no usage where asking is refused', async () => {
    const { endpoint, model } = await openEndpoint(() => 'four', { provider: { ...OPENAI, streamUsage: false } });
    const { usage } = await model.complete(callOf('x'), () => {}, calm());
    expect(endpoint.chats()[0]?.includeUsage).toBe(false);
    expect(usage.outputTokens).toBe(2);
  });

  it('opens one connection for calls that follow each other', async () => {
    const { endpoint, model } = await openEndpoint();
    for (let n = 0; n < 8; n += 1) await model.complete(callOf('x'), () => {}, calm());
    expect(endpoint.connections()).toBeLessThanOrEqual(2);
  });
});

describe('an answer', () => {
  it('comes with the usage the provider reports', async () => {
    const { model } = await openEndpoint(() => ({ kind: 'text', text: 'ok', usage: { prompt_tokens: 7, completion_tokens: 3 } }));
    const completion = await model.complete(callOf('x'), () => {}, calm());
    expect(completion).toEqual({
      text: 'ok',
      truncated: false,
      model: 'test-model',
      usage: { inputTokens: 7, outputTokens: 3, costUsd: null },
    });
  });

  it('comes with what the provider says of its limits', async () => {
    const headers = { 'x-ratelimit-limit-requests': '300', 'x-ratelimit-remaining-requests': '299', 'x-ratelimit-reset-requests': '200ms' };
    const body = { choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] };
    const { model } = await openEndpoint(() => ({ kind: 'status', status: 200, headers, body }));
    const heard: unknown[] = [];
    const { limits } = await model.complete(callOf('x'), (...news) => void heard.push(news), calm());
    expect(limits).toEqual({ requests: { limit: 300, remaining: 299, resetMs: 200 }, tokens: null });
    // Before anything of the answer: others wait for it.
    expect(heard).toEqual([[0, limits], [2]]);
  });

  it('comes with the price where the provider tells it', async () => {
    const { model } = await openEndpoint(() => ({
      kind: 'text',
      text: 'ok',
      usage: { prompt_tokens: 7, completion_tokens: 3, cost: 0.0125 },
    }));
    expect((await model.complete(callOf('x'), () => {}, calm())).usage.costUsd).toBe(0.0125);
  });

  it('has an estimated usage where none is reported, and no price', async () => {
    const { model } = await openEndpoint(() => ({ kind: 'text', text: 'a text of thirty characters ok', usage: null }));
    const { usage } = await model.complete(callOf('x'), () => {}, calm());
    expect(usage).toEqual({ inputTokens: expect.any(Number), outputTokens: 10, costUsd: null });
    expect(usage.inputTokens).toBeGreaterThan(10);
  });

  it('is kept, and marked, when the model stopped at its limit', async () => {
    const { model } = await openEndpoint(() => ({ kind: 'text', text: 'as far as', finish: 'length' }));
    expect(await model.complete(callOf('x'), () => {}, calm())).toMatchObject({ text: 'as far as', truncated: true });
  });

  it('is whole when the stream says so in either way', async () => {
    const { model } = await openEndpoint(() => ({ kind: 'text', text: 'whole', finish: null }));
    expect((await model.complete(callOf('x'), () => {}, calm())).text).toBe('whole');
    const frame = 'data: {"choices":[{"index":0,"delta":{"content":"whole"},"finish_reason":"stop"}]}\n\n';
    const other = await openEndpoint(() => ({ kind: 'raw stream', pieces: [frame] }));
    expect((await other.model.complete(callOf('x'), () => {}, calm())).text).toBe('whole');
  });

  it('leaves the reasoning out, which is progress all the same', async () => {
    const { model } = await openEndpoint(() => ({ kind: 'text', text: 'Nine.', thought: 'three times three' }));
    const heard: number[] = [];
    const { text } = await model.complete(callOf('x'), (chars) => heard.push(chars), calm());
    expect(text).toBe('Nine.');
    expect(heard).toEqual([12, 17, 22]);
  });

  it('is taken whole from a server that does not stream', async () => {
    const body = { model: 'm-1', choices: [{ index: 0, message: { role: 'assistant', content: 'all at once' }, finish_reason: 'stop' }] };
    const { model } = await openEndpoint(() => ({ kind: 'status', status: 200, body }));
    expect(await model.complete(callOf('x'), () => {}, calm())).toMatchObject({ text: 'all at once', model: 'm-1' });
  });
});

describe('what is no answer', () => {
  it.each<[string, Reply, string, string]>([
    ['a stream that ends without its end', { kind: 'cut', after: 'half an ans' }, 'stream_cut', 'again'],
    ['a stream that is cut before its first word', { kind: 'cut', after: '' }, 'stream_cut', 'again'],
    ['a connection reset in the middle', { kind: 'reset', after: 'half an answer' }, 'stream_cut', 'again'],
    ['a frame that breaks off', { kind: 'raw stream', pieces: ['data: {"choices":[{"del\n\n'] }, 'stream_cut', 'again'],
    ['an empty text', { kind: 'text', text: ' \n' }, 'empty_answer', 'again'],
    ['an answer the content filter ended', { kind: 'text', text: 'half', finish: 'content_filter' }, 'content_filtered', 'never'],
    ['a refusal', { kind: 'text', text: '', refusal: 'I would rather not.' }, 'content_filtered', 'never'],
    [
      'an error inside the stream',
      { kind: 'error frame', after: 'ha', error: { message: 'x', code: 'server_error' } },
      'provider_unavailable',
      'again',
    ],
    ['a rate limit inside the stream', { kind: 'error frame', after: '', error: { message: 'x', code: 429 } }, 'rate_limited', 'wait'],
    [
      'an error event',
      { kind: 'raw stream', pieces: ['event: error\ndata: {"type":"overloaded_error"}\n\n'] },
      'provider_unavailable',
      'again',
    ],
    [
      'an error with status 200',
      { kind: 'status', status: 200, body: { error: { message: 'x', code: 502 } } },
      'provider_unavailable',
      'again',
    ],
    ['a wrong key with status 200', { kind: 'status', status: 200, body: { error: { code: 'invalid_api_key' } } }, 'bad_key', 'never'],
    ['a web page with status 200', { kind: 'status', status: 200, body: '<html>Welcome</html>' }, 'provider_unavailable', 'again'],
    ['a web page of a gateway', { kind: 'status', status: 502, body: '<html>Bad gateway</html>' }, 'provider_unavailable', 'again'],
    ['other JSON', { kind: 'status', status: 200, body: [1, 2] }, 'provider_unavailable', 'again'],
  ])('%s', async (_, reply, code, retry) => {
    expect(await failureOf(reply)).toMatchObject({ code, retry: { kind: retry } });
  });

  it('a rate limit waits as long as the provider asks, however long', async () => {
    const error = await failureOf({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7200' },
      body: { error: { message: 'slow down' } },
    });
    expect(error).toMatchObject({ code: 'rate_limited', retry: { kind: 'wait', afterMs: 7_200_000 } });
  });

  it("takes Google's errors, which come in an array", async () => {
    const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' };
    const body = [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'quota', details: [retryInfo] } }];
    expect(await failureOf({ kind: 'status', status: 429, body })).toMatchObject({
      code: 'rate_limited',
      retry: { kind: 'wait', afterMs: 34_000 },
    });
  });

  it('a wrong key is named without being shown', async () => {
    const { model } = await openEndpoint(() => 'ok', { apiKey: 'sk-wrong-77aa' });
    const error: FanoutError = await model.complete(callOf('x'), () => {}, calm()).catch((thrown) => thrown);
    expect(error.code).toBe('bad_key');
    expect(error.userMessage).toMatch(/^OPENAI_API_KEY is refused by 127\.0\.0\.1:\d+/);
    expect(JSON.stringify([error.userMessage, String(error.cause), error.stack])).not.toContain('77aa');
  });

  it('a server that is not there is named with its port', async () => {
    const { endpoint, model } = await openEndpoint();
    await endpoint.close();
    await expect(model.complete(callOf('x'), () => {}, calm())).rejects.toMatchObject({
      code: 'provider_unreachable',
      userMessage: expect.stringContaining(`Nothing answers at 127.0.0.1:${endpoint.port}`),
      retry: { kind: 'again', afterMs: null },
    });
  });

  it('a bug comes through untouched', async () => {
    const bug = new RangeError('a bug');
    const { model } = await openEndpoint();
    const thrown = model.complete(
      callOf('x'),
      () => {
        throw bug;
      },
      calm(),
    );
    await expect(thrown).rejects.toBe(bug);
  });
});

describe('an aborted call', () => {
  it.each<[string, Reply]>([
    ['before the headers', { kind: 'hang', after: null }],
    ['in the middle of the stream', { kind: 'hang', after: 'some of the text' }],
  ])('closes its connection %s', async (_, reply) => {
    const abort = new AbortController();
    const { endpoint, model } = await openEndpoint(() => {
      if (reply.kind === 'hang' && reply.after === null) abort.abort('stop');
      return reply;
    });
    await expect(model.complete(callOf('x'), () => abort.abort('stop'), abort.signal)).rejects.toBe('stop');
    await endpoint.aborted(1);
  });

  it('leaves the others alone', async () => {
    const { model } = await openEndpoint(({ messages }) => (messages.at(-1)?.content === 'hang' ? { kind: 'hang', after: 'x' } : 'fine'));
    const abort = new AbortController();
    const stopped = model.complete(callOf('hang'), () => abort.abort('stop'), abort.signal);
    const other = model.complete(callOf('go on'), () => {}, calm());
    await expect(stopped).rejects.toBe('stop');
    expect((await other).text).toBe('fine');
  });
});

describe('a configuration that can not work', () => {
  const deps = { apiKey: null, model: 'm', provider: OPENAI, boundary: () => '@@', clock: { now: () => 0 } };

  it.each([
    ['an address that is none', { baseUrl: 'api.openai.com/v1' }, 'OPENAI_BASE_URL'],
    ['another protocol', { baseUrl: 'ftp://models.example/v1' }, 'OPENAI_BASE_URL'],
    ['a password in the address', { baseUrl: 'https://me:hunter2@models.example/v1' }, 'OPENAI_API_KEY'],
    ['a key with a line break', { baseUrl: 'https://models.example/v1', apiKey: 'sk-a\nsk-b' }, 'OPENAI_API_KEY'],
  ])('is told at once: %s', (_, wrong, variable) => {
    const make = () => createOpenAiModel({ ...deps, ...wrong });
    expect(make).toThrow(expect.objectContaining({ code: 'bad_config', userMessage: expect.stringContaining(variable) }));
    expect(make).not.toThrow(/hunter2|sk-b/);
  });

  it('has a label that names model and host', () => {
    expect(createOpenAiModel({ ...deps, baseUrl: 'https://api.openai.com/v1' }).label).toBe('m at api.openai.com');
  });
});
