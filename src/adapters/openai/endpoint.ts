import { FanoutError } from '#core/errors.ts';

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** Where a person set this endpoint up, as error messages name it. */
export interface Settings {
  readonly address: string;
  readonly key: string;
}

const DEFAULT_SETTINGS: Settings = { address: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY' };

/** Where calls go, in the words of error messages: never with the key. */
export interface Endpoint {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** As people name it: `api.openai.com`, `127.0.0.1:11434`. */
  readonly host: string;
  /** With the port always: `api.openai.com:443`. */
  readonly address: string;
  readonly hasKey: boolean;
  readonly settings: Settings;
  /** On this machine. */
  readonly loopback: boolean;
}

const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);

/** Throws `FanoutError` `bad_config` for what can't be called at all; a message never repeats the key or what stands in the URL besides the host. */
export function toEndpoint(baseUrl: string, apiKey: string | null, settings: Settings = DEFAULT_SETTINGS): Endpoint {
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new FanoutError('bad_config', `${settings.address} is not a web address: it looks like https://api.openai.com/v1.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new FanoutError('bad_config', `${settings.address} holds a user name or password: put the key into ${settings.key} instead.`);
  }
  // A header can't carry such a key, and the error for that would quote it.
  if (apiKey !== null && !/^[\x21-\x7E]+$/.test(apiKey)) {
    throw new FanoutError('bad_config', `${settings.key} holds a character that no key has (a space or a line break?): copy it again.`);
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    host: url.host,
    address: `${url.hostname}:${port}`,
    hasKey: apiKey !== null,
    settings,
    loopback: isLoopback(url.hostname),
  };
}
