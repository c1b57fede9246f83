import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ADA, BY_HTTP, BY_SOCKET, keysIn, openSlackScene, readThread, SIGNING_SECRET } from '#test/fakes/slack-program.ts';

const THREE = 'translate into French, German and Japanese: Good morning to you all.';
const WHOLE_OF_THREE = ['board', 'lane:1', 'lane:2', 'lane:3', 'answer:1'].sort();

/** What Slack sends over HTTP, but for what `rest` says otherwise. */
async function post(
  url: string,
  { secret = SIGNING_SECRET, ageS = 0, body = 'command=%2Ffanout&text=help', sign = true } = {},
): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - ageS);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(sign ? { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } : {}),
    },
  });
  await response.body?.cancel();
  return response.status;
}

describe.concurrent('Fanout in Slack', () => {
  it('over HTTP lets in only what Slack signed just now, leaves at SIGTERM within seconds with status 0, whatever hangs, and shows the whole after the next start', async () => {
    let hangs = true;
    await using scene = await openSlackScene({
      answer: (request) => (hangs && JSON.stringify(request.messages).includes('German') ? { kind: 'hang', after: 'half' } : 'fine'),
    });
    const { slack, port, url } = scene;
    const fromMs = performance.now();
    const program = await scene.start({ ...BY_HTTP, FANOUT_GRACE_S: '1' });
    const startedMs = performance.now();
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.text()]).toEqual([200, 'ok\n']);
    expect(await slack.verifyUrl()).toEqual({ status: 200, isVerified: true });
    expect(await post(url, { secret: 'another-secret' })).toBe(401);
    expect(await post(url, { ageS: 6 * 60 })).toBe(401);
    expect(await post(url, { sign: false })).toBe(401);
    expect((await fetch(`${url}/anything`)).status).toBe(404);
    expect(slack.messages('T1', 'C1')).toEqual([]);

    slack.fail.every('chat.update', 1, { kind: 'timeout', applied: true });
    const { ack, shownError } = await slack.command({ ...ADA, text: THREE });
    expect([ack.status, shownError]).toEqual([200, null]);
    await scene.sees('two replies', () => keysIn(slack).length === 3);
    await scene.sees('an edit that hangs', () => slack.calls().some(({ method, status }) => method === 'chat.update' && status === 0));
    const half = connect(port, '127.0.0.1', () => half.write('POST /slack/events HTTP/1.1\r\ncontent-length: 99\r\n\r\nhalf'));
    half.on('error', () => undefined);
    await once(half, 'connect');
    const leftMs = performance.now();
    program.kill('SIGTERM');
    const { status, stdout, stderr } = await program.ended;
    expect([status, stdout], stderr).toEqual([0, '']);
    // Waiting for the call that hangs would take fifteen seconds more; all else takes less than a start.
    expect(performance.now() - leftMs).toBeLessThan(12_000 + startedMs - fromMs);
    expect(stderr).not.toContain('"level":50');

    hangs = false;
    slack.fail.clear();
    await scene.start(BY_HTTP);
    await scene.sees('the whole', () => keysIn(slack).length === 5 && readThread(slack).board.includes('3 done'));
    expect(keysIn(slack).sort()).toEqual(WHOLE_OF_THREE);
    expect(scene.endpoint.chats()).toHaveLength(4);
    const { board, replies } = readThread(slack);
    expect(board).toContain('French');
    expect(replies).toHaveLength(4);
    expect(replies.at(-1)).toContain('3 lanes = 3 done');
  });

  it('by a socket takes a command and a mention, and after Slack ended it what came in between, once, and commands again, until its token is taken', async () => {
    await using scene = await openSlackScene();
    const { slack } = scene;
    const program = await scene.start(BY_SOCKET);
    await slack.mention({ ...ADA, text: THREE });
    await scene.sees('the answer', () => keysIn(slack).length === 5);
    const [first] = slack.deliveries();
    slack.fail.next('apps.connections.open', { kind: 'reset', applied: false });
    slack.fail.next('apps.connections.open', { kind: '500', applied: false });
    slack.socket.disconnect('refresh_requested');
    await slack.mention({ ...ADA, text: 'for each of Oslo and Rome: a slogan' });
    await scene.sees('the answers of both', () => keysIn(slack).length === 9);
    if (first !== undefined) await slack.redeliver(first);
    expect(slack.deliveries().filter(({ isAcked }) => isAcked)).toHaveLength(3);
    const { shownError } = await slack.command({ ...ADA, text: 'history' });
    expect(shownError).toBe(null);
    expect(keysIn(slack)).toHaveLength(9);

    slack.fail.every('apps.connections.open', 1, { kind: 'error', error: 'invalid_auth' });
    slack.socket.drop();
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(2);
    expect(stderr).toContain('SLACK_APP_TOKEN does not work: Slack says invalid_auth.');
  });
});

describe.concurrent('Fanout that can not work in Slack', () => {
  it('says in a sentence what is wrong, and ends with 2; doctor says how it stands', async () => {
    await using scene = await openSlackScene();
    const { slack, port, url } = scene;
    const unknown = await scene.run(['start'], { ...BY_HTTP, SLACK_BOT_TOKEN: 'xoxb-unknown' });
    expect([unknown.status, unknown.stdout], unknown.stderr).toEqual([2, '']);
    expect(unknown.stderr).toContain('SLACK_BOT_TOKEN does not work: Slack says invalid_auth.');
    expect(unknown.stderr).not.toMatch(/\bat .*\.ts:\d+/);
    await using other = await openSlackScene();
    await other.start({ ...BY_HTTP, PORT: String(port) });
    const { status, stderr } = await scene.run(['start'], BY_HTTP);
    expect(status, stderr).toBe(2);
    expect(stderr).toContain(`Fanout can not listen on port ${port}: another program listens there. Stop it, or set PORT to another one.`);

    // The other one listens there, so `doctor` has all that it looks for but scopes.
    slack.setScopes('T1', ['chat:write', 'commands']);
    const doctor = await scene.run(['doctor'], BY_HTTP);
    expect(doctor.status, doctor.stdout).toBe(2);
    expect(doctor.stdout).toMatch(/Slack bot +fanout in T1/);
    expect(doctor.stdout).toContain(`a signed request to ${url} was heard`);
    expect(doctor.stdout).toContain('app_mentions:read');

    const manifest = await scene.run(['slack-manifest', '--socket'], {});
    expect([manifest.status, manifest.stderr]).toEqual([0, '']);
    expect(JSON.parse(manifest.stdout)).toMatchObject({ settings: { socket_mode_enabled: true } });
  });
});
