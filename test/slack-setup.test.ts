import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { toSlackSetup } from '../src/slack-setup.ts';

const MANY = {
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_STATE_SECRET: 'state-secret',
  SLACK_SIGNING_SECRET: 'signing-secret',
  FANOUT_SECRET_KEY: 'a long enough secret of 32 chars',
} as const;
const without = (...names: readonly string[]) => Object.fromEntries(Object.entries(MANY).filter(([name]) => !names.includes(name)));
const setUp = (environment: Readonly<Record<string, string>>) => toSlackSetup(readConfig(environment).slack);

describe('what is set of Slack', () => {
  it('comes to nothing, to one workspace or to many', () => {
    expect(setUp({})).toBe(null);
    expect(setUp({ FANOUT_SECRET_KEY: MANY.FANOUT_SECRET_KEY, PORT: '4000' })).toBe(null);
    expect(setUp({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' })).toEqual({ kind: 'one workspace', botToken: 'xoxb-1' });
    expect(setUp({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toEqual({ kind: 'one workspace', botToken: 'xoxb-1' });
    expect(setUp(MANY)).toMatchObject({ kind: 'many workspaces', clientId: '1.2' });
    expect(setUp({ ...without('SLACK_SIGNING_SECRET'), SLACK_APP_TOKEN: 'xapp-1' })).toMatchObject({ kind: 'many workspaces' });
  });

  it.each([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN is not set']],
    ['a signing secret alone', { SLACK_SIGNING_SECRET: 's' }, ['SLACK_BOT_TOKEN is not set']],
    ['many and one', { ...MANY, SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many']],
    ['many without a way in', without('SLACK_SIGNING_SECRET'), ['nothing can arrive']],
    ['many without an id', without('SLACK_CLIENT_ID'), ['SLACK_CLIENT_ID must be set too']],
    [
      'an id alone',
      { SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET and SLACK_STATE_SECRET must be set', 'nothing can arrive', 'FANOUT_SECRET_KEY'],
    ],
    ['many without a key', without('FANOUT_SECRET_KEY'), ['FANOUT_SECRET_KEY must be set, with 32 characters or more']],
    ['many with a short key', { ...MANY, FANOUT_SECRET_KEY: 'short' }, ['FANOUT_SECRET_KEY must be set, with 32 characters or more']],
  ])('is refused as a whole with every problem named: %s', (_, environment, problems) => {
    for (const problem of problems) expect(() => setUp(environment)).toThrow(problem);
  });
});
