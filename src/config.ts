import { LOG_LEVELS, type LogLevel } from '#adapters/system/pino-log.ts';
import { FanoutError } from '#core/errors.ts';
import type { Shares } from '#core/lanes/fair-queue.ts';
import { ASK_USD } from '#core/limits.ts';
import { type ModelsFile, NO_MODELS_FILE, readModels } from './models-file.ts';

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
  /** Whether a lane that straggles gets a second call. */
  readonly hedge: boolean;
  /** Who gets more turns than others; whoever is not named has a share of one. */
  readonly shares: Shares;
  /** For each run; null: no cap. */
  readonly budgetUsd: number | null;
  /** A person is asked before a run that is likely to cost more. In US dollars. */
  readonly askUsd: number;
  /** How long lanes in flight may take to end once Fanout is told to stop. In milliseconds. */
  readonly graceMs: number;
  /** Runs that ended longer ago are forgotten at start; null: kept for ever. */
  readonly keepDays: number | null;
  /** Other providers, what is known of models, and who does what. */
  readonly models: ModelsFile;
  /** Null: not set; each way of running has its own default. */
  readonly logLevel: LogLevel | null;
  /** What is set of Slack; `toSlackSetup` says what it comes to. */
  readonly slack: SlackVariables;
  readonly discord: DiscordVariables;
}

export interface DiscordVariables {
  /** Null: Discord is not set up. */
  readonly token: string | null;
  /** Null: as the token says. */
  readonly applicationId: string | null;
  /** Without a slash at the end. */
  readonly apiUrl: string;
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

/** What a variable says, or what it must be instead. */
type Read<Value> = { readonly value: Value } | { readonly must: string };

const aText = (text: string): Read<string> => ({ value: text });

const aCount =
  (most: number) =>
  (text: string): Read<number> => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) return { must: 'be a whole number' };
    if (value < 1) return { must: 'be at least 1' };
    return value > most ? { must: `be at most ${most}` } : { value };
  };

function anAmount(text: string): Read<number> {
  const value = Number(text);
  if (!Number.isFinite(value)) return { must: 'be a number' };
  return value > 0 ? { value } : { must: 'be above 0' };
}

const anAddress =
  (example: string) =>
  (text: string): Read<string> =>
    /^https?:\/\//i.test(text) && URL.canParse(text) ? { value: text } : { must: `be a http:// or https:// address, like ${example}` };

const aSnowflake = (text: string): Read<string> =>
  /^\d{17,20}$/.test(text) ? { value: text } : { must: 'be the number under General Information in the Developer Portal' };

const aSwitch = (text: string): Read<boolean> => (text === 'on' || text === 'off' ? { value: text === 'on' } : { must: 'be on or off' });

const MOST_SHARE = 100;

/** `slack:T024BE7LD=3, discord:81384788765712384/80351110224678912=0.5` */
function someShares(text: string): Read<Shares> {
  const entries = text.split(',').map((entry) => /^\s*((?:slack|discord):@?\w+(?:\/\w+)?)\s*=\s*([\d.]+)\s*$/.exec(entry));
  const shares = entries.flatMap((it): [string, number][] => (it?.[1] === undefined ? [] : [[it[1], Number(it[2])]]));
  const isRight = shares.length === entries.length && shares.every(([, share]) => share >= 1 / MOST_SHARE && share <= MOST_SHARE);
  return isRight
    ? { value: new Map(shares) }
    : { must: `be workspaces or people with 0.01 to ${MOST_SHARE} each, like slack:T024BE7LD=3, slack:T024BE7LD/U0G9QF9C6=0.5` };
}

function aLogLevel(text: string): Read<LogLevel> {
  const level = LOG_LEVELS.find((it) => it === text);
  return level === undefined ? { must: `be one of ${LOG_LEVELS.join(', ')}` } : { value: level };
}

/** Reads the environment. Throws one `FanoutError` `bad_config` that lists every problem. A variable that is set but empty counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  function get<Value>(name: string, read: (text: string) => Read<Value>): Value | null {
    const text = environment[name]?.trim() ?? '';
    if (text === '') return null;
    const it = read(text);
    if ('value' in it) return it.value;
    problems.push(`  ${name} must ${it.must} (see ${name} in .env.example)`);
    return null;
  }

  const config = {
    databasePath: get('FANOUT_DB', aText) ?? 'data/fanout.db',
    apiKey: get('OPENAI_API_KEY', aText),
    baseUrl: get('OPENAI_BASE_URL', anAddress('http://localhost:11434/v1')),
    model: get('FANOUT_MODEL', aText),
    concurrency: get('FANOUT_CONCURRENCY', aCount(1_000)) ?? 16,
    laneTimeoutMs: (get('FANOUT_LANE_TIMEOUT_S', aCount(86_400)) ?? 120) * 1_000,
    maxLanes: get('FANOUT_MAX_LANES', aCount(100_000)) ?? 1_000,
    hedge: get('FANOUT_HEDGE', aSwitch) ?? true,
    shares: get('FANOUT_SHARES', someShares) ?? new Map(),
    budgetUsd: get('FANOUT_BUDGET_USD', anAmount),
    askUsd: get('FANOUT_ASK_USD', anAmount) ?? ASK_USD,
    graceMs: (get('FANOUT_GRACE_S', aCount(3_600)) ?? 20) * 1_000,
    keepDays: get('FANOUT_KEEP_DAYS', aCount(36_500)),
    slack: {
      botToken: get('SLACK_BOT_TOKEN', aText),
      appToken: get('SLACK_APP_TOKEN', aText),
      signingSecret: get('SLACK_SIGNING_SECRET', aText),
      clientId: get('SLACK_CLIENT_ID', aText),
      clientSecret: get('SLACK_CLIENT_SECRET', aText),
      stateSecret: get('SLACK_STATE_SECRET', aText),
      secretKey: get('FANOUT_SECRET_KEY', aText),
      apiUrl: (get('SLACK_API_URL', anAddress('https://slack.com/api/')) ?? 'https://slack.com/api/').replace(/\/*$/, '/'),
      port: get('PORT', aCount(65_535)) ?? 3_000,
    },
    discord: {
      token: get('DISCORD_TOKEN', aText),
      applicationId: get('DISCORD_APPLICATION_ID', aSnowflake),
      apiUrl: (get('DISCORD_API_URL', anAddress('https://discord.com/api')) ?? 'https://discord.com/api').replace(/\/+$/, ''),
    },
    logLevel: get('LOG_LEVEL', aLogLevel),
  };
  const models = get('FANOUT_MODELS', aText);
  if (problems.length > 0) throw new FanoutError('bad_config', `The configuration has a problem:\n${problems.join('\n')}`);
  return { ...config, models: models === null ? NO_MODELS_FILE : readModels(models, environment) };
}
