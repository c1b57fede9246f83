import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { expect, it, onTestFinished } from 'vitest';
import { toClientOptions } from '#adapters/slack/clients.ts';
import { createInstallationStore } from '#adapters/slack/installations/installation-store.ts';
import { createSeal } from '#adapters/slack/installations/seal.ts';
import { PATHS, SCOPES } from '#adapters/slack/manifest.ts';
import { createSlackLogger } from '#adapters/slack/slack-logger.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { createMemoryInstallations } from '#test/fakes/memory-installations.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { startFakeSlack } from '#test/fakes/slack/fake-slack.ts';
import { eventually } from '#test/fakes/until.ts';
import { TWO_TEAMS } from '../two-teams.ts';

const OAUTH = { clientId: '1.2', clientSecret: 'client-secret' };

/** Fanout's own way in: Bolt with its OAuth routes and our store, on a Slack with two workspaces. */
async function open() {
  const slack = await startFakeSlack({ teams: TWO_TEAMS, limits: 'none', oauth: OAUTH });
  onTestFinished(() => slack.close());
  const log = createRecordingLog();
  const rows = createMemoryInstallations();
  const store = createInstallationStore({ rows, seal: createSeal('a long enough secret of 32 chars'), clock: systemClock, log });
  const app = new App({
    ...OAUTH,
    signingSecret: 'test-signing-secret',
    stateSecret: 'state-secret',
    scopes: [...SCOPES.bot],
    installationStore: store,
    installerOptions: { authorizationUrl: `${slack.baseUrl}/oauth/v2/authorize`, directInstall: true },
    clientOptions: toClientOptions(slack.apiUrl),
    logger: createSlackLogger(log, {}),
    convoStore: false,
  });
  app.error(async () => undefined);
  app.event('app_mention', async ({ client, event }) => {
    await client.chat.postMessage({ channel: event.channel, text: 'heard', thread_ts: event.ts });
  });
  const server = await app.start(0);
  onTestFinished(async () => void (await app.stop()));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.connectHttp(`${base}${PATHS.events}`);
  return { slack, base, store, rows, log };
}

/** What a person's browser does at "Add to Slack". */
async function install(base: string, teamId: string): Promise<number> {
  const redirect_uri = `${base}${PATHS.redirect}`;
  const asked = await fetch(`${base}${PATHS.install}`, { redirect: 'manual' });
  const consent = new URL(asked.headers.get('location') ?? '');
  consent.searchParams.set('team', teamId);
  consent.searchParams.set('redirect_uri', redirect_uri);
  const agreed = await fetch(consent, { redirect: 'manual' });
  const cookie = (asked.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return (await fetch(agreed.headers.get('location') ?? '', { headers: { cookie } })).status;
}

const mention = (n: number) => ({ team: `T${n}`, user: `U${n}`, channel: `C${n}`, text: 'go' });

it('workspaces that install are heard and answered with their own tokens, which are sealed', async () => {
  const { slack, base, store, rows, log } = await open();
  expect(await install(base, 'T1')).toBe(200);
  expect(await install(base, 'T2')).toBe(200);
  expect(await store.tokensOf('T1')).toEqual({ botToken: 'xoxb-1', botUserId: 'UBOT1', botId: expect.any(String), appId: 'A1' });
  await Promise.all([1, 2, 2, 1].map((n) => slack.mention(mention(n))));
  const posts = () => slack.calls().filter(({ method }) => method === 'chat.postMessage');
  await eventually(() => expect(posts().length).toBe(4));
  for (const { token, args } of posts()) expect(token).toBe(`xoxb-${String(args.channel).at(-1)}`);
  expect(JSON.stringify([await rows.list(), log.lines])).not.toContain('xoxb');
});

it('a workspace that has not installed, or not any more, is not answered', async () => {
  const { slack, base, store } = await open();
  await install(base, 'T1');
  await store.forget('T1', systemClock.now());
  const before = slack.calls().length;
  for (const n of [1, 2]) expect((await slack.mention(mention(n))).deliveries.length).toBeGreaterThan(0);
  expect(slack.calls()).toHaveLength(before);
});
