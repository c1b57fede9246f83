import { describe, expect, it } from 'vitest';
import { calm } from '#test/adapters/openai/open-endpoint.ts';
import { BLUE_KEY, openTwo, RED_KEY, writeModels } from '#test/fakes/two-endpoints.ts';
import { examine } from '../src/doctor.ts';

async function report(environment: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const status = await examine({ FANOUT_DB: ':memory:', ...environment }, (line) => lines.push(line), calm());
  return { text: lines.join('\n'), status };
}

const MODELS = {
  'red-small': { provider: 'red', price: { input: 0.1, output: 0.5 }, works: ['translate'] },
  'blue-one': { provider: 'blue', languages: ['de', 'fr'], windowTokens: 64_000 },
};

describe('doctor, on models', () => {
  it('names every provider and model, and what each does, without a key', async () => {
    const { providers, keys } = await openTwo();
    const routing = { planner: 'blue-one', fallbacks: ['red-small'] };
    const { text, status } = await report({ ...keys, FANOUT_MODELS: writeModels({ providers, models: MODELS, routing }) });
    expect(status).toBe(0);
    expect(text).toMatch(/✓ model +red-small at red \(http/);
    expect(text).toMatch(/✓ provider red +http.*, key in RED_KEY: red-small\n/);
    expect(text).toMatch(/✓ provider blue +http.*, key in BLUE_KEY: blue-one\n/);
    expect(text).toContain(
      'red-small (red): 32,000 tokens, $0.10 in and $0.50 out for a million tokens, small, takes pictures, only translate',
    );
    expect(text).toContain('blue-one (blue): 64,000 tokens, price unknown, medium, de fr');
    expect(text).toMatch(/✓ routing +blue-one plans; red-small when a model keeps failing/);
    for (const key of [RED_KEY, BLUE_KEY]) expect(text).not.toContain(key);
  });

  it('says what is left out and why', async () => {
    const { providers, keys } = await openTwo();
    const file = writeModels({ providers, models: { ...MODELS, homeless: {} } });
    const { text, status } = await report({ ...keys, BLUE_KEY: '', FANOUT_MODELS: file });
    expect(status).toBe(0);
    expect(text).toMatch(/○ provider blue +BLUE_KEY is not set, so it is left out, with blue-one/);
    expect(text).toMatch(/○ models +left out, since they name no provider .*: homeless/);
    const wanted = await report({ ...keys, BLUE_KEY: '', FANOUT_MODELS: file, FANOUT_MODEL: 'blue-one' });
    expect(wanted.status).toBe(2);
    expect(wanted.text).toMatch(/✗ model +FANOUT_MODEL is blue-one.*set BLUE_KEY/);
  });

  it('finds a wrong key and a model that a provider does not have', async () => {
    const { providers, keys } = await openTwo();
    const models = { ...MODELS, 'red-huge': { provider: 'red' } };
    const { text, status } = await report({ ...keys, BLUE_KEY: 'sk-wrong', FANOUT_MODELS: writeModels({ providers, models }) });
    expect(status).toBe(2);
    expect(text).toMatch(/✗ provider blue +BLUE_KEY is refused by/);
    expect(text).toMatch(/✗ provider red [\s\S]*does not list red-huge; it lists red-small, red-large/);
    expect(text).not.toContain('sk-wrong');
  });

  it('looks at the one endpoint of the variables', async () => {
    const { red } = await openTwo();
    const environment = { OPENAI_BASE_URL: red.baseUrl, OPENAI_API_KEY: RED_KEY };
    expect((await report(environment)).text).toMatch(/✓ model +red-small at http/);
    const wrong = await report({ ...environment, FANOUT_MODEL: 'gone' });
    expect(wrong.status).toBe(2);
    expect(wrong.text).toMatch(/does not list gone: set FANOUT_MODEL to one of red-small, red-large/);
  });
});
