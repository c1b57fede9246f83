/** What an OpenAI-compatible provider does its own way: data, so that no call site asks which provider it has. */
export interface Provider {
  readonly name: string;
  /** Takes `stream_options.include_usage`; false where asking is refused. */
  readonly streamUsage: boolean;
  /** The role that standing instructions have; `user` where a model knows no other and they go in front of the first message. */
  readonly systemRole: 'system' | 'developer' | 'user';
  /** False where a chat template takes one, at the very start. */
  readonly multipleSystemMessages: boolean;
  /** How a limit on the answer is called. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** False where no model takes pictures. */
  readonly vision: boolean;
  /** Input and output together. Of the smallest model in common use there, since a longer prompt is refused or, by some local servers, cut without a word. */
  readonly windowTokens: number;
  /** Null: the person must name one (`FANOUT_MODEL`). */
  readonly defaultModel: string | null;
  /** Serves what its owner loaded: where no model is named, the first it lists is meant. */
  readonly servesLoadedModel: boolean;
}

const USUAL = {
  streamUsage: true,
  systemRole: 'system',
  multipleSystemMessages: true,
  maxTokensField: 'max_tokens',
  vision: true,
  windowTokens: 128_000,
  defaultModel: null,
  servesLoadedModel: false,
} as const satisfies Omit<Provider, 'name'>;

/** A local server's context is what it was started with, and small by default. */
const LOCAL = { ...USUAL, multipleSystemMessages: false, windowTokens: 4_096, servesLoadedModel: true } as const;

export const OPENAI: Provider = { ...USUAL, name: 'openai', maxTokensField: 'max_completion_tokens', defaultModel: 'gpt-6-luna' };
export const OLLAMA: Provider = { ...LOCAL, name: 'ollama' };
export const LM_STUDIO: Provider = { ...LOCAL, name: 'lmstudio' };
export const LLAMA_CPP: Provider = { ...LOCAL, name: 'llama.cpp' };
export const VLLM: Provider = { ...LOCAL, name: 'vllm', windowTokens: 8_192 };
export const GENERIC: Provider = { ...USUAL, name: 'generic', multipleSystemMessages: false, windowTokens: 32_000 };

/** By host name or the end of it. */
const BY_HOST: readonly (readonly [string, Provider])[] = [
  ['api.openai.com', OPENAI],
  ['api.anthropic.com', { ...USUAL, name: 'anthropic', multipleSystemMessages: false, windowTokens: 200_000 }],
  ['generativelanguage.googleapis.com', { ...USUAL, name: 'gemini', windowTokens: 1_000_000 }],
  ['openrouter.ai', { ...USUAL, name: 'openrouter' }],
  ['api.groq.com', { ...USUAL, name: 'groq' }],
  ['api.deepseek.com', { ...USUAL, name: 'deepseek', vision: false }],
];

/** By the port a server listens on out of the box, on any host that is not known by name. */
const BY_PORT: ReadonlyMap<string, Provider> = new Map([
  ['11434', OLLAMA],
  ['1234', LM_STUDIO],
  ['8080', LLAMA_CPP],
  ['8000', VLLM],
]);

/** The provider behind a base URL; what is known of none gets the record that asks least. */
export function findProvider(baseUrl: string): Provider {
  const url = URL.parse(baseUrl);
  if (url === null) return GENERIC;
  const byHost = BY_HOST.find(([host]) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return byHost?.[1] ?? BY_PORT.get(url.port) ?? GENERIC;
}
