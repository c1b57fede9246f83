import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toEndpoint } from '#adapters/openai/endpoint.ts';
import { type Asked, replyToError } from '#adapters/openai/reply-error.ts';

const KEY = 'sk-live-QQQQ';
const asked: Asked = { endpoint: toEndpoint('https://api.models.example/v1', KEY), model: 'big-model', setting: 'FANOUT_MODEL' };

const errorOf = (status: number | null, body: unknown, headers: Record<string, string> = {}) =>
  replyToError({ status, body, headers: new Headers(headers) }, asked, 0);

/** As OpenAI wraps it. */
const wrapped = (message: string, code: unknown = null, type = 'invalid_request_error') => ({
  error: { message, code, type, param: null },
});

describe('an error reply becomes', () => {
  it.each<[string, number | null, unknown, string, string]>([
    ['a wrong key', 401, wrapped('Incorrect API key', 'invalid_api_key'), 'bad_key', 'never'],
    ["Google's wrong key", 400, [{ error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' } }], 'bad_key', 'never'],
    ['a key without the right', 403, wrapped('You are not allowed'), 'bad_key', 'never'],
    ['a model unknown to OpenAI', 404, wrapped('The model `x` does not exist', 'model_not_found'), 'unknown_model', 'never'],
    [
      'a model unknown to Anthropic',
      404,
      { type: 'error', error: { type: 'not_found_error', message: 'model: claude-x' } },
      'unknown_model',
      'never',
    ],
    [
      'a model unknown to Ollama',
      404,
      { error: { message: 'model "x" not found, try pulling it first', type: 'api_error' } },
      'unknown_model',
      'never',
    ],
    [
      'a model unknown to vLLM',
      404,
      { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 },
      'unknown_model',
      'never',
    ],
    ['a model unknown to OpenRouter', 400, { error: { message: 'x is not a valid model ID', code: 400 } }, 'unknown_model', 'never'],
    ['a model unknown to DeepSeek', 400, wrapped('Model Not Exist'), 'unknown_model', 'never'],
    ['a model unknown to Gemini', 404, [{ error: { message: 'models/x is not found for API version v1beta' } }], 'unknown_model', 'never'],
    ['an address without the service', 404, '<html>', 'bad_request', 'never'],
    ['a malformed request', 400, wrapped('Unrecognized argument'), 'bad_request', 'never'],
    ['a request that means nothing', 422, { detail: [{ msg: 'field required' }] }, 'bad_request', 'never'],
    ['a prompt too long for OpenAI', 400, wrapped('too many', 'context_length_exceeded'), 'prompt_too_long', 'never'],
    ['a prompt too long for vLLM', 400, { message: "This model's maximum context length is 8192 tokens" }, 'prompt_too_long', 'never'],
    [
      'a prompt too long for llama.cpp',
      400,
      { error: { code: 400, type: 'exceed_context_size_error', message: 'x' } },
      'prompt_too_long',
      'never',
    ],
    [
      'a prompt too long for Anthropic',
      400,
      { error: { type: 'invalid_request_error', message: 'prompt is too long: 9 tokens' } },
      'prompt_too_long',
      'never',
    ],
    ['a body too large for the gateway', 413, '<html>413</html>', 'prompt_too_long', 'never'],
    [
      'one request above the limit of a minute',
      429,
      wrapped('Request too large for m on tokens per min', 'rate_limit_exceeded', 'tokens'),
      'prompt_too_long',
      'never',
    ],
    ['a content filter', 400, wrapped('x', 'content_filter'), 'content_filtered', 'never'],
    [
      'a moderated request',
      403,
      { error: { code: 403, message: 'Your chosen model requires moderation and your input was flagged' } },
      'content_filtered',
      'never',
    ],
    ['a used-up quota, although it is a 429', 429, wrapped('You exceeded your quota', 'insufficient_quota'), 'quota_exhausted', 'never'],
    ['an empty account', 402, wrapped('Insufficient Balance'), 'quota_exhausted', 'never'],
    ['an empty account at Anthropic', 400, { error: { message: 'Your credit balance is too low' } }, 'quota_exhausted', 'never'],
    ['a rate limit', 429, wrapped('Rate limit reached', 'rate_limit_exceeded'), 'rate_limited', 'wait'],
    ['a rate limit without a body', 429, undefined, 'rate_limited', 'wait'],
    ['a rate limit told by name in a stream', null, { type: 'rate_limit_error' }, 'rate_limited', 'wait'],
    ['a time-out', 408, undefined, 'provider_unavailable', 'again'],
    ['a conflict', 409, undefined, 'provider_unavailable', 'again'],
    ['a server error', 500, wrapped('oops'), 'provider_unavailable', 'again'],
    ['a bad gateway', 502, '<html>Bad gateway</html>', 'provider_unavailable', 'again'],
    ['an overload without a time', 529, { type: 'overloaded_error' }, 'provider_unavailable', 'again'],
    ['an overload told by name in a stream', null, { error: { type: 'overloaded_error' } }, 'provider_unavailable', 'again'],
    ['something without a name in a stream', null, 'oops', 'provider_unavailable', 'again'],
    ['a mistake told by name in a stream', null, { type: 'invalid_request_error' }, 'bad_request', 'never'],
    ['a status in a body of digits', 200, { error: { code: '503' } }, 'provider_unavailable', 'again'],
  ])('%s', (_, status, body, code, retry) => {
    expect(errorOf(status, body)).toMatchObject({ code, retry: { kind: retry } });
  });

  it('a wait when an overload names a time, an attempt when it does not', () => {
    expect(errorOf(503, null, { 'retry-after': '9' }).retry).toEqual({ kind: 'wait', afterMs: 9_000 });
    expect(errorOf(503, null).retry).toEqual({ kind: 'again', afterMs: null });
    expect(errorOf(500, null, { 'retry-after': '9' }).retry).toEqual({ kind: 'again', afterMs: 9_000 });
  });

  it.each([
    [401, /OPENAI_API_KEY is refused by api\.models\.example/],
    [402, /top it up/],
    [404, /OPENAI_BASE_URL/],
    [400, /"big-model".*FANOUT_MODEL/],
    [413, /"big-model".*give it less/],
  ])('a sentence that says the way out of %i', (status, sentence) => {
    expect(errorOf(status, null).userMessage).toMatch(sentence);
  });

  it('another sentence where no key was sent', () => {
    const open: Asked = { endpoint: toEndpoint('http://127.0.0.1:8000/v1', null), model: null, setting: 'FANOUT_MODEL' };
    expect(replyToError({ status: 401, body: null, headers: null }, open, 0).userMessage).toBe(
      '127.0.0.1:8000 wants a key: set OPENAI_API_KEY.',
    );
  });

  it('a cause for the log that names code and request, no more', () => {
    const error = errorOf(401, wrapped(`Incorrect API key: ${KEY}`, 'invalid_api_key'), { 'x-request-id': 'req_12' });
    expect(error.cause).toEqual(new Error('HTTP 401 invalid_api_key invalid_request_error request req_12'));
  });
});

describe('whatever a provider sends', () => {
  const SECRET = 'ZXQJ';
  const text = fc.string().map((noise) => `${SECRET} ${noise} ${KEY}`);
  const leaf = fc.oneof(text, fc.integer(), fc.constant(null), fc.boolean());
  const fields = ['error', 'message', 'code', 'type', 'status', 'details', 'detail', 'reason', 'retryDelay', '@type', 'metadata'];
  const { body } = fc.letrec((tie) => ({
    body: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('body'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...fields), tie('body'))),
  }));
  const status = fc.oneof(fc.constant(null), fc.integer({ min: 200, max: 599 }));
  const retryAfter = fc.oneof(fc.constant(''), fc.stringMatching(/^[ -~]{1,20}$/), fc.nat().map(String));

  it('it becomes one of our errors, with a sentence that repeats neither body nor key', () => {
    fc.assert(
      fc.property(status, body, retryAfter, (code, sent, after) => {
        const error = errorOf(code, sent, { 'retry-after': after });
        expect(error.userMessage).toMatch(/^[A-Z\w].*\.$/);
        for (const shown of [error.userMessage, String(error.cause)]) {
          expect(shown).not.toContain(SECRET);
          expect(shown).not.toContain(KEY);
        }
        if (error.retry.kind !== 'never') expect(error.retry.afterMs === null || error.retry.afterMs >= 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('it never throws, JSON or not', () => {
    fc.assert(fc.property(status, fc.anything(), (code, sent) => errorOf(code, sent).code.length > 0));
  });
});
