import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from '#adapters/system/pino-log.ts';
import { FanoutError } from '#core/errors.ts';
import { type Models, readModels } from './models-file.ts';

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
  /** For each run; null: no cap. */
  readonly budgetUsd: number | null;
  /** Runs that ended longer ago are forgotten at start; null: kept for ever. */
  readonly keepDays: number | null;
  readonly models: Models;
  /** Null: not set; each way of running has its own default. */
  readonly logLevel: LogLevel | null;
  /** What is set of Slack; `toSlackSetup` says what it comes to. */
  readonly slack: SlackVariables;
}

export interface SlackVariables {
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly stateSecret: string | null;
  readonly secretKey: string | null;
  /** Ends with a slash. */
  readonly apiUrl: string;
  /** Where Slack's HTTP requests arrive. */
  readonly port: number;
}

const count = (name: string, most: number) =>
  z.coerce
    .number(`${name} must be a whole number`)
    .int(`${name} must be a whole number`)
    .min(1, `${name} must be at least 1`)
    .max(most, `${name} must be at most ${most}`);

const VARIABLES = z.object({
  FANOUT_DB: z.string().default('data/fanout.db'),
  OPENAI_API_KEY: z.string().nullable().default(null),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'OPENAI_BASE_URL must be a http:// or https:// address, like http://localhost:11434/v1' })
    .nullable()
    .default(null),
  FANOUT_MODEL: z.string().nullable().default(null),
  FANOUT_CONCURRENCY: count('FANOUT_CONCURRENCY', 1_000).default(16),
  FANOUT_LANE_TIMEOUT_S: count('FANOUT_LANE_TIMEOUT_S', 86_400).default(120),
  FANOUT_MAX_LANES: count('FANOUT_MAX_LANES', 100_000).default(1_000),
  FANOUT_BUDGET_USD: z.coerce
    .number('FANOUT_BUDGET_USD must be a number')
    .positive('FANOUT_BUDGET_USD must be above 0')
    .nullable()
    .default(null),
  FANOUT_KEEP_DAYS: count('FANOUT_KEEP_DAYS', 36_500).nullable().default(null),
  FANOUT_MODELS: z.string().nullable().default(null),
  SLACK_BOT_TOKEN: z.string().nullable().default(null),
  SLACK_APP_TOKEN: z.string().nullable().default(null),
  SLACK_SIGNING_SECRET: z.string().nullable().default(null),
  SLACK_CLIENT_ID: z.string().nullable().default(null),
  SLACK_CLIENT_SECRET: z.string().nullable().default(null),
  SLACK_STATE_SECRET: z.string().nullable().default(null),
  FANOUT_SECRET_KEY: z.string().nullable().default(null),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'SLACK_API_URL must be a http:// or https:// address, like https://slack.com/api/' })
    .default('https://slack.com/api/'),
  PORT: count('PORT', 65_535).default(3_000),
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
    budgetUsd: it.FANOUT_BUDGET_USD,
    keepDays: it.FANOUT_KEEP_DAYS,
    models: it.FANOUT_MODELS === null ? new Map() : readModels(it.FANOUT_MODELS),
    logLevel: it.LOG_LEVEL,
    slack: {
      botToken: it.SLACK_BOT_TOKEN,
      appToken: it.SLACK_APP_TOKEN,
      signingSecret: it.SLACK_SIGNING_SECRET,
      clientId: it.SLACK_CLIENT_ID,
      clientSecret: it.SLACK_CLIENT_SECRET,
      stateSecret: it.SLACK_STATE_SECRET,
      secretKey: it.FANOUT_SECRET_KEY,
      apiUrl: it.SLACK_API_URL.replace(/\/*$/, '/'),
      port: it.PORT,
    },
  };
}
