import { describe, expect, it } from 'vitest';
import { unreachable } from '#adapters/openai/thrown-error.ts';

const endpoint = {
  baseUrl: 'https://models.example/v1',
  loopback: false,
  host: 'models.example',
  address: 'https://models.example/v1',
  hasKey: true,
  settings: { address: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY' },
};

describe('a name that is not found', () => {
  it.each(['ENOTFOUND', 'EAI_AGAIN'])('is told as such, and tried again: %s', (code) => {
    const cause = Object.assign(new Error(`getaddrinfo ${code} models.example`), { code });
    const error = unreachable(new Error('fetch failed', { cause }), { endpoint, model: 'm', setting: 'FANOUT_MODEL' });
    expect(error).toMatchObject({ code: 'provider_unreachable', retry: { kind: 'again' } });
    expect(error.userMessage).toMatch(/can't be found.*OPENAI_BASE_URL/);
  });
});
