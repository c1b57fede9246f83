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
  /**
   * How an answer is held to a form: enforced by the provider, as the arguments of a tool that must be called, or told in words.
   * Where the best of these is refused for a model, words are left.
   */
  readonly schema: 'json_schema' | 'forced_tool' | 'prompted';
  /** Takes `response_format: {type: 'json_object'}`: some JSON, of any form. */
  readonly jsonObject: boolean;
  /** False where a list of models is not had with the key alone. */
  readonly listsModels: boolean;
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
  schema: 'json_schema',
  jsonObject: true,
  listsModels: true,
  vision: true,
  windowTokens: 128_000,
  defaultModel: null,
  servesLoadedModel: false,
} as const satisfies Omit<Provider, 'name'>;

/** A local server's context is what it was started with, and small by default. */
const LOCAL = { ...USUAL, multipleSystemMessages: false, windowTokens: 4_096, servesLoadedModel: true } as const;

export const OPENAI: Provider = { ...USUAL, name: 'openai', maxTokensField: 'max_completion_tokens', defaultModel: 'gpt-6-luna' };
export const OLLAMA: Provider = { ...LOCAL, name: 'ollama' };
export const LM_STUDIO: Provider = { ...LOCAL, name: 'lmstudio', jsonObject: false };
export const LLAMA_CPP: Provider = { ...LOCAL, name: 'llama.cpp' };
export const VLLM: Provider = { ...LOCAL, name: 'vllm', windowTokens: 8_192 };
export const GENERIC: Provider = {
  ...USUAL,
  name: 'generic',
  multipleSystemMessages: false,
  schema: 'prompted',
  jsonObject: false,
  windowTokens: 32_000,
};

/** It takes `response_format` and passes it over without a word. */
export const ANTHROPIC: Provider = {
  ...USUAL,
  name: 'anthropic',
  multipleSystemMessages: false,
  schema: 'forced_tool',
  jsonObject: false,
  listsModels: false,
  windowTokens: 200_000,
};

/** By host name or the end of it. */
const BY_HOST: readonly (readonly [string, Provider])[] = [
  ['api.openai.com', OPENAI],
  ['api.anthropic.com', ANTHROPIC],
  ['generativelanguage.googleapis.com', { ...USUAL, name: 'gemini', windowTokens: 1_000_000 }],
  ['openrouter.ai', { ...USUAL, name: 'openrouter' }],
  ['api.groq.com', { ...USUAL, name: 'groq' }],
  ['api.deepseek.com', { ...USUAL, name: 'deepseek', schema: 'prompted', vision: false }],
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

/** What a person knows better about a provider; what is not there stays as the record has it. */
export interface Capabilities {
  /** Enforces a JSON Schema given as `response_format`. */
  readonly jsonSchema?: boolean | undefined;
  /** Calls the one tool that it is told to. */
  readonly forcedTool?: boolean | undefined;
  readonly jsonObject?: boolean | undefined;
  readonly vision?: boolean | undefined;
  readonly streamUsage?: boolean | undefined;
  readonly multipleSystemMessages?: boolean | undefined;
  readonly systemRole?: Provider['systemRole'] | undefined;
  readonly maxTokensField?: Provider['maxTokensField'] | undefined;
  readonly windowTokens?: number | undefined;
}

function toSchema(known: Provider['schema'], { jsonSchema, forcedTool }: Capabilities): Provider['schema'] {
  if (jsonSchema ?? known === 'json_schema') return 'json_schema';
  return (forcedTool ?? known === 'forced_tool') ? 'forced_tool' : 'prompted';
}

/** The record with what a person said in place of what it had. */
export function withCapabilities(provider: Provider, said: Capabilities): Provider {
  const { jsonSchema, forcedTool, ...others } = said;
  const told = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return { ...provider, ...told, schema: toSchema(provider.schema, { jsonSchema, forcedTool }) };
}
