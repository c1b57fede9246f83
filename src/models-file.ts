import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Zod from 'zod';
import type { Capabilities } from '#adapters/openai/capabilities.ts';
import { FanoutError } from '#core/errors.ts';
import type { ModelLimits } from '#core/lanes/governor.ts';
import type { PreferRule, Strength } from '#core/models/model-card.ts';
import type { Work } from '#core/plan/plan.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An endpoint beside the one that `OPENAI_BASE_URL` names. */
export interface ProviderSetup {
  readonly baseUrl: string;
  /** The variable that holds its key; null: it wants none. */
  readonly apiKeyEnv: string | null;
  /** Null where it wants none, or where the variable is not set. */
  readonly apiKey: string | null;
  readonly capabilities: Capabilities;
}

/** What a person knows better than Fanout about a model. */
export interface ModelFacts {
  /** Null: the default endpoint. */
  readonly provider: string | null;
  /** US dollars for a million tokens; null: as listed. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** Input and output together, in tokens; null: as the provider's record says. */
  readonly windowTokens: number | null;
  /** Null: as the provider's record says. */
  readonly vision: boolean | null;
  /** Null: as its price tells. */
  readonly strength: Strength | null;
  /** Null: all. */
  readonly languages: readonly string[] | null;
  /** Null: every work. */
  readonly works: readonly Work[] | null;
  /** How much it may be asked, by itself or by its provider's record; null: as the provider says, or as is learnt. */
  readonly limits: ModelLimits | null;
}

/** Every name in it is one under `models`. */
export interface Routing {
  readonly planner: string | null;
  readonly judge: string | null;
  readonly fallbacks: readonly string[];
  readonly prefer: readonly PreferRule[];
}

/** Providers and models by name, in the order of the file. */
export interface ModelsFile {
  readonly providers: ReadonlyMap<string, ProviderSetup>;
  readonly models: ReadonlyMap<string, ModelFacts>;
  readonly routing: Routing;
  /** False: it only knows prices and windows better, and every lane asks the default model. True where it has providers, routing, or says of a model what that is good for. */
  readonly routes: boolean;
}

export const NO_FACTS: ModelFacts = {
  provider: null,
  price: null,
  windowTokens: null,
  vision: null,
  strength: null,
  languages: null,
  works: null,
  limits: null,
};

const NO_ROUTING: Routing = { planner: null, judge: null, fallbacks: [], prefer: [] };

export const NO_MODELS_FILE: ModelsFile = { providers: new Map(), models: new Map(), routing: NO_ROUTING, routes: false };

/** A record, so that a new kind of work can't be forgotten here. */
const WORKS = Object.keys({
  summarize: true,
  translate: true,
  write: true,
  answer: true,
  extract: true,
  classify: true,
  count: true,
  compare: true,
  dedupe: true,
  language: true,
  keywords: true,
} satisfies Record<Work, true>) as Work[];

/** What the file may hold. Messages never repeat a value: somebody may have put a key there. */
function toShape(z: typeof Zod) {
  /** Refuses keys that it does not know, and says which it does. */
  const only = <Shape extends Zod.ZodRawShape>(shape: Shape) =>
    z.strictObject(shape, {
      error: (issue) => (issue.code === 'unrecognized_keys' ? sayUnknown(issue.keys ?? [], Object.keys(shape)) : undefined),
    });
  const language = z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 'must be a language code, like de or pt-BR');
  const works = z.array(z.enum(WORKS)).min(1);
  const languages = z.array(language).min(1);
  const limits = only({
    requestsPerMinute: z.number().positive().optional(),
    tokensPerMinute: z.number().positive().optional(),
    concurrency: z.int().positive().optional(),
  });
  const capabilities = only({
    jsonSchema: z.boolean().optional(),
    forcedTool: z.boolean().optional(),
    jsonObject: z.boolean().optional(),
    vision: z.boolean().optional(),
    streamUsage: z.boolean().optional(),
    multipleSystemMessages: z.boolean().optional(),
    systemRole: z.enum(['system', 'developer', 'user']).optional(),
    maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
    windowTokens: z.int().positive().optional(),
  });
  const provider = only({
    baseUrl: z.string().refine(isAddress, 'must be a http:// or https:// address without a user name or password in it'),
    apiKeyEnv: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable, like ANTHROPIC_API_KEY, never a key')
      .optional(),
    capabilities: capabilities.optional(),
    limits: limits.optional(),
  });
  const model = only({
    provider: z.string().optional(),
    price: only({ input: z.number().nonnegative(), output: z.number().nonnegative() }).optional(),
    windowTokens: z.int().positive().optional(),
    vision: z.boolean().optional(),
    strength: z.enum(['small', 'medium', 'large']).optional(),
    languages: languages.optional(),
    works: works.optional(),
    limits: limits.optional(),
  });
  const prefer = only({ works: works.optional(), languages: languages.optional(), models: z.array(z.string()).min(1) });
  const routing = only({
    planner: z.string().optional(),
    judge: z.string().optional(),
    fallbacks: z.array(z.string()).optional(),
    prefer: z.array(prefer).optional(),
  });
  return only({
    providers: z.record(z.string(), provider).optional(),
    models: z.record(z.string(), model),
    routing: routing.optional(),
  });
}

type Content = Zod.infer<ReturnType<typeof toShape>>;

const isAddress = (text: string): boolean => {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  return url !== null && url.username === '' && url.password === '';
};

function sayUnknown(keys: readonly string[], known: readonly string[]): string {
  const hint = keys.some((key) => /key|secret|password|^(?:auth|access|bearer)?_?tokens?$/i.test(key))
    ? 'keys stand in the environment only: put it into a variable, and name that one as apiKeyEnv'
    : `known here: ${known.join(', ')}`;
  return `has an unknown ${keys.length === 1 ? 'key' : 'keys'} ${keys.map((key) => JSON.stringify(key)).join(', ')} (${hint})`;
}

/**
 * Reads the file that `FANOUT_MODELS` names (docs/models.md says what it holds). Keys come out of `environment`, by the names in the file.
 * Throws `FanoutError` `bad_config`, which says what is wrong where.
 */
export function readModels(path: string, environment: Environment): ModelsFile {
  const content = readJson(path);
  // Loading it takes 60 ms, and most people have no such file.
  const z = createRequire(import.meta.url)('zod') as typeof Zod;
  const parsed = toShape(z).safeParse(content);
  const problems = parsed.success ? findUnknownNames(parsed.data) : z.prettifyError(parsed.error);
  if (problems !== '') throw new FanoutError('bad_config', `FANOUT_MODELS (${path}) has a problem:\n${problems}`);
  return toFile(parsed.data as Content, environment);
}

/** Names that stand for nothing in the file, in the words of `prettifyError`. */
function findUnknownNames({ providers = {}, models, routing = {} }: Content): string {
  const { planner, judge, fallbacks = [], prefer = [] } = routing;
  const places: readonly (readonly [string | undefined, string])[] = [
    [planner, 'routing.planner'],
    [judge, 'routing.judge'],
    ...fallbacks.map((name, at) => [name, `routing.fallbacks[${at}]`] as const),
    ...prefer.flatMap((rule, n) => rule.models.map((name, at) => [name, `routing.prefer[${n}].models[${at}]`] as const)),
  ];
  const homeless = Object.entries(models)
    .filter(([, { provider }]) => provider !== undefined && !Object.hasOwn(providers, provider))
    .map(([name]) => `✖ names a provider that is not under providers\n  → at models.${name}.provider`);
  const unlisted = places
    .filter(([name]) => name !== undefined && !Object.hasOwn(models, name))
    .map(([, place]) => `✖ names a model that is not under models\n  → at ${place}`);
  return [...homeless, ...unlisted].join('\n');
}

function toFile({ providers = {}, models, routing: given }: Content, environment: Environment): ModelsFile {
  const routing = given ?? {};
  const setUp = Object.entries(providers).map(([name, { baseUrl, apiKeyEnv = null, capabilities = {} }]): [string, ProviderSetup] => {
    const apiKey = apiKeyEnv === null ? '' : (environment[apiKeyEnv]?.trim() ?? '');
    return [name, { baseUrl, apiKeyEnv, capabilities, apiKey: apiKey === '' ? null : apiKey }];
  });
  const { planner = null, judge = null, fallbacks = [], prefer = [] } = routing;
  const isJudged = Object.values(models).some((it) => it.strength !== undefined || it.works !== undefined || it.languages !== undefined);
  return {
    routes: given !== undefined || setUp.length > 0 || isJudged,
    providers: new Map(setUp),
    models: new Map(Object.entries(models).map(([name, facts]) => [name, toFacts(facts, providers[facts.provider ?? '']?.limits)])),
    routing: {
      planner,
      judge,
      fallbacks,
      prefer: prefer.map((rule) => ({ works: rule.works ?? null, languages: rule.languages ?? null, models: rule.models })),
    },
  };
}

type Facts = Content['models'][string];

function toFacts(facts: Facts, limitsThere: Facts['limits']): ModelFacts {
  const { provider, price, windowTokens, vision, strength, languages, works, limits = limitsThere } = facts;
  return {
    provider: provider ?? null,
    price: price ?? null,
    windowTokens: windowTokens ?? null,
    vision: vision ?? null,
    strength: strength ?? null,
    languages: languages ?? null,
    works: works ?? null,
    limits: limits === undefined ? null : toLimits(limits),
  };
}

function toLimits({ requestsPerMinute, tokensPerMinute, concurrency }: NonNullable<Facts['limits']>): ModelLimits {
  return { requestsPerMinute: requestsPerMinute ?? null, tokensPerMinute: tokensPerMinute ?? null, concurrency: concurrency ?? null };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const what =
      error instanceof SyntaxError ? 'is not JSON' : `can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`;
    // A parser's message quotes what it met, which may be a key.
    const cause = error instanceof SyntaxError ? undefined : error;
    throw new FanoutError('bad_config', `FANOUT_MODELS: the file ${path} ${what}.`, { cause });
  }
}
