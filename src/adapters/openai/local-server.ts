import { LLAMA_CPP, LM_STUDIO, OLLAMA, type Provider, VLLM } from './capabilities.ts';
import { parseJson } from './json.ts';
import { firstWriter, toModelList } from './model-list.ts';

export interface LocalPort {
  readonly port: number;
  readonly provider: Provider;
}

/** In the order of preference: the first two ports belong to model servers alone, the others to anything. */
const LOCAL_PORTS: readonly LocalPort[] = [
  { port: 11_434, provider: OLLAMA },
  { port: 1_234, provider: LM_STUDIO },
  { port: 8_080, provider: LLAMA_CPP },
  { port: 8_000, provider: VLLM },
];

/** A list of models is small; what sends more is no model server. */
const MAX_LIST_CHARS = 1_000_000;

export interface FindLocalServerOptions {
  readonly fetch?: typeof fetch;
  readonly ports?: readonly LocalPort[];
  /** For each port, side by side. Default 300. */
  readonly timeoutMs?: number;
}

export interface LocalServer {
  readonly baseUrl: string;
  /** With the window of its model where the server told it. */
  readonly provider: Provider;
  readonly model: string;
}

async function readText(response: Response): Promise<string> {
  let text = '';
  if (response.body === null) return text;
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.length > MAX_LIST_CHARS) return '';
  }
  return text;
}

async function probe({ port, provider }: LocalPort, get: typeof fetch, signal: AbortSignal): Promise<LocalServer | null> {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  try {
    // A redirect may lead off this machine, where nobody asked us to look.
    const response = await get(`${baseUrl}/models`, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    const models = toModelList(parseJson(await readText(response)));
    const first = response.ok && models !== null ? firstWriter(models) : null;
    if (first === null) return null;
    return { baseUrl, model: first.id, provider: { ...provider, windowTokens: first.windowTokens ?? provider.windowTokens } };
  } catch {
    return null; // nobody there, or nobody we know: either way no model server
  }
}

/** The first local model server with a model, in the order of the ports, looked for on loopback only and without a key. Null: none. Never rejects, aborted or not. */
export async function findLocalServer(options: FindLocalServerOptions, signal: AbortSignal): Promise<LocalServer | null> {
  const { fetch: get = fetch, ports = LOCAL_PORTS, timeoutMs = 300 } = options;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const found = await Promise.all(ports.map((port) => probe(port, get, limit)));
  return found.find((server) => server !== null) ?? null;
}
