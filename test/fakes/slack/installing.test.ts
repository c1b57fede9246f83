import { describe, expect, it } from 'vitest';
import { clientOf, post, refusal, start } from './test-workspace.ts';

const APP = { clientId: '1.2', clientSecret: 'secret' };
const REDIRECT = 'https://app.example/slack/oauth_redirect';

describe('an installation', () => {
  it('needs a code that is good once, and the right secret', async () => {
    const { slack } = await start({ oauth: APP });
    await slack.uninstall('T2');
    const query = new URLSearchParams({ client_id: '1.2', scope: 'chat:write', redirect_uri: REDIRECT, state: 's', team: 'T2' });
    const consent = await fetch(`${slack.baseUrl}/oauth/v2/authorize?${query}`, { redirect: 'manual' });
    const back = new URL(consent.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('s');
    const code = back.searchParams.get('code') ?? '';
    const client = clientOf(slack);
    const exchange = (client_secret: string, rest = {}) =>
      client.oauth.v2.access({ client_id: '1.2', client_secret, code, redirect_uri: REDIRECT, ...rest });
    expect(await refusal(exchange('wrong'))).toBe('bad_client_secret');
    expect(await refusal(exchange('secret', { client_id: 'x' }))).toBe('invalid_client_id');
    expect(await refusal(exchange('secret', { redirect_uri: 'https://evil.example' }))).toBe('bad_redirect_uri');
    expect(await exchange('secret')).toMatchObject({ access_token: 'xoxb-2', team: { id: 'T2' }, bot_user_id: 'UBOT' });
    expect(await refusal(exchange('secret'))).toBe('invalid_code');
    expect(await refusal(clientOf(slack, 'xoxb-2').auth.test())).toBe('ok');
  });
});

describe('looking things up', () => {
  it('knows people, messages and, with its scope, the team', async () => {
    const { slack, client } = await start();
    expect(await client.users.info({ user: 'U1' })).toMatchObject({ user: { name: 'ada', is_bot: false } });
    expect(await refusal(client.users.info({ user: 'U404' }))).toBe('user_not_found');
    expect(await refusal(client.team.info())).toBe('missing_scope');
    slack.setScopes('T1', ['team:read', 'chat:write']);
    expect(await client.team.info()).toMatchObject({ team: { id: 'T1' } });
    const ts = await post(client);
    expect((await client.chat.getPermalink({ channel: 'C1', message_ts: ts })).permalink).toContain(`/archives/C1/p${ts.replace('.', '')}`);
    expect(await refusal(client.chat.getPermalink({ channel: 'C1', message_ts: '1700000000.000001' }))).toBe('message_not_found');
  });

  it('tells a private channel that the bot is in from one that it is not', async () => {
    const { slack, client } = await start();
    expect(await refusal(client.conversations.info({ channel: 'G1' }))).toBe('channel_not_found');
    slack.inviteBot('T1', 'G1');
    slack.archive('T1', 'G1');
    expect(await client.conversations.info({ channel: 'G1' })).toMatchObject({
      channel: { is_private: true, is_member: true, is_archived: true },
    });
    expect(await refusal(post(client, { channel: 'G1' }))).toBe('is_archived');
  });

  it('publishes a Home tab', async () => {
    const { slack, client } = await start();
    const publish = (type: string) =>
      refusal(client.apiCall('views.publish', { user_id: 'U1', view: { type, blocks: [{ type: 'divider' }] } }));
    expect(await publish('modal')).toBe('invalid_arguments');
    expect(await publish('home')).toBe('ok');
    expect(await publish('home')).toBe('ok');
    expect(slack.home('T1', 'U1')).toMatchObject({ type: 'home' });
  });
});
