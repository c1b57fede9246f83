import type { OpenAI } from 'openai';
import type { Endpoint } from './endpoint.ts';
import { loadSdk } from './load-sdk.ts';

/** The longest a timer can wait: nothing here ends a call by time. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The SDK with its own mind switched off: no retries (they belong to the run), no time limit (a lane has its own, by progress), no logging (it would
 * print prompts), and nothing read from the environment.
 *
 * The SDK is loaded for the first call, where nothing loaded it before: a board is on the screen by then.
 */
export async function createClient(endpoint: Endpoint, apiKey: string | null): Promise<OpenAI> {
  const { OpenAI, createLeanFetch } = await loadSdk();
  return new OpenAI({
    apiKey: apiKey ?? 'none', // the SDK insists on one; without a key the header is left out
    baseURL: endpoint.baseUrl,
    maxRetries: 0,
    timeout: NO_TIMEOUT_MS,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    // As much of a Response as the SDK asks of one.
    fetch: createLeanFetch() as unknown as typeof fetch,
    ...(apiKey === null && { defaultHeaders: { Authorization: null } }),
  });
}
