import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { eventually } from '#test/fakes/until.ts';
import { answerWith, startApp, startBoth } from './test-app.ts';
import { clientOf, post, section, start } from './test-workspace.ts';

const AT_C1 = { team: 'T1', user: 'U1', channel: 'C1' };

describe('signed requests', () => {
  it('are taken by an app with the same secret, and no other', async () => {
    const { slack } = await startBoth();
    expect(await slack.verifyUrl()).toEqual({ status: 200, isVerified: true });
    await startApp(slack, 'another secret');
    expect(await slack.verifyUrl()).toMatchObject({ isVerified: false });
    expect(await slack.command({ ...AT_C1, text: 'x' })).toMatchObject({ ack: { status: 401 }, shownError: 'dispatch_failed' });
  });
});

describe('a command', () => {
  it('is answered by its ack, and through its response_url five times in half an hour', async () => {
    const clock = createFakeClock();
    const { slack, app } = await startBoth({ clock });
    app.command('/fanout', ({ ack, command }) => ack(`heard ${command.text}`));
    const { responseUrl, shownError } = await slack.command({ ...AT_C1, channel: 'C2', text: 'hi' });
    expect(shownError).toBeNull();
    expect(slack.seenBy('T1', 'U1', 'C2')).toMatchObject([{ text: 'heard hi', isEphemeral: true }]);

    const respond = async (body: Record<string, unknown>): Promise<[number, unknown]> => {
      const reply = await fetch(responseUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return [reply.status, await reply.json()];
    };
    await respond({ text: 'one' });
    await respond({ text: 'two', replace_original: true });
    expect(slack.seenBy('T1', 'U1', 'C2').map(({ text }) => text)).toEqual(['heard hi', 'two']);
    expect(slack.seenBy('T1', 'U2', 'C2')).toEqual([]);
    await respond({ text: 'all', response_type: 'in_channel' });
    expect(slack.seenBy('T1', 'U2', 'C2').map(({ text }) => text)).toEqual(['all']);
    await respond({ delete_original: true });
    expect(await respond({ blocks: [{ type: 'sektion' }] })).toEqual([400, { ok: false, error: 'invalid_blocks' }]);
    expect(await respond({ text: 'six' })).toEqual([404, { ok: false, error: 'used_url' }]);

    const second = await slack.command({ ...AT_C1, text: 'later' });
    await clock.advance(31 * 60_000);
    const late = await fetch(second.responseUrl ?? '', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    expect(await late.json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('fails in front of the person when the app is late, or says no', async () => {
    const { slack } = await start();
    expect(await slack.command({ ...AT_C1, text: 'x' })).toMatchObject({ ack: { status: 0 }, shownError: 'dispatch_failed' });
    await answerWith(slack, () => {});
    const late = await slack.command({ ...AT_C1, text: 'x' });
    expect(late).toMatchObject({ ack: { status: 0, failure: 'timeout' }, shownError: 'operation_timeout' });
    await answerWith(slack, (_, response) => void response.writeHead(500).end());
    expect(await slack.command({ ...AT_C1, text: 'x' })).toMatchObject({ ack: { status: 500 }, shownError: 'dispatch_failed' });
  });

  it('sends a form of exactly one type, with Slack its own fields', async () => {
    const { slack } = await start();
    const seen: (string | undefined)[] = [];
    await answerWith(slack, (request, response) => {
      seen.push(request.headers['content-type'], String(request.headers['x-slack-signature']).slice(0, 3));
      response.end();
    });
    await slack.command({ ...AT_C1, text: 'x' });
    expect(seen).toEqual(['application/x-www-form-urlencoded', 'v0=']);
  });
});

describe('events', () => {
  it('tell of mentions and direct messages, where the app is a member', async () => {
    const { slack, app } = await startBoth({ subscriptions: ['app_mention', 'message.im', 'message.channels'] });
    const heard: string[] = [];
    app.event('app_mention', async ({ event }) => void heard.push(`mention ${event.text}`));
    app.message(async ({ message }) => void heard.push(`${message.channel_type} ${message.subtype ?? ''}`));
    await slack.mention({ ...AT_C1, text: 'hi' });
    await slack.dm({ team: 'T1', user: 'U1', text: 'hi', files: [{ name: 'a.md', bytes: Buffer.from('x') }] });
    expect((await slack.mention({ ...AT_C1, channel: 'C2', text: 'hi' })).deliveries).toEqual([]);
    await eventually(() => expect([...heard].sort()).toEqual(['channel ', 'im file_share', 'mention <@UBOT> hi']));
    expect(new Set(slack.deliveries().map(({ body }) => body.event_id)).size).toBe(3);
  });

  it('come again when they fail, under the same id', async () => {
    const { slack } = await start();
    const retries: (string | string[] | undefined)[] = [];
    await answerWith(slack, (request, response) => {
      retries.push(request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']);
      response.writeHead(retries.length > 2 ? 200 : 503).end();
    });
    const { deliveries } = await slack.mention({ ...AT_C1, text: 'hi' });
    expect(deliveries[0]?.attempts.map(({ status }) => status)).toEqual([503, 200]);
    const again = deliveries[0] === undefined ? null : await slack.redeliver(deliveries[0], { num: 2, reason: 'http_timeout' });
    expect(again?.body).toBe(deliveries[0]?.body);
    expect(retries).toEqual([undefined, undefined, '1', 'http_error', '2', 'http_timeout']);
  });

  it('wait while they are held, and then come in another order, or twice', async () => {
    const { slack, app } = await startBoth();
    const heard: string[] = [];
    app.event('app_mention', async ({ event }) => void heard.push(event.text.replace('<@UBOT> ', '')));
    const sayBoth = async (): Promise<void> => {
      slack.hold();
      for (const text of ['one', 'two']) await slack.mention({ ...AT_C1, text });
    };
    await sayBoth();
    expect(heard).toEqual([]);
    await slack.release('newest first');
    await eventually(() => expect(heard).toEqual(['two', 'one']));
    await sayBoth();
    const twice = await slack.release('twice');
    await eventually(() => expect(heard.slice(2)).toEqual(['one', 'one', 'two', 'two']));
    expect(twice[0]?.body).toBe(twice[1]?.body);
    const raw = await slack.deliver({ ...twice[0]?.body, event_id: 'Ev-raw' });
    expect(raw).toMatchObject({ isAcked: true, body: { event_id: 'Ev-raw' } });
  });

  it('name a file of another workspace by its id alone', async () => {
    const { slack, app } = await startBoth();
    const files: unknown[] = [];
    app.message(async ({ message }) => void ('files' in message && files.push(...(message.files ?? []))));
    await slack.dm({ team: 'T1', user: 'U1', text: '', files: [{ name: 'a.md', bytes: Buffer.from('x'), access: 'check_file_info' }] });
    const id = slack.files()[0]?.id ?? '';
    await eventually(() => expect(files).toEqual([{ id, mode: 'file_access', file_access: 'check_file_info' }]));
    expect(await clientOf(slack, 'xoxb-1').files.info({ file: id })).toMatchObject({ file: { name: 'a.md', size: 1 } });
  });

  it('tell of the Home tab, the Stop button and a removal', async () => {
    const { slack, app } = await startBoth();
    const heard: string[] = [];
    app.event('app_home_opened', async ({ event }) => void heard.push(event.tab ?? ''));
    app.event('app_uninstalled', async () => void heard.push('uninstalled'));
    app.event(/agent_session_stopped/, async () => void heard.push('stopped'));
    await slack.appHomeOpened({ team: 'T1', user: 'U1' });
    const thread_ts = await post(clientOf(slack, 'xoxb-1'));
    await expect(slack.agentStop({ ...AT_C1, threadTs: thread_ts })).rejects.toThrow('no Stop button');
    await clientOf(slack, 'xoxb-1').apiCall('agents.sessions.setStatus', { channel_id: 'C1', thread_ts, status: 'processing' });
    await slack.agentStop({ ...AT_C1, threadTs: thread_ts });
    await slack.uninstall('T1');
    await eventually(() => expect([...heard].sort()).toEqual(['messages', 'stopped', 'uninstalled']));
  });
});

describe('buttons and shortcuts', () => {
  it('carry what was pressed, and may replace their message', async () => {
    const { slack, app } = await startBoth();
    const stop = { type: 'button', action_id: 'stop', value: 'r1', text: { type: 'plain_text', text: 'Stop' } };
    const more = { type: 'overflow', action_id: 'more', options: [{ text: { type: 'plain_text', text: 'Retry' }, value: 'retry' }] };
    app.action('stop', async ({ ack, respond, action }) => {
      await ack();
      await respond({ text: `stopped ${'value' in action ? action.value : ''}`, replace_original: true });
    });
    app.action('more', ({ ack }) => ack());
    const ts = await post(clientOf(slack, 'xoxb-1'), { blocks: [section('works'), { type: 'actions', elements: [stop, more] }] });
    await expect(slack.press({ ...AT_C1, ts, actionId: 'none' })).rejects.toThrow('nothing called none');
    await expect(slack.press({ ...AT_C1, ts, actionId: 'more', value: 'none' })).rejects.toThrow('no option none');
    expect((await slack.press({ ...AT_C1, ts, actionId: 'more', value: 'retry' })).shownError).toBeNull();
    expect((await slack.press({ ...AT_C1, ts, actionId: 'stop' })).ack.status).toBe(200);
    await eventually(() => expect(slack.seenBy('T1', 'U1', 'C1')).toMatchObject([{ ts, text: 'stopped r1' }]));
  });
});
