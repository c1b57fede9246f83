import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '#test/fakes/until.ts';
import type { FakeSlack } from './fake-slack.ts';
import { clientOf, quiet, refusal, start } from './test-workspace.ts';

const AT_C1 = { team: 'T1', user: 'U1', channel: 'C1' };

async function startApp(slack: FakeSlack): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-test',
    logger: quiet,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 1_000,
    installerOptions: { clientOptions },
  });
  const app = new App({ receiver, token: 'xoxb-1', botId: 'B1', botUserId: 'UBOT', logger: quiet, clientOptions, convoStore: false });
  await app.start();
  onTestFinished(async () => void (await receiver.client.disconnect()));
  await slack.socket.connected(1);
  return app;
}

describe('Socket Mode', () => {
  it('opens for the app token alone', async () => {
    const { slack } = await start();
    expect(await refusal(clientOf(slack, 'xapp-none').apps.connections.open())).toBe('invalid_auth');
    expect(await refusal(clientOf(slack, 'xoxb-1').apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusal(clientOf(slack).apps.connections.open())).toBe('not_authed');
    expect((await fetch(`${slack.baseUrl}/link?ticket=none`)).status).toBe(404);
  });

  it('carries commands with their answer, and events', async () => {
    const { slack } = await start();
    const app = await startApp(slack);
    const heard: string[] = [];
    app.command('/fanout', ({ ack, command }) => ack({ text: `heard ${command.text}` }));
    app.event('app_mention', async ({ event }) => void heard.push(event.text));
    expect(await slack.command({ ...AT_C1, text: 'hi' })).toMatchObject({ ack: { status: 200 }, shownError: null });
    expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ text: 'heard hi', isEphemeral: true }]);
    const { deliveries } = await slack.mention({ ...AT_C1, text: 'hi' });
    expect(deliveries).toMatchObject([{ isAcked: true }]);
    await eventually(() => expect(heard).toEqual(['<@UBOT> hi']));
  });

  it('loses commands while nobody is there, and keeps events until somebody is', async () => {
    const { slack } = await start();
    const app = await startApp(slack);
    const retries: unknown[] = [];
    app.event('app_mention', async ({ context }) => void retries.push(context.retryNum));
    const { promise: until, resolve } = Promise.withResolvers<void>();
    slack.fail.next('apps.connections.open', { kind: 'held', until });
    slack.socket.disconnect('refresh_requested');
    await eventually(() => expect(slack.socket.openCount()).toBe(0));
    expect(await slack.command({ ...AT_C1, text: 'hi' })).toMatchObject({ shownError: 'dispatch_failed' });
    expect((await slack.mention({ ...AT_C1, text: 'hi' })).deliveries).toMatchObject([{ isAcked: false }]);
    resolve();
    await slack.socket.connected(1);
    await eventually(() => expect(retries).toEqual([1]));
  });
});
