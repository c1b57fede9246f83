import { describe, expect, it } from 'vitest';
import { openSlackAccess } from '#adapters/slack/access.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { createMemoryInstallations } from '#test/fakes/memory-installations.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { readConfig } from '../src/config.ts';
import { toSlackSetup } from '../src/slack-setup.ts';
import { start } from './fakes/slack/test-workspace.ts';

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

  it('is told wrong in a sentence where Slack does not take it, or does not answer', async () => {
    const { slack } = await start();
    const open = (botToken: string, apiUrl: string) =>
      openSlackAccess(
        { kind: 'one workspace', botToken },
        { rows: createMemoryInstallations(), apiUrl, clock: systemClock, log: createRecordingLog() },
      );
    expect(await (await open('xoxb-1', slack.apiUrl)).tokensOf('T1')).toMatchObject({ botToken: 'xoxb-1' });
    for (const [botToken, apiUrl, sentence] of [
      ['xoxb-unknown', slack.apiUrl, 'SLACK_BOT_TOKEN does not work: Slack says invalid_auth.'],
      ['xoxb-1', 'http://127.0.0.1:9/api/', 'SLACK_BOT_TOKEN does not work: Slack did not answer.'],
    ] as const)
      await expect(open(botToken, apiUrl)).rejects.toMatchObject({ code: 'bad_config', userMessage: expect.stringContaining(sentence) });
  });
});
