import { APIConnectionError, APIError } from 'openai/error';
import { FanoutError } from '#core/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { type Asked, replyToError } from './reply-error.ts';

/** The way out, by what the network said. */
const NETWORK: readonly { readonly codes: RegExp; readonly say: (endpoint: Endpoint) => string }[] = [
  {
    codes: /^ECONNREFUSED$/,
    say: ({ address, settings }) => `Nothing answers at ${address}: start the model server there, or correct ${settings.address}.`,
  },
  {
    codes: /^(?:ENOTFOUND|EAI_)/,
    say: ({ address, settings }) => `The host of ${address} can't be found: check the network and ${settings.address}.`,
  },
  {
    codes: /CERT|SELF_SIGNED|^ERR_TLS|UNABLE_TO_VERIFY/,
    say: ({ address, settings }) =>
      `The certificate of ${address} is not trusted here: check ${settings.address}, or NODE_EXTRA_CA_CERTS for a company proxy.`,
  },
  {
    codes: /^(?:ERR_SSL|EPROTO|HPE_)/,
    say: ({ address, settings }) => `What answers at ${address} does not speak this protocol: check http or https in ${settings.address}.`,
  },
];

/** The codes of an error and of what caused it, outermost first. Bounded, since a cause may be anything. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  const queue: unknown[] = [error];
  for (let seen = 0; seen < 10 && queue.length > 0; seen += 1) {
    const next = queue.shift();
    if (!(next instanceof Error)) continue;
    if ('code' in next && typeof next.code === 'string') codes.push(next.code);
    queue.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return codes;
}

/** Nobody could be asked: the connection was refused, reset, or never made. */
export function unreachable(error: unknown, { endpoint }: Asked): FanoutError {
  const codes = codesOf(error);
  const known = NETWORK.find((row) => codes.some((code) => row.codes.test(code)));
  const message = known?.say(endpoint) ?? `${endpoint.address} can't be reached: check the network and ${endpoint.settings.address}.`;
  return new FanoutError('provider_unreachable', message, {
    retry: { kind: 'again', afterMs: null },
    cause: new Error(codes.join(' ') || 'connection failed'),
  });
}

/** The answer ended before its end, by an error of the connection or without one. */
export function streamCut({ endpoint }: Asked, cause: unknown): FanoutError {
  return new FanoutError('stream_cut', `The answer of ${endpoint.host} broke off in the middle.`, {
    retry: { kind: 'again', afterMs: null },
    cause: new Error(codesOf(cause).join(' ') || 'no end of the stream'),
  });
}

/** How Node's fetch reports a connection lost while a body is read: no code, no class of its own. */
const isTerminated = (error: unknown): boolean => error instanceof TypeError && error.message === 'terminated';

/** What to throw instead of what a call threw. A bug comes back as it was. */
export function toThrown(error: unknown, asked: Asked, nowMs: number): unknown {
  if (error instanceof FanoutError) return error;
  if (error instanceof APIConnectionError) return unreachable(error, asked);
  if (isTerminated(error)) return streamCut(asked, error);
  if (!(error instanceof APIError)) return error;
  return replyToError({ status: error.status ?? null, headers: error.headers ?? null, body: error.error }, asked, nowMs);
}
