import { describe, expect, it } from 'vitest';
import { callOf, calm } from '#test/adapters/openai/open-endpoint.ts';
import { BLUE_KEY, openTwo, RED_KEY, writeModels } from '#test/fakes/two-endpoints.ts';
import { readConfig } from '../src/config.ts';
import { openPrices } from '../src/model-setup.ts';
import { openModel } from '../src/open-model.ts';

type Environment = Readonly<Record<string, string>>;

const PRICES = { cheap: { input: 0.1, output: 0.5 }, middle: { input: 1, output: 5 }, dear: { input: 5, output: 25 } };

function open(environment: Environment) {
  const config = readConfig(environment);
  return openModel(config, openPrices(config), calm());
}

/** Two providers with their models in a file, and more of the file. */
async function openFile(more: object = {}, environment: Environment = {}) {
  const two = await openTwo();
  const models = {
    'red-small': { provider: 'red', price: PRICES.cheap },
    'red-large': { provider: 'red', price: PRICES.dear, windowTokens: 500_000 },
    'blue-one': { provider: 'blue', languages: ['de'], works: ['translate'] },
  };
  const file = writeModels({ providers: two.providers, models, ...more });
  return { ...two, environment: { ...two.keys, FANOUT_MODELS: file, ...environment } };
}

describe('several providers at once', () => {
  it('get each call at the one that has the model, with its own key and no other', async () => {
    const { red, blue, environment } = await openFile();
    const { model } = await open(environment);
    const ask = async (name: string | null) => (await model.complete(callOf('x', { model: name }), () => {}, calm())).text;
    expect(await Promise.all(['blue-one', 'red-large', null].map(ask))).toEqual(['by blue-one', 'by red-large', 'by red-small']);
    expect(blue.chats().map((chat) => chat.model)).toEqual(['blue-one']);
    const seen = ({ requests }: typeof red): string => JSON.stringify(requests().map(({ headers, body }) => ({ headers, body })));
    expect(seen(red)).toContain(RED_KEY);
    expect(seen(red)).not.toContain(BLUE_KEY);
    expect(seen(blue)).toContain(BLUE_KEY);
    expect(seen(blue)).not.toContain(RED_KEY);
  });

  it('send a name that nobody has to the default endpoint, and say where a wrong key belongs', async () => {
    const { red, environment } = await openFile({}, { BLUE_KEY: 'sk-wrong' });
    const { model } = await open(environment);
    await expect(model.complete(callOf('x', { model: 'other' }), () => {}, calm())).rejects.toMatchObject({ code: 'unknown_model' });
    expect(red.requests()).toHaveLength(1);
    await expect(model.complete(callOf('x', { model: 'blue-one' }), () => {}, calm())).rejects.toMatchObject({
      code: 'bad_key',
      userMessage: expect.stringMatching(/^BLUE_KEY is refused by 127/),
    });
  });

  it('are told apart in what they can', async () => {
    const { environment } = await openFile();
    const { model } = await open(environment);
    const picture = { id: 'S1', title: 'a.png', text: '', picture: { mediaType: 'image/png', base64: 'AA==' } } as const;
    const call = callOf('x', { materials: [picture] });
    expect(model.refusal({ ...call, model: 'red-large' })).toBeNull();
    expect(model.refusal({ ...call, model: 'blue-one' })).toMatchObject({ reason: expect.stringContaining('blue-one') });
    const schema = { name: 'form', schema: { type: 'object', properties: {}, required: [], additionalProperties: false } };
    const two = await openFile();
    const opened = await open(two.environment);
    for (const name of ['red-small', 'blue-one']) await opened.model.complete(callOf('x', { model: name, schema }), () => {}, calm());
    expect([two.red.chats()[0]?.form?.kind, two.blue.chats()[0]?.form?.kind]).toEqual(['json_schema', undefined]);
  });

  it('make a catalogue, the default first, with what is known and what its price tells', async () => {
    const routing = {
      planner: 'red-large',
      judge: 'blue-one',
      fallbacks: ['blue-one'],
      prefer: [{ languages: ['de'], models: ['blue-one'] }],
    };
    const { environment } = await openFile({ routing }, { FANOUT_MODEL: 'red-large' });
    const { model, catalogue } = await open(environment);
    expect({ name: model.name, windowTokens: model.windowTokens }).toEqual({ name: 'red-large', windowTokens: 500_000 });
    expect(catalogue).toEqual({
      cards: [
        expect.objectContaining({ name: 'red-large', provider: 'red', strength: 'large', windowTokens: 500_000, sees: true }),
        expect.objectContaining({ name: 'red-small', strength: 'small', price: PRICES.cheap, languages: null, works: null }),
        expect.objectContaining({
          name: 'blue-one',
          strength: 'medium',
          price: null,
          sees: false,
          languages: ['de'],
          works: ['translate'],
        }),
      ],
      planner: 'red-large',
      judge: 'blue-one',
      fallbacks: ['blue-one'],
      prefer: [{ works: null, languages: ['de'], models: ['blue-one'] }],
    });
  });

  it('leave out the models of one whose key is not set, and refuse to have one of them as the default', async () => {
    const routing = { planner: 'blue-one', fallbacks: ['blue-one', 'red-small'], prefer: [{ models: ['blue-one', 'red-large'] }] };
    const { environment } = await openFile({ routing }, { BLUE_KEY: '' });
    const { catalogue } = await open(environment);
    expect(catalogue.cards.map(({ name }) => name)).toEqual(['red-small', 'red-large']);
    expect(catalogue).toMatchObject({ planner: null, fallbacks: ['red-small'], prefer: [{ models: ['red-large'] }] });
    await expect(open({ ...environment, FANOUT_MODEL: 'blue-one' })).rejects.toMatchObject({
      code: 'bad_config',
      userMessage: expect.stringMatching(/blue.*set BLUE_KEY/),
    });
  });

  it('stand beside the endpoint of the variables, which has the models that name no provider', async () => {
    const two = await openTwo();
    const models = { 'blue-one': { provider: 'blue' }, 'red-large': {} };
    const environment = {
      ...two.keys,
      OPENAI_BASE_URL: two.red.baseUrl,
      OPENAI_API_KEY: RED_KEY,
      FANOUT_MODELS: writeModels({ providers: { blue: two.providers.blue }, models }),
    };
    const { catalogue, model } = await open({ ...environment, FANOUT_MODEL: 'red-small' });
    expect(catalogue.cards.map(({ name, provider }) => [name, provider])).toEqual([
      ['red-small', `127.0.0.1:${two.red.port}`],
      ['blue-one', 'blue'],
      ['red-large', `127.0.0.1:${two.red.port}`],
    ]);
    expect((await model.complete(callOf('x', { model: 'red-large' }), () => {}, calm())).text).toBe('by red-large');
    expect((await open({ ...environment, FANOUT_MODEL: 'blue-one' })).model.name).toBe('blue-one');
  });

  it('must have the default model listed where no other endpoint is set', async () => {
    const { environment } = await openFile({}, { FANOUT_MODEL: 'somewhere' });
    await expect(open(environment)).rejects.toMatchObject({ code: 'bad_config', userMessage: expect.stringContaining('FANOUT_MODELS') });
  });
});

describe('one endpoint', () => {
  it('has one card without a file: the default model, whose price nothing is chosen by', async () => {
    const { catalogue } = await open({ OPENAI_API_KEY: 'sk-1' });
    expect(catalogue.cards).toEqual([
      {
        name: 'gpt-6-luna',
        provider: 'api.openai.com',
        windowTokens: 128_000,
        sees: true,
        strength: 'medium',
        languages: null,
        works: null,
        price: null,
      },
    ]);
  });

  it('offers no other model because a file knows its price, and does as soon as the file says what models are for', async () => {
    const priced = { models: { 'gpt-6-luna': { price: { input: 1, output: 2 } }, other: { price: { input: 0, output: 0 } } } };
    const known = await open({ OPENAI_API_KEY: 'sk-1', FANOUT_MODELS: writeModels(priced) });
    expect(known.catalogue.cards.map(({ name }) => name)).toEqual(['gpt-6-luna']);
    const routed = await open({ OPENAI_API_KEY: 'sk-1', FANOUT_MODELS: writeModels({ ...priced, routing: {} }) });
    expect(routed.catalogue.cards.map(({ name }) => name)).toEqual(['gpt-6-luna', 'other']);
  });
});
