import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '#adapters/system/pino-log.ts';
import { FanoutError } from '#core/errors.ts';

/** What the environment says; every variable is explained in `.env.example`. */
export interface Config {
  readonly databasePath: string;
  /** Null: not set, and then a local model server is looked for, unless `baseUrl` is set. */
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly model: string | null;
  readonly concurrency: number;
  readonly laneTimeoutMs: number;
  readonly maxLanes: number;
  /** Null: not set; each way of running has its own default. */
  readonly logLevel: LogLevel | null;
}

const count = (name: string, most: number, preset: number) =>
  z.coerce
    .number(`${name} must be a whole number`)
    .int(`${name} must be a whole number`)
    .min(1, `${name} must be at least 1`)
    .max(most, `${name} must be at most ${most}`)
    .default(preset);

const VARIABLES = z.object({
  FANOUT_DB: z.string().default('data/fanout.db'),
  OPENAI_API_KEY: z.string().nullable().default(null),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'OPENAI_BASE_URL must be a http:// or https:// address, like http://localhost:11434/v1' })
    .nullable()
    .default(null),
  FANOUT_MODEL: z.string().nullable().default(null),
  FANOUT_CONCURRENCY: count('FANOUT_CONCURRENCY', 1_000, 16),
  FANOUT_LANE_TIMEOUT_S: count('FANOUT_LANE_TIMEOUT_S', 86_400, 120),
  FANOUT_MAX_LANES: count('FANOUT_MAX_LANES', 100_000, 1_000),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`)
    .nullable()
    .default(null),
});

/** Reads the environment. Throws one `FanoutError` `bad_config` that lists every problem. A variable that is set but empty counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.keys(VARIABLES.shape).flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = VARIABLES.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.message} (see ${String(issue.path[0])} in .env.example)`);
    throw new FanoutError('bad_config', `The configuration has a problem:\n${problems.join('\n')}`);
  }
  const it = parsed.data;
  return {
    databasePath: it.FANOUT_DB,
    apiKey: it.OPENAI_API_KEY,
    baseUrl: it.OPENAI_BASE_URL,
    model: it.FANOUT_MODEL,
    concurrency: it.FANOUT_CONCURRENCY,
    laneTimeoutMs: it.FANOUT_LANE_TIMEOUT_S * 1_000,
    maxLanes: it.FANOUT_MAX_LANES,
    logLevel: it.LOG_LEVEL,
  };
}
