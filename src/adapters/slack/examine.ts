import { ErrorCode, type WebAPICallError, WebClient } from '@slack/web-api';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { toClientOptions } from './clients.ts';
import { type Knock, knock } from './examine-http.ts';
import { awaitHello } from './examine-socket.ts';
import { PATHS, SCOPES } from './manifest.ts';
import { createSlackLogger } from './slack-logger.ts';

/** What is set of Slack; null for what is not. */
export interface SlackSettings {
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly stateSecret: string | null;
  readonly secretKey: string | null;
  readonly apiUrl: string;
  /** Where a running Fanout listens. */
  readonly port: number;
}

/** One thing that was looked at, and what was found; `note`: works, but a person may want to know. */
export interface Finding {
  readonly what: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly finding: string;
}

export interface ExamineDeps {
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks at everything of Slack that is set, and at nothing else. Nothing for a person changes by it. Rejects only once aborted. */
export async function examineSlack(settings: SlackSettings, { clock, log }: ExamineDeps, signal: AbortSignal): Promise<Finding[]> {
  const { botToken, appToken, signingSecret, clientId, clientSecret, stateSecret, secretKey } = settings;
  if ([botToken, appToken, signingSecret, clientId, clientSecret, stateSecret].every((it) => it === null)) {
    return [{ what: 'Slack', state: 'note', finding: 'not set up: docs/slack.md says how, in ten minutes' }];
  }
  const open = (token: string): WebClient =>
    new WebClient(token, {
      ...toClientOptions(settings.apiUrl),
      logger: createSlackLogger(log, {}),
      fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]) }),
    });
  const hasOAuth = clientId !== null || clientSecret !== null || stateSecret !== null;
  const [bot, socket, http] = await Promise.all([
    botToken === null ? checkWithoutBot(hasOAuth) : checkBot(botToken, open, signal),
    appToken === null ? NOTHING : checkSocket(appToken, open, signal),
    signingSecret === null || appToken !== null ? [] : checkHttp(settings.port, signingSecret, clock.now(), signal),
  ]);
  signal.throwIfAborted();
  const isDeaf = appToken === null && signingSecret === null;
  const oauth = hasOAuth ? [checkOAuth({ clientId, clientSecret, stateSecret, secretKey, signingSecret, appToken })] : [];
  return [...bot.findings, ...socket.findings, ...compareApps(bot.appId, socket.appId), ...http, ...(isDeaf ? [DEAF] : []), ...oauth];
}

/** What was found out with one token; `appId` is of its app, null where Slack does not say. */
interface OfToken {
  readonly findings: readonly Finding[];
  readonly appId: string | null;
}

const NOTHING: OfToken = { findings: [], appId: null };
const only = (what: string, state: Finding['state'], finding: string): OfToken => ({ findings: [{ what, state, finding }], appId: null });

/** Two apps with one token each: all seems well, and nothing ever arrives. */
function compareApps(botAppId: string | null, socketAppId: string | null): Finding[] {
  if (botAppId === null || socketAppId === null || botAppId === socketAppId) return [];
  const finding = `SLACK_BOT_TOKEN is of the app ${botAppId}, SLACK_APP_TOKEN of ${socketAppId}: take both from one app`;
  return [{ what: 'Slack app', state: 'bad', finding }];
}

const DEAF: Finding = {
  what: 'Slack events',
  state: 'bad',
  finding: 'nothing can arrive: set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
};

const checkWithoutBot = (hasOAuth: boolean): OfToken =>
  hasOAuth ? NOTHING : only('Slack bot', 'bad', 'SLACK_BOT_TOKEN is not set: it is under OAuth & Permissions, and begins with xoxb-');

async function checkBot(token: string, open: (token: string) => WebClient, signal: AbortSignal): Promise<OfToken> {
  const what = 'Slack bot';
  if (!token.startsWith('xoxb-')) {
    return only(what, 'bad', 'SLACK_BOT_TOKEN is no bot token: the one under OAuth & Permissions begins with xoxb-');
  }
  try {
    const client = open(token);
    const { team, user, bot_id, response_metadata } = await client.auth.test();
    const found: Finding = { what, state: 'good', finding: `${user ?? 'it'} in ${team ?? 'a workspace'}` };
    return { findings: [found, checkScopes(response_metadata?.scopes ?? [])], appId: await readAppId(client, bot_id) };
  } catch (error) {
    signal.throwIfAborted();
    return only(what, 'bad', toProblem(error, 'SLACK_BOT_TOKEN'));
  }
}

async function readAppId(client: WebClient, botId: string | undefined): Promise<string | null> {
  if (botId === undefined) return null;
  try {
    return (await client.bots.info({ bot: botId })).bot?.app_id ?? null;
  } catch {
    // Worth a comparison, not a complaint.
    return null;
  }
}

function checkScopes(granted: readonly string[]): Finding {
  const what = 'Slack scopes';
  const lacks = (scopes: readonly string[]): string[] => scopes.filter((scope) => !granted.includes(scope));
  const missing = lacks(SCOPES.bot);
  if (missing.length > 0) {
    const way = 'add them under OAuth & Permissions, then reinstall the app there';
    return { what, state: 'bad', finding: `${missing.join(', ')} missing: ${way}` };
  }
  const without = [
    ...lacks(SCOPES.agent).map((scope) => `without ${scope}: no Stop button of Slack's own`),
    ...lacks(SCOPES.optional).map((scope) => `without ${scope}: writes only where it is invited`),
  ];
  return without.length === 0
    ? { what, state: 'good', finding: 'all that Fanout uses' }
    : { what, state: 'note', finding: without.join('\n') };
}

async function checkSocket(token: string, open: (token: string) => WebClient, signal: AbortSignal): Promise<OfToken> {
  const what = 'Slack socket';
  if (!token.startsWith('xapp-')) {
    const where = 'the one under Basic Information, App-Level Tokens begins with xapp-';
    return only(what, 'bad', `SLACK_APP_TOKEN is no app-level token: ${where}`);
  }
  const timeout = AbortSignal.timeout(HELLO_MS);
  try {
    const { url = '' } = await open(token).apps.connections.open({});
    const { appId, connections } = await awaitHello(url, AbortSignal.any([signal, timeout]));
    const running = connections > 1 ? `; ${connections - 1} open already, of a Fanout that runs` : '';
    return { ...only(what, 'good', `Slack says hello${running}`), appId };
  } catch (error) {
    signal.throwIfAborted();
    return only(what, 'bad', timeout.aborted ? `no hello within ${HELLO_MS / 1_000} s` : toProblem(error, 'SLACK_APP_TOKEN'));
  }
}

async function checkHttp(port: number, signingSecret: string, nowMs: number, signal: AbortSignal): Promise<Finding[]> {
  const here = `http://127.0.0.1:${port}`;
  const heard = await knock(here, signingSecret, nowMs, AbortSignal.any([signal, AbortSignal.timeout(HELLO_MS)]));
  return [{ what: 'Slack events', ...toHttpFinding(heard, here) }];
}

function toHttpFinding(heard: Knock, here: string): Omit<Finding, 'what'> {
  const outside = `Slack must reach it from outside, at https://…${PATHS.events}`;
  switch (heard.kind) {
    case 'heard':
      return { state: 'good', finding: `a signed request to ${here} was heard; ${outside}` };
    case 'refused':
      return {
        state: 'bad',
        finding: `${here} answered a signed request with ${heard.status}: another program has that PORT, or Fanout runs with another SLACK_SIGNING_SECRET`,
      };
    case 'silent':
      return { state: 'note', finding: `nothing listens at ${here} now; once \`npm start\` runs, ask again. ${outside}` };
    default:
      throw new Error(`unknown knock ${JSON.stringify(heard satisfies never)}`);
  }
}

type OAuthSettings = Pick<SlackSettings, 'clientId' | 'clientSecret' | 'stateSecret' | 'secretKey' | 'signingSecret' | 'appToken'>;

/** What arrives by a socket is signed by nobody; all else needs the signing secret. */
function checkOAuth({ clientId, clientSecret, stateSecret, secretKey, signingSecret, appToken }: OAuthSettings): Finding {
  const needed = {
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
    SLACK_STATE_SECRET: stateSecret,
    FANOUT_SECRET_KEY: secretKey,
    ...(appToken === null ? { SLACK_SIGNING_SECRET: signingSecret } : {}),
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === null ? [name] : []));
  if (missing.length > 0) return { what: 'Slack OAuth', state: 'bad', finding: `many workspaces need ${missing.join(', ')} too` };
  return { what: 'Slack OAuth', state: 'good', finding: `workspaces install at ${PATHS.install}` };
}

/** How long a hello may take, and an answer of this machine. In milliseconds. */
const HELLO_MS = 5_000;

function toProblem(error: unknown, variable: string): string {
  const { code, data } = error as Partial<WebAPICallError> & { readonly data?: { readonly error?: string } };
  if (code === ErrorCode.PlatformError) return REASONS[data?.error ?? '']?.(variable) ?? `Slack says ${data?.error ?? 'no'}`;
  if (code === ErrorCode.RateLimitedError) return 'Slack asks for time: try again in a minute';
  return `Slack can't be reached (${error instanceof Error ? error.message : String(error)})`;
}

const REASONS: Readonly<Record<string, (variable: string) => string>> = {
  invalid_auth: (variable) => `Slack does not know ${variable}: copy it anew`,
  not_authed: (variable) => `Slack does not know ${variable}: copy it anew`,
  account_inactive: (variable) => `${variable} is of an app that was uninstalled: install it again and copy the new token`,
  token_revoked: (variable) => `${variable} was revoked: install the app again and copy the new token`,
  not_allowed_token_type: (variable) => `${variable} is a token of another kind`,
  missing_scope: (variable) => `${variable} lacks connections:write: make an app-level token with it`,
};
