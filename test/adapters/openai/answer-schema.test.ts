import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ANTHROPIC, findProvider, GENERIC, OPENAI, type Provider } from '#adapters/openai/capabilities.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import type { AnswerSchema } from '#core/ports/model.ts';
import { type ModelEndpointOptions, startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import type { Reply } from '#test/fakes/model-endpoint/reply.ts';
import { callOf, calm, openEndpoint } from './open-endpoint.ts';

const FORM: AnswerSchema = {
  name: 'list_of_towns',
  schema: {
    type: 'object',
    properties: { towns: { type: 'array', items: { type: 'string' } } },
    required: ['towns'],
    additionalProperties: false,
  },
};
const ANSWER = '{"towns": ["Oslo", "Porto", "Brno"]}';
const call = callOf('Name three towns.', { schema: FORM });
const DEEPSEEK = findProvider('https://api.deepseek.com');

const refusal = (message: string, status = 400): Reply => ({
  kind: 'status',
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
});

/** An endpoint of this kind, and what it was asked. */
async function openForm(provider: Provider, answer: ModelEndpointOptions['answer'] = () => ANSWER) {
  const { model, endpoint } = await openEndpoint(answer, { provider });
  return { model, endpoint, forms: () => endpoint.chats().map(({ form }) => form?.kind ?? null) };
}

describe('an answer in a form', () => {
  it.each<[string, Provider, string | null, boolean]>([
    ['enforced by the provider', OPENAI, 'json_schema', false],
    ['the arguments of a tool that must be called', ANTHROPIC, 'forced_tool', false],
    ['told in words, as JSON', DEEPSEEK, 'json_object', true],
    ['told in words alone', GENERIC, null, true],
  ])('is %s', async (_, provider, kind, told) => {
    const { model, endpoint, forms } = await openForm(provider);
    const { text, truncated } = await model.complete(call, () => {}, calm());
    expect({ text, truncated }).toEqual({ text: ANSWER, truncated: false });
    expect(forms()).toEqual([kind]);
    const [chat] = endpoint.chats();
    if (kind === 'json_schema' || kind === 'forced_tool') expect(chat?.form).toEqual({ kind, ...FORM });
    expect(chat?.messages[0]?.role).toBe('system');
    expect(chat?.messages[0]?.content.endsWith(JSON.stringify(FORM.schema))).toBe(told);
    expect(chat?.messages.at(-1)?.content).toBe('Name three towns.');
  });

  it('is asked of no call that wants free text', async () => {
    for (const provider of [OPENAI, ANTHROPIC, DEEPSEEK]) {
      const { model, endpoint, forms } = await openForm(provider);
      await model.complete(callOf('x', { schema: null }), () => {}, calm());
      expect(forms()).toEqual([null]);
      expect(endpoint.chats()[0]?.messages[0]?.content).not.toContain('JSON');
    }
  });

  it('counts as progress while a tool is called, and is in the usage', async () => {
    const { model } = await openForm(ANTHROPIC, () => ({ kind: 'text', text: ANSWER, usage: null }));
    const heard: number[] = [];
    const { usage } = await model.complete(call, (chars) => heard.push(chars), calm());
    expect(heard).toEqual([12, 24, 36]);
    expect(usage.outputTokens).toBe(12);
  });

  it('is taken out of the text where a model calls no tool, and out of a whole reply', async () => {
    const words = await openForm(ANTHROPIC, () => ({ kind: 'text', text: ANSWER, inWords: true }));
    expect((await words.model.complete(call, () => {}, calm())).text).toBe(ANSWER);
    const message = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'x', arguments: ANSWER } }],
    };
    const body = { model: 'test-model', choices: [{ index: 0, message, finish_reason: 'tool_calls' }] };
    const whole = await openForm(ANTHROPIC, () => ({ kind: 'status', status: 200, body }));
    expect((await whole.model.complete(call, () => {}, calm())).text).toBe(ANSWER);
  });

  it('is the first call of a model that calls the tool twice', async () => {
    const frame = (index: number, text: string): string => {
      const delta = { tool_calls: [{ index, function: { arguments: text } }] };
      return `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
    };
    const pieces = [frame(0, '{"towns":'), frame(1, '{"towns": 1}'), frame(0, ' []}'), 'data: [DONE]\n\n'];
    const { model } = await openForm(ANTHROPIC, () => ({ kind: 'raw stream', pieces }));
    expect((await model.complete(call, () => {}, calm())).text).toBe('{"towns": []}');
  });

  it('goes back as it came, whatever it is: who asked checks it', async () => {
    const { model } = await openForm(OPENAI, () => 'Sure! Here are three towns.');
    expect((await model.complete(call, () => {}, calm())).text).toBe('Sure! Here are three towns.');
  });
});

describe('a form that is refused', () => {
  it.each<[string, Provider, string]>([
    ['response_format', OPENAI, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."],
    ['tools', ANTHROPIC, 'test-model does not support tools'],
    ['JSON mode', DEEPSEEK, 'This response_format type is unavailable now'],
  ])('is told in words at once, and from then on: %s', async (_, provider, message) => {
    const { model, forms } = await openForm(provider, ({ form }) => (form === undefined ? ANSWER : refusal(message)));
    for (let n = 0; n < 3; n += 1) expect((await model.complete(call, () => {}, calm())).text).toBe(ANSWER);
    expect(forms()).toEqual([expect.any(String), null, null, null]);
  });

  it('is remembered of that model alone', async () => {
    const endpoint = await startModelEndpoint({
      models: ['old', 'new'],
      answer: ({ form, model }) => (form !== undefined && model === 'old' ? refusal('no response_format here') : ANSWER),
    });
    onTestFinished(() => endpoint.close());
    const deps = { apiKey: null, baseUrl: endpoint.baseUrl, provider: OPENAI, boundary: () => '@@', clock: { now: () => 0 } };
    const model = createOpenAiModel({ ...deps, model: 'old' });
    for (const name of [null, 'new', 'old']) await model.complete({ ...call, model: name }, () => {}, calm());
    expect(endpoint.chats().map((chat) => [chat.model, chat.form?.kind])).toEqual([
      ['old', 'json_schema'],
      ['old', undefined],
      ['new', 'json_schema'],
      ['old', undefined],
    ]);
  });

  it.each<[string, Reply, string]>([
    ['a request that is wrong otherwise', refusal('Invalid value for temperature.'), 'bad_request'],
    ['a text that is too long', refusal("This model's maximum context length is 8192 tokens (9000 in the tools)."), 'prompt_too_long'],
    ['a limit', refusal('Rate limit for tools reached.', 429), 'rate_limited'],
    ['a failure', refusal('response_format broke us', 500), 'provider_unavailable'],
  ])('is no reason to ask again after %s', async (_, reply, code) => {
    const { model, endpoint } = await openForm(OPENAI, () => reply);
    await expect(model.complete(call, () => {}, calm())).rejects.toMatchObject({ code });
    expect(endpoint.chats()).toHaveLength(1);
  });

  it('is an error when words are refused too, and no call is made without a form for it', async () => {
    const { model, endpoint } = await openForm(OPENAI, () => refusal('tools and response_format are off'));
    await expect(model.complete(call, () => {}, calm())).rejects.toMatchObject({ code: 'bad_request' });
    expect(endpoint.chats()).toHaveLength(2);
    await expect(model.complete(callOf('x'), () => {}, calm())).rejects.toMatchObject({ code: 'bad_request' });
    expect(endpoint.chats()).toHaveLength(3);
  });
});

describe('a form, against an independent mock of OpenAI', () => {
  it.each<[Provider['schema'], Provider]>([
    ['json_schema', OPENAI],
    ['forced_tool', ANTHROPIC],
    ['prompted', GENERIC],
  ])('%s', async (way, provider) => {
    const mock = new LLMock({ port: 0, logLevel: 'silent' });
    const url = await mock.start();
    onTestFinished(async () => {
      await mock.stop();
    });
    mock.on({ predicate: (request) => request.response_format?.type === 'json_schema' }, { content: ANSWER }, { chunkSize: 8 });
    mock.on(
      { predicate: (request) => request.tools?.[0]?.function.name === FORM.name },
      { toolCalls: [{ name: FORM.name, arguments: ANSWER }] },
      { chunkSize: 8 },
    );
    mock.on({ systemMessage: /JSON Schema/ }, { content: ANSWER });
    const model = createOpenAiModel({
      apiKey: 'k',
      baseUrl: `${url}/v1`,
      model: 'gpt-6-luna',
      provider,
      boundary: () => '@@',
      clock: { now: () => 0 },
    });
    expect(provider.schema).toBe(way);
    const { text } = await model.complete(call, () => {}, calm());
    expect(JSON.parse(text)).toEqual(JSON.parse(ANSWER));
  });
});
