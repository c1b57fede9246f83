import { describe, expect, it } from 'vitest';
import { adaptMessages } from '#adapters/openai/adapt-messages.ts';
import { ANTHROPIC, findProvider, GENERIC, OPENAI, withCapabilities } from '#adapters/openai/capabilities.ts';
import type { Message } from '#core/lanes/prompt.ts';

describe('the provider behind a base URL', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://eu.api.openai.com/v1', 'openai'],
    ['https://api.anthropic.com/v1/', 'anthropic'],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', 'gemini'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://api.groq.com/openai/v1', 'groq'],
    ['https://api.deepseek.com', 'deepseek'],
    ['http://localhost:11434/v1', 'ollama'],
    ['http://127.0.0.1:1234/v1', 'lmstudio'],
    ['http://127.0.0.1:8080/v1', 'llama.cpp'],
    ['http://gpu.example:8000/v1', 'vllm'],
    ['https://notapi.openai.com.example/v1', 'generic'],
    ['https://models.example/v1', 'generic'],
    ['no address', 'generic'],
  ])('%s is %s', (baseUrl, name) => {
    expect(findProvider(baseUrl).name).toBe(name);
  });

  it('has a default model at OpenAI alone', () => {
    expect(findProvider('https://api.openai.com/v1').defaultModel).toBe('gpt-6-luna');
    expect(findProvider('https://openrouter.ai/api/v1').defaultModel).toBeNull();
  });
});

describe('what a person knows better about a provider', () => {
  it('stands in place of what the record has; the rest stays', () => {
    const said = { vision: false, windowTokens: 8_000, systemRole: 'developer', maxTokensField: undefined } as const;
    expect(withCapabilities(OPENAI, said)).toEqual({ ...OPENAI, vision: false, windowTokens: 8_000, systemRole: 'developer' });
    expect(withCapabilities(ANTHROPIC, {})).toEqual(ANTHROPIC);
  });

  it.each([
    [GENERIC, { jsonSchema: true }, 'json_schema'],
    [GENERIC, { forcedTool: true }, 'forced_tool'],
    [OPENAI, { jsonSchema: false }, 'prompted'],
    [OPENAI, { jsonSchema: false, forcedTool: true }, 'forced_tool'],
    [ANTHROPIC, { jsonSchema: false, vision: true }, 'forced_tool'],
    [ANTHROPIC, { forcedTool: false }, 'prompted'],
    [OPENAI, { forcedTool: true }, 'json_schema'],
  ])('says how answers get their form: $name, %j', (provider, said, schema) => {
    expect(withCapabilities(provider, said).schema).toBe(schema);
  });
});

describe('messages', () => {
  const messages: readonly Message[] = [
    { role: 'system', content: 'one' },
    { role: 'user', content: 'two' },
    { role: 'system', content: 'three' },
    { role: 'user', content: 'four' },
  ];

  it('stay as they are where any number of system messages is taken', () => {
    expect(adaptMessages(messages, OPENAI)).toEqual(messages);
  });

  it('have the name of the role that the provider uses', () => {
    expect(adaptMessages(messages, { ...OPENAI, systemRole: 'developer' }).map(({ role }) => role)).toEqual([
      'developer',
      'user',
      'developer',
      'user',
    ]);
  });

  it('have one system message at the start where only that is taken', () => {
    expect(adaptMessages(messages, { ...OPENAI, multipleSystemMessages: false })).toEqual([
      { role: 'system', content: 'one\n\nthree' },
      { role: 'user', content: 'two' },
      { role: 'user', content: 'four' },
    ]);
  });

  it('go in front of the first question where there is no system role', () => {
    expect(adaptMessages(messages, { ...OPENAI, systemRole: 'user' })).toEqual([
      { role: 'user', content: 'one\n\nthree\n\ntwo' },
      { role: 'user', content: 'four' },
    ]);
  });

  it('need no system message', () => {
    expect(adaptMessages([{ role: 'user', content: 'two' }], { ...OPENAI, systemRole: 'user' })).toEqual([
      { role: 'user', content: 'two' },
    ]);
  });
});
