import type { OpenAI } from 'openai';
import type { Endpoint } from './endpoint.ts';

/** The longest a timer can wait: nothing here ends a call by time. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * The SDK with its own mind switched off: no retries (they belong to the run), no time limit (a lane has its own, by progress), no logging (it would
 * print prompts), and nothing read from the environment.
 *
 * Loading the SDK takes 150 ms, so it is loaded for the first call: a board is on the screen by then.
 *
 * One limit stays: Node's fetch gives up after 5 minutes without a byte, before the headers or inside the body. A lane's deadline comes long before.
 */
export async function createClient(endpoint: Endpoint, apiKey: string | null): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
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
    ...(apiKey === null && { defaultHeaders: { Authorization: null } }),
  });
}
