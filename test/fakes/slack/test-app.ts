import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { FakeSlack, FakeSlackOptions } from './fake-slack.ts';
import { quiet, start } from './test-workspace.ts';

/** A real Bolt app that listens on its own port. */
export async function startApp(slack: FakeSlack, signingSecret = 'test-signing-secret'): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret, logger: quiet, endpoints: '/slack/events' });
  const app = new App({
    receiver,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    authorize: async ({ teamId }) => ({ botToken: teamId === 'T1' ? 'xoxb-1' : 'xoxb-2', botId: 'B1', botUserId: 'UBOT' }),
    convoStore: false,
  });
  const server = await receiver.start(0);
  onTestFinished(async () => void (await app.stop()));
  slack.connectHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return app;
}

export async function startBoth(options: Partial<FakeSlackOptions> = {}): Promise<{ readonly slack: FakeSlack; readonly app: App }> {
  const { slack } = await start(options);
  return { slack, app: await startApp(slack) };
}

/** An app that is no Bolt app. */
export async function answerWith(slack: FakeSlack, listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  slack.connectHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
