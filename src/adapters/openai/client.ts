import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { OpenAI } from 'openai';
import type { Endpoint } from './endpoint.ts';

/** The longest a timer can wait: nothing here ends a call by time. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The SDK with its own mind switched off: no retries (they belong to the run), no time limit (a lane has its own, by progress), no logging (it would
 * print prompts), and nothing read from the environment.
 *
 * Loading the SDK takes 150 ms, so it is loaded for the first call: a board is on the screen by then. In pieces, with the calls that waited for it apart: the event loop stands still for each.
 */
export async function createClient(endpoint: Endpoint, apiKey: string | null): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  await turnOfLoop();
  const { createLeanFetch } = await import('./lean-fetch.ts');
  await turnOfLoop();
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
