import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';
import { readConfig } from '../src/config.ts';

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

  it('tells every problem at once', () => {
    expect(problemsOf({ PORT: '0', FANOUT_DB: 'x', LOG_LEVEL: 'loud', FANOUT_KEEP_DAYS: '-1' })).toHaveLength(3);
  });

  it('reads what a person knows of models, and says what is wrong where', () => {
    const path = join(temporaryFolder(), 'models.json');
    writeFileSync(path, '{"models":{"a":{"price":{"input":1,"output":2},"windowTokens":5},"b":{}}}');
    expect([...readConfig({ FANOUT_MODELS: path }).models]).toEqual([
      ['a', { price: { input: 1, output: 2 }, windowTokens: 5 }],
      ['b', { price: null, windowTokens: null }],
    ]);
    writeFileSync(path, '{"models":{"a":{"windowTokens":5.5}}}');
    expect(problemsOf({ FANOUT_MODELS: path }).join('\n')).toContain('at models.a.windowTokens');
    writeFileSync(path, '{');
    expect(() => readConfig({ FANOUT_MODELS: path })).toThrow(/is not JSON/);
  });
});
