import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineSlack, type SlackSettings } from '#adapters/slack/examine.ts';
import { SCOPES } from '#adapters/slack/manifest.ts';
import { createSlackLogger } from '#adapters/slack/slack-logger.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { startFakeSlack } from '#test/fakes/slack/fake-slack.ts';
import { eventually } from '#test/fakes/until.ts';
import { TWO_TEAMS } from './two-teams.ts';

const NONE: SlackSettings = {
  botToken: null,
  appToken: null,
  signingSecret: null,
  clientId: null,
  clientSecret: null,
  stateSecret: null,
  secretKey: null,
  apiUrl: 'http://127.0.0.1:9/api/',
  port: 9,
};
const ALL = [...SCOPES.bot, ...SCOPES.agent, ...SCOPES.optional];

const examine = async (settings: Partial<SlackSettings>, signal = new AbortController().signal): Promise<string[]> => {
  const findings = await examineSlack({ ...NONE, ...settings }, { clock: systemClock, log: createRecordingLog() }, signal);
  return findings.map(({ what, state, finding }) => `${state} ${what}: ${finding}`);
};

async function openSlack(scopes: readonly string[] = ALL) {
  const [team] = TWO_TEAMS;
  if (team === undefined) throw new Error('no team');
  const slack = await startFakeSlack({ teams: [{ ...team, scopes }], limits: 'none' });
  onTestFinished(() => slack.close());
  return slack;
}

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A Slack that says these things by method. */
async function openScripted(answers: Readonly<Record<string, object>>): Promise<string> {
  const port = await listen((request, response) => {
    const method = request.url?.split('/').at(-1) ?? '';
    response.setHeader('x-oauth-scopes', ALL.join(','));
    response.end(JSON.stringify(answers[method] ?? { ok: false, error: 'unknown_method' }));
  });
  return `http://127.0.0.1:${port}/api/`;
}

describe('doctor, on Slack', () => {
  it('says where to begin when nothing is set', async () => {
    expect(await examine({})).toEqual(['note Slack: not set up: docs/slack.md says how, in ten minutes']);
  });

  it('in Socket Mode names the bot and its workspace, and waits for the hello', async () => {
    const { apiUrl, calls } = await openSlack();
    expect(await examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl })).toEqual([
      'good Slack bot: fanout in Team 1',
      'good Slack scopes: all that Fanout uses',
      'good Slack socket: Slack says hello',
    ]);
    expect(
      calls()
        .map(({ method }) => method)
        .sort(),
    ).toEqual(['apps.connections.open', 'auth.test', 'bots.info']);
  });

  it('leaves no socket open', async () => {
    const { apiUrl, socket } = await openSlack();
    await examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl });
    await eventually(() => expect(socket.openCount()).toBe(0));
  });

  it('names the scopes that are missing, and what to do', async () => {
    const { apiUrl } = await openSlack(ALL.filter((scope) => !['commands', 'files:read'].includes(scope)));
    const findings = await examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl });
    expect(findings).toContainEqual(expect.stringMatching(/^bad Slack scopes: commands, files:read missing: .*reinstall/));
  });

  it('only notes the scopes that it can do without', async () => {
    const { apiUrl } = await openSlack(SCOPES.bot);
    const findings = await examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl });
    expect(findings).toContainEqual(expect.stringMatching(/^note Slack scopes: without assistant:write.*\nwithout chat:write\.public/));
  });

  it.each([
    [{ botToken: 'xoxb-wrong', appToken: 'xapp-test' }, /^bad Slack bot: Slack does not know SLACK_BOT_TOKEN/],
    [{ botToken: 'xapp-test', appToken: 'xoxb-1' }, /^bad Slack bot: .*begins with xoxb-/],
    [{ botToken: 'xoxb-1', appToken: 'xoxb-1' }, /^bad Slack socket: .*begins with xapp-/],
    [{ botToken: 'xoxb-1', appToken: 'xapp-wrong' }, /^bad Slack socket: Slack does not know SLACK_APP_TOKEN/],
    [{ appToken: 'xapp-test' }, /^bad Slack bot: SLACK_BOT_TOKEN is not set/],
    [{ botToken: 'xoxb-1' }, /^bad Slack events: nothing can arrive: set SLACK_APP_TOKEN .*SLACK_SIGNING_SECRET/],
    [
      { clientId: '1.2', signingSecret: 's' },
      /^bad Slack OAuth: many workspaces need SLACK_CLIENT_SECRET, SLACK_STATE_SECRET, FANOUT_SECRET_KEY too/,
    ],
  ])('%j is wrong, and it says how', async (settings, sentence) => {
    const { apiUrl } = await openSlack();
    expect(await examine({ ...settings, apiUrl })).toContainEqual(expect.stringMatching(sentence));
  });

  it('says when the two tokens are of two apps', async () => {
    const { apiUrl: real, calls } = await openSlack();
    const url = await fetchSocketUrl(real);
    const apiUrl = await openScripted({
      'auth.test': { ok: true, team: 'Team 1', user: 'fanout', bot_id: 'B1' },
      'bots.info': { ok: true, bot: { app_id: 'A2' } },
      'apps.connections.open': { ok: true, url },
    });
    expect(await examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl })).toContain(
      'bad Slack app: SLACK_BOT_TOKEN is of the app A2, SLACK_APP_TOKEN of A1: take both from one app',
    );
    expect(calls()).toHaveLength(1);
  });

  it('says when Slack can not be reached', async () => {
    const [bot, socket] = await examine({ botToken: 'xoxb-1', appToken: 'xapp-test' });
    for (const finding of [bot, socket]) expect(finding).toMatch(/^bad .*Slack can't be reached/);
  });

  it('never shows a token', async () => {
    const all = await examine({ botToken: 'xoxb-secret', appToken: 'xapp-secret' });
    expect(all.join()).not.toContain('secret');
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const apiUrl = `http://127.0.0.1:${await listen(() => stop.abort(new Error('stopped')))}/api/`;
    await expect(examine({ botToken: 'xoxb-1', appToken: 'xapp-test', apiUrl }, stop.signal)).rejects.toThrow('stopped');
  });
});

describe('doctor, on Slack over HTTP', () => {
  const settings = { botToken: 'xoxb-1', signingSecret: 'test-signing-secret' };

  async function openApp(): Promise<number> {
    const authorize = async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'UBOT1' });
    const logger = createSlackLogger(createRecordingLog(), {});
    const app = new App({ signingSecret: settings.signingSecret, authorize, logger, convoStore: false });
    const server = await app.start(0);
    onTestFinished(async () => void (await app.stop()));
    return (server.address() as AddressInfo).port;
  }

  it('knocks at a running Fanout as Slack does', async () => {
    const { apiUrl } = await openSlack();
    const findings = await examine({ ...settings, apiUrl, port: await openApp() });
    expect(findings).toContainEqual(
      expect.stringMatching(/^good Slack events: a signed request .* was heard; .*https:\/\/…\/slack\/events/),
    );
  });

  it('tells another signing secret by the refusal', async () => {
    const { apiUrl } = await openSlack();
    const findings = await examine({ ...settings, signingSecret: 'another', apiUrl, port: await openApp() });
    expect(findings).toContainEqual(expect.stringMatching(/^bad Slack events: .*401.*another SLACK_SIGNING_SECRET/));
  });

  it('notes that nothing listens yet', async () => {
    const { apiUrl } = await openSlack();
    const findings = await examine({ ...settings, apiUrl });
    expect(findings).toContainEqual(expect.stringMatching(/^note Slack events: nothing listens .*npm start/));
  });

  it('is content with all that many workspaces need, and needs no bot token then', async () => {
    const many = { clientId: '1.2', clientSecret: 'c', stateSecret: 's', secretKey: 'k', signingSecret: 'x' };
    expect(await examine(many)).toEqual([
      expect.stringMatching(/^note Slack events/),
      'good Slack OAuth: workspaces install at /slack/install',
    ]);
  });
});

async function fetchSocketUrl(apiUrl: string): Promise<string> {
  const headers = { authorization: 'Bearer xapp-test' };
  const response = await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers });
  return ((await response.json()) as { url: string }).url;
}
