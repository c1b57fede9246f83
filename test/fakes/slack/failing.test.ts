import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { eventually } from '#test/fakes/until.ts';
import { clientOf, post, refusal, start } from './test-workspace.ts';

describe('rate limits', () => {
  it('lets a burst into a channel, then one post a second', async () => {
    const clock = createFakeClock();
    const { slack, client } = await start({ limits: 'real', clock });
    for (let n = 0; n < 4; n += 1) await post(client);
    const error = await post(client).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    expect(await refusal(post(clientOf(slack, 'xoxb-2')))).toBe('ok');
    await clock.advance(1_000);
    expect(await refusal(post(client))).toBe('ok');
    expect(slack.calls().map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 200, 200]);
  });

  it('counts edits of all channels together', async () => {
    const clock = createFakeClock();
    const { client } = await start({ limits: 'real', clock });
    const ts = await post(client);
    const update = () => refusal(client.chat.update({ channel: 'C1', ts, text: 'x' }));
    for (let n = 0; n < 20; n += 1) expect(await update()).toBe('ok');
    expect(await update()).toBe('slack_webapi_rate_limited_error');
    await clock.advance(1_200);
    expect(await update()).toBe('ok');
  });

  it('takes other rates, and gives sold apps little history', async () => {
    const { client } = await start({
      limits: { 'auth.test': { perMinute: 6, burst: 1 } },
      isCommercial: true,
      clock: createFakeClock(),
    });
    await client.auth.test();
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 10 });
    const read = () => client.conversations.history({ channel: 'C1' });
    await read();
    await expect(read()).rejects.toMatchObject({ retryAfter: 60 });
  });
});

describe('faults', () => {
  it.each([true, false])('loses an answer, the post being made or not: %s', async (applied) => {
    const { slack, client } = await start();
    slack.fail.next('chat.postMessage', { kind: 'internal_error', applied });
    slack.fail.next('chat.postMessage', { kind: '500', applied });
    slack.fail.next('chat.postMessage', { kind: 'reset', applied });
    const errors = [await refusal(post(client)), await refusal(post(client)), await refusal(post(client))];
    expect(errors).toEqual(['internal_error', 'slack_webapi_http_error', 'slack_webapi_request_error']);
    expect(slack.messages('T1', 'C1')).toHaveLength(applied ? 3 : 0);
    expect(await refusal(post(client))).toBe('ok');
  });

  it('never answers, although the post is there', async () => {
    const { slack, client } = await start();
    slack.fail.next('chat.postMessage', { kind: 'timeout', applied: true });
    const answer = refusal(post(client));
    await eventually(() => expect(slack.messages('T1', 'C1')).toHaveLength(1));
    expect(await Promise.race([answer, client.auth.test().then(() => 'not yet')])).toBe('not yet');
    await slack.close();
    expect(await answer).toBe('slack_webapi_request_error');
  });

  it('fails what no bot token opens, too', async () => {
    const { slack } = await start();
    const app = clientOf(slack, 'xapp-test');
    slack.fail.next('apps.connections.open', { kind: '429', retryAfterS: 2 });
    await expect(app.apps.connections.open()).rejects.toMatchObject({ retryAfter: 2 });
    expect(await refusal(app.apps.connections.open())).toBe('ok');
  });

  it('fails each nth call, and is limited on demand', async () => {
    const { slack, client } = await start();
    slack.fail.every('*', 2, { kind: 'error', error: 'fatal_error' });
    expect([await refusal(post(client)), await refusal(client.auth.test()), await refusal(post(client))]).toEqual([
      'ok',
      'fatal_error',
      'ok',
    ]);
    slack.fail.clear();
    slack.fail.next('auth.test', { kind: '429', retryAfterS: 30 });
    await expect(client.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    expect(slack.calls().at(-1)).toMatchObject({ method: 'auth.test', team: 'T1', status: 429, error: 'ratelimited' });
  });
});
