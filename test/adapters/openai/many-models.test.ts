import { describe, expect, it } from 'vitest';
import { createManyModels } from '#adapters/openai/many-models.ts';
import { modelContract } from '#test/contracts/model-contract.ts';
import { callOf, calm, openEndpoint } from './open-endpoint.ts';

modelContract('many models', async () => {
  const { endpoint, model } = await openEndpoint(({ messages }) => {
    const asked = messages.at(-1)?.content;
    if (asked === 'hang') return { kind: 'hang', after: null };
    return asked === 'fail' ? { kind: 'reset', after: 'half' } : 'an answer that takes several chunks';
  });
  const usual = await openEndpoint();
  const many = createManyModels({ usual: usual.model, others: new Map([['test-model', model]]) });
  const at = (what: string) => callOf(what, { model: 'test-model' });
  return { model: many, good: at('good'), hanging: at('hang'), failing: at('fail'), close: () => endpoint.close() };
});

describe('many models', () => {
  it('keep the wait that each provider asks for', async () => {
    const busy = await openEndpoint(() => ({ kind: 'status', status: 429, headers: { 'retry-after': '90' }, body: {} }));
    const free = await openEndpoint(() => 'free');
    const model = createManyModels({ usual: free.model, others: new Map([['test-model', busy.model]]) });
    await expect(model.complete(callOf('x', { model: 'test-model' }), () => {}, calm())).rejects.toMatchObject({
      code: 'rate_limited',
      retry: { kind: 'wait', afterMs: 90_000 },
    });
    expect((await model.complete(callOf('x'), () => {}, calm())).text).toBe('free');
  });

  it('are called what the default one is called', () => {
    const named = (name: string) => ({
      label: `${name} at home`,
      name,
      windowTokens: 7,
      refusal: () => null,
      complete: () => Promise.reject(new Error(name)),
    });
    const model = createManyModels({ usual: named('a'), others: new Map([['b', named('b')]]) });
    expect(model).toMatchObject({ label: 'a at home', name: 'a', windowTokens: 7 });
  });
});
