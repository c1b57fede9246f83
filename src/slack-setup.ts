import type { SlackSetup } from '#adapters/slack/access.ts';
import { SECRET_MIN_CHARS } from '#adapters/slack/installations/seal.ts';
import { FanoutError } from '#core/errors.ts';
import type { SlackVariables } from './config.ts';

const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

/** What the variables of Slack come to; null where none is set. Throws one `FanoutError` `bad_config` that lists every problem. */
export function toSlackSetup(slack: SlackVariables): SlackSetup | null {
  const { botToken, appToken, signingSecret, clientId, clientSecret, stateSecret, secretKey } = slack;
  const oauth = [clientId, clientSecret, stateSecret];
  if (botToken === null && appToken === null && signingSecret === null && oauth.every((it) => it === null)) return null;
  const hasOAuth = oauth.some((it) => it !== null);
  const missing = hasOAuth ? OAUTH.filter((_, index) => oauth[index] === null) : [];
  const problems = [
    ...(botToken === null && !hasOAuth ? ['SLACK_BOT_TOKEN is not set: it is under OAuth & Permissions, and begins with xoxb-'] : []),
    ...(botToken !== null && hasOAuth ? ['SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many: set one of them'] : []),
    ...(appToken === null && signingSecret === null
      ? ['nothing can arrive: set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)']
      : []),
    ...(missing.length > 0 ? [`${missing.join(' and ')} must be set too`] : []),
    ...(hasOAuth && (secretKey?.length ?? 0) < SECRET_MIN_CHARS
      ? [`FANOUT_SECRET_KEY must be set, with ${SECRET_MIN_CHARS} characters or more: \`openssl rand -base64 32\` makes one`]
      : []),
  ];
  if (problems.length > 0) {
    throw new FanoutError(
      'bad_config',
      `Slack is not set up whole:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nSee docs/slack.md.`,
    );
  }
  if (clientId !== null && clientSecret !== null && stateSecret !== null && secretKey !== null)
    return { kind: 'many workspaces', clientId, clientSecret, stateSecret, secretKey };
  return botToken === null ? null : { kind: 'one workspace', botToken };
}
