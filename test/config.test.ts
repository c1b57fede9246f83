import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { readConfig } from '../src/config.ts';
import { NO_FACTS } from '../src/models-file.ts';

/** What it says when it refuses. */
function problemsOf(environment: Readonly<Record<string, string>>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as { userMessage: string }).userMessage.split('\n').slice(1);
  }
  return [];
}

describe('the configuration', () => {
  it('is whole without any variable', () => {
    expect(readConfig({})).toMatchObject({ databasePath: 'data/fanout.db', apiKey: null, concurrency: 16, laneTimeoutMs: 120_000 });
  });

  it('takes what is set, without the spaces around it; what is blank is not set', () => {
    const { concurrency, budgetUsd, baseUrl, slack } = readConfig({
      FANOUT_CONCURRENCY: ' 40 ',
      FANOUT_BUDGET_USD: '0.5',
      OPENAI_BASE_URL: '  ',
      SLACK_API_URL: 'https://slack.example//',
    });
    expect({ concurrency, budgetUsd, baseUrl }).toEqual({ concurrency: 40, budgetUsd: 0.5, baseUrl: null });
    expect(slack.apiUrl).toBe('https://slack.example/');
  });

  it.each([
    ['FANOUT_CONCURRENCY', 'many', 'be a whole number'],
    ['FANOUT_CONCURRENCY', '1.5', 'be a whole number'],
    ['FANOUT_CONCURRENCY', 'Infinity', 'be a whole number'],
    ['FANOUT_CONCURRENCY', '0', 'be at least 1'],
    ['FANOUT_CONCURRENCY', '1001', 'be at most 1000'],
    ['FANOUT_BUDGET_USD', 'x', 'be a number'],
    ['FANOUT_BUDGET_USD', '0', 'be above 0'],
    ['OPENAI_BASE_URL', 'ftp://x', 'be a http:// or https:// address, like http://localhost:11434/v1'],
    ['OPENAI_BASE_URL', 'http:', 'be a http:// or https:// address, like http://localhost:11434/v1'],
    ['LOG_LEVEL', 'loud', 'be one of fatal, error, warn, info, debug, trace, silent'],
  ])('refuses %s=%s', (name, text, must) => {
    expect(problemsOf({ [name]: text })).toEqual([`  ${name} must ${must} (see ${name} in .env.example)`]);
  });

  it('makes second calls for lanes that straggle, unless told otherwise', () => {
    expect([readConfig({}).hedge, readConfig({ FANOUT_HEDGE: 'off' }).hedge, readConfig({ FANOUT_HEDGE: 'on' }).hedge]).toEqual([
      true,
      false,
      true,
    ]);
    expect([...readConfig({ FANOUT_SHARES: 'slack:T1=3, discord:81/80=0.5' }).shares]).toEqual([
      ['slack:T1', 3],
      ['discord:81/80', 0.5],
    ]);
    for (const wrong of ['T1=3', 'slack:T1', 'slack:T1=0', 'slack:T1=101', 'slack:T1=3,,', 'slack:T1=1.2.3']) {
      expect(problemsOf({ FANOUT_SHARES: wrong })[0]).toContain('FANOUT_SHARES must be workspaces or people with 0.01 to 100 each, like ');
    }
    expect(problemsOf({ FANOUT_HEDGE: 'no' })).toEqual(['  FANOUT_HEDGE must be on or off (see FANOUT_HEDGE in .env.example)']);
  });

  it('tells every problem at once', () => {
    expect(problemsOf({ PORT: '0', FANOUT_DB: 'x', LOG_LEVEL: 'loud', FANOUT_KEEP_DAYS: '-1' })).toHaveLength(3);
  });

  it('asks before a run over a dollar, unless told otherwise', () => {
    expect(readConfig({}).askUsd).toBe(1);
    expect(readConfig({ FANOUT_ASK_USD: '0.25' }).askUsd).toBe(0.25);
    expect(problemsOf({ FANOUT_ASK_USD: '0' })).toEqual(['  FANOUT_ASK_USD must be above 0 (see FANOUT_ASK_USD in .env.example)']);
  });
});

/** The path of a file of models that holds this. */
function fileOf(content: unknown): string {
  const path = join(temporaryFolder(), 'models.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const PROVIDERS = { house: { baseUrl: 'https://models.example/v1', apiKeyEnv: 'HOUSE_KEY' } };

describe('the file of models', () => {
  it('holds what a person knows of models, as it always did', () => {
    const { models, providers, routing } = readConfig({
      FANOUT_MODELS: fileOf({ models: { a: { price: { input: 1, output: 2 }, windowTokens: 5 }, b: {} } }),
    }).models;
    expect([...models]).toEqual([
      ['a', { ...NO_FACTS, price: { input: 1, output: 2 }, windowTokens: 5 }],
      ['b', NO_FACTS],
    ]);
    expect({ providers: providers.size, routing }).toEqual({
      providers: 0,
      routing: { planner: null, judge: null, fallbacks: [], prefer: [] },
    });
  });

  it('holds providers, whose keys come out of the environment that is given', () => {
    const file = {
      providers: { ...PROVIDERS, here: { baseUrl: 'http://127.0.0.1:9/v1', capabilities: { vision: false } } },
      models: { a: { provider: 'house', vision: true, strength: 'small', languages: ['de', 'pt-BR'], works: ['translate'] } },
      routing: { planner: 'a', judge: 'a', fallbacks: ['a'], prefer: [{ works: ['write'], models: ['a'] }] },
    };
    const { providers, models, routing } = readConfig({ FANOUT_MODELS: fileOf(file), HOUSE_KEY: ' sk-1 ' }).models;
    expect(Object.fromEntries(providers)).toEqual({
      house: { ...PROVIDERS.house, apiKey: 'sk-1', capabilities: {} },
      here: { baseUrl: 'http://127.0.0.1:9/v1', apiKeyEnv: null, apiKey: null, capabilities: { vision: false } },
    });
    expect(models.get('a')).toMatchObject({ provider: 'house', vision: true, strength: 'small', works: ['translate'] });
    expect(routing.prefer).toEqual([{ works: ['write'], languages: null, models: ['a'] }]);
    expect(readConfig({ FANOUT_MODELS: fileOf(file) }).models.providers.get('house')?.apiKey).toBeNull();
  });

  it.each<[string, unknown, RegExp]>([
    ['a wrong number', { models: { a: { windowTokens: 5.5 } } }, /at models\.a\.windowTokens/],
    [
      'a misspelt key',
      { models: { a: { windowToken: 5 } } },
      /unknown key "windowToken" \(known here: provider, price, .*\)\s+→ at models\.a/,
    ],
    ['a work that there is not', { models: { a: { works: ['sing'] } } }, /at models\.a\.works\[0\]/],
    ['a language by its name', { models: { a: { languages: ['German'] } } }, /like de or pt-BR\s+→ at models\.a\.languages\[0\]/],
    ['an address that is none', { providers: { p: { baseUrl: 'models.example' } }, models: {} }, /at providers\.p\.baseUrl/],
    ['a password in an address', { providers: { p: { baseUrl: 'https://u:hush@x.example' } }, models: {} }, /at providers\.p\.baseUrl/],
    ['a provider that is not there', { models: { a: { provider: 'p' } } }, /not under providers\s+→ at models\.a\.provider/],
    ['a planner that is not there', { models: {}, routing: { planner: 'a' } }, /not under models\s+→ at routing\.planner/],
    [
      'others that are not there',
      { models: { a: {} }, routing: { fallbacks: ['a', 'b'], prefer: [{ models: ['c'] }] } },
      /routing\.fallbacks\[1\][\s\S]*routing\.prefer\[0\]\.models\[0\]/,
    ],
    ['no models', {}, /at models/],
  ])('is refused for %s, with the place', (_, content, problem) => {
    expect(problemsOf({ FANOUT_MODELS: fileOf(content) }).join('\n')).toMatch(problem);
  });

  it('tells every problem at once', () => {
    const file = { models: { a: { windowTokens: 0 }, b: { price: { input: -1, output: 1 } } }, routing: { judges: 'a' } };
    const told = problemsOf({ FANOUT_MODELS: fileOf(file) }).join('\n');
    for (const place of ['models.a.windowTokens', 'models.b.price.input', 'routing']) expect(told).toContain(`at ${place}`);
  });

  it.each([
    ['as a value', { providers: { p: { baseUrl: 'https://x.example', apiKey: 'sk-hush' } }, models: {} }],
    ['for a name', { providers: { p: { baseUrl: 'https://x.example', apiKeyEnv: 'sk-hush' } }, models: {} }],
    ['as a header', { providers: { p: { baseUrl: 'https://x.example', token: 'sk-hush' } }, models: {} }],
    ['in what is no JSON', '{"apiKey": sk-hush}'],
  ])('never holds a key, %s, and nobody repeats it', (_, content) => {
    try {
      readConfig({ FANOUT_MODELS: fileOf(content) });
      expect.unreachable('it was taken');
    } catch (error) {
      expect(inspect(error, { depth: 5 })).not.toContain('hush');
      expect(String(error)).toMatch(/keys stand in the environment only|name of an environment variable|is not JSON/);
    }
  });

  it('gives a model the limits of its own, else those of its provider', () => {
    const file = {
      providers: { house: { baseUrl: 'http://house:8000/v1', limits: { concurrency: 4 } } },
      models: { a: { provider: 'house' }, b: { provider: 'house', limits: { requestsPerMinute: 300, tokensPerMinute: 90_000 } }, c: {} },
    };
    const { models } = readConfig({ FANOUT_MODELS: fileOf(file) }).models;
    expect(models.get('a')?.limits).toEqual({ requestsPerMinute: null, tokensPerMinute: null, concurrency: 4 });
    expect(models.get('b')?.limits).toEqual({ requestsPerMinute: 300, tokensPerMinute: 90_000, concurrency: null });
    expect(models.get('c')?.limits).toBeNull();
    expect(problemsOf({ FANOUT_MODELS: fileOf({ models: { a: { limits: { requestsPerMinute: 0 } } } }) }).join()).toMatch(
      /requestsPerMinute/,
    );
  });

  it('is refused when it can not be read', () => {
    expect(() => readConfig({ FANOUT_MODELS: fileOf('{') })).toThrow(/is not JSON/);
    expect(() => readConfig({ FANOUT_MODELS: '/nowhere/models.json' })).toThrow(/can't be read \(ENOENT\)/);
  });
});
