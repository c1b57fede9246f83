import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClients, toClientOptions } from '#adapters/slack/clients.ts';
import type { Tokens } from '#adapters/slack/installations/installation-store.ts';
import { createSlackLogger } from '#adapters/slack/slack-logger.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { startFakeSlack } from '#test/fakes/slack/fake-slack.ts';
import { eventually } from '#test/fakes/until.ts';
import { TWO_TEAMS, tokensOf } from './two-teams.ts';

async function open(tokens: (teamId: string) => Promise<Tokens | null> = tokensOf) {
  const slack = await startFakeSlack({ teams: TWO_TEAMS, limits: 'none' });
  onTestFinished(() => slack.close());
  const log = createRecordingLog();
  return { slack, log, clients: createClients({ tokens, apiUrl: slack.apiUrl, log }) };
}

describe('clients', () => {
  it('of two workspaces never send the token of the other, however their calls interleave', async () => {
    const { slack, clients } = await open();
    const post = async (n: number): Promise<void> => {
      const its = (n % 2) + 1;
      const team = await clients.of(`T${its}`);
      const client = n % 3 === 0 ? team?.edits : team?.calls;
      await client?.chat.postMessage({ channel: `C${its}`, text: `to T${its}` });
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => post(n)));
    const calls = slack.calls();
    expect(calls).toHaveLength(40);
    for (const { team, token, args, error } of calls) {
      expect(error).toBeNull();
      expect([team, token]).toEqual([`T${String(args.channel).at(-1)}`, `xoxb-${String(args.channel).at(-1)}`]);
    }
  });

  it('are kept, and made anew when the token has changed', async () => {
    let botToken = 'xoxb-1';
    const { slack, clients } = await open(async () => ({ botToken, botUserId: 'UBOT1', botId: 'B1', appId: null }));
    const first = await clients.of('T1');
    expect(await clients.of('T1')).toBe(first);
    botToken = 'xoxb-2';
    const second = await clients.of('T1');
    expect(second).not.toBe(first);
    await second?.calls.auth.test();
    expect(slack.calls().map(({ token }) => token)).toEqual(['xoxb-2']);
  });

  it('there are none for a workspace that has not installed Fanout', async () => {
    const { clients } = await open();
    expect(await clients.of('T9')).toBeNull();
  });

  it('say a limit at once, and try nothing twice', async () => {
    const { slack, clients, log } = await open();
    const team = await clients.of('T1');
    const post = () => team?.calls.chat.postMessage({ channel: 'C1', text: 'x' });
    slack.fail.next('chat.postMessage', { kind: '429', retryAfterS: 30 });
    await expect(post()).rejects.toBeInstanceOf(WebAPIRateLimitedError);
    slack.fail.next('chat.postMessage', { kind: 'reset', applied: true });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.calls()).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toContain('xoxb');
  });
});

describe('client options', () => {
  it('are a new object each time, without the headers that would carry one token to the next workspace', () => {
    expect(toClientOptions('http://x/')).not.toBe(toClientOptions('http://x/'));
    expect(toClientOptions('http://x/')).not.toHaveProperty('headers');
  });

  it('keep the tokens of workspaces apart in Bolt too', async () => {
    const { slack, log } = await open();
    const authorize = async ({ teamId }: { teamId?: string | undefined }) => {
      const tokens = await tokensOf(teamId ?? '');
      if (tokens === null) throw new Error('unknown workspace');
      return { botToken: tokens.botToken, botId: tokens.botId, botUserId: tokens.botUserId };
    };
    const app = new App({
      signingSecret: 'test-signing-secret',
      authorize,
      clientOptions: toClientOptions(slack.apiUrl),
      logger: createSlackLogger(log, {}),
      convoStore: false,
    });
    app.event('app_mention', async ({ client, event }) => {
      await client.chat.postMessage({ channel: event.channel, text: 'heard', thread_ts: event.ts });
    });
    const server = (await app.start(0)) as Server;
    onTestFinished(async () => void (await app.stop()));
    slack.connectHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
    const mention = (n: number) => slack.mention({ team: `T${n}`, user: `U${n}`, channel: `C${n}`, text: 'go' });
    await Promise.all([1, 2, 1, 2].map(mention));
    await eventually(() => expect(slack.calls().length).toBe(4));
    for (const { token, args, error } of slack.calls()) {
      expect([token, error]).toEqual([`xoxb-${String(args.channel).at(-1)}`, null]);
    }
  });
});
