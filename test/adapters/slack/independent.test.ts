/**
 * The same flows against somebody else's idea of Slack: `emulate`, which knows none of our code. Our own fake is the strict one; this one is to disagree with it where both were wrong together.
 *
 * It has no slash commands, no interactivity and no `response_url`, so the test signs and sends those itself; no Socket Mode, no `agents.*`, no faults and no rate limits (see `test/program/slack*.test.ts` for
 * these), and it takes any blocks and any length (see `test/adapters/slack/render`). An unknown token counts as its default user, so nothing is learned of bad tokens here.
 */

import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { expect, it } from 'vitest';
import { createClients, toClientOptions } from '#adapters/slack/clients.ts';
import { SCOPES } from '#adapters/slack/manifest.ts';
import { createSlackPoster } from '#adapters/slack/poster.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import { freePort } from '#test/fakes/free-port.ts';
import { startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { startProgram, whileAlive } from '#test/fakes/program.ts';
import { createRecordingLog } from '#test/fakes/recording-log.ts';
import { quiet } from '#test/fakes/slack/test-workspace.ts';
import { eventually } from '#test/fakes/until.ts';

const BOT = { bot_id: 'BFANOUT', bot_user_id: 'UFANOUT', app_id: 'AFANOUT' } as const;
const TOKEN = 'xoxb-fanout';
const SIGNING_SECRET = 'signing-secret';
const NEVER = new AbortController().signal;

/** A workspace with a channel that the bot is in, and a private one that it is not in. */
async function openWorkspace(scopes: readonly string[] = SCOPES.bot) {
  const redirect_uris = ['http://127.0.0.1/slack/oauth_redirect'];
  const app = { ...BOT, client_id: '1.2', client_secret: 's', name: 'Fanout', bot_name: 'fanout', redirect_uris, scopes: [...scopes] };
  const emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        users: [{ name: 'ada' }],
        oauth_apps: [app],
        tokens: [
          { token: TOKEN, type: 'bot', user_id: BOT.bot_user_id, scopes: [...scopes], ...BOT },
          {
            token: 'xoxp-ada',
            type: 'user',
            user: 'ada',
            scopes: ['channels:write', 'channels:read', 'groups:write', 'groups:read', 'users:read'],
          },
        ],
        strict_scopes: true,
      },
    },
  });
  const apiUrl = `${emulator.url}/api/`;
  const open = (token: string): WebClient => new WebClient(token, { ...toClientOptions(apiUrl), logger: quiet });
  const [ada, bot] = [open('xoxp-ada'), open(TOKEN)];
  const channel = (await ada.conversations.create({ name: 'reports' })).channel?.id ?? '';
  await ada.conversations.invite({ channel, users: BOT.bot_user_id });
  const secret = (await ada.conversations.create({ name: 'secret', is_private: true })).channel?.id ?? '';
  const { team_id: team = '' } = await bot.auth.test();
  const log = createRecordingLog();
  const tokens = async () => ({ botToken: TOKEN, botUserId: BOT.bot_user_id, botId: BOT.bot_id, appId: BOT.app_id });
  const poster = createSlackPoster({ clients: createClients({ tokens, apiUrl, log }), clock: systemClock, log, fetch });
  return { apiUrl, bot, team, channel, secret, place: `slack:${team}/${channel}`, poster, [Symbol.asyncDispose]: () => emulator.close() };
}

const message = (text: string) =>
  ({ kind: 'message', text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], simpler: null, session: null }) as const;
const BOARD = { runId: 'R1', key: 'board' } as const;
const FILE = { runId: 'R1', key: 'file:1:answer.md' } as const;

it('posts a message, changes it, finds it and a file by what they are called, and takes it away', async () => {
  await using workspace = await openWorkspace();
  const { bot, channel, place, poster } = workspace;
  const root = { place, thread: null };
  expect(await poster.find(root, BOARD, 0, NEVER)).toEqual({ kind: 'none' });
  const sent = await poster.post(root, message('0 of 3 done'), BOARD, NEVER);
  const ts = sent.kind === 'sent' ? sent.messageId : '';
  expect(await poster.find(root, BOARD, 0, NEVER)).toEqual({ kind: 'found', messageId: ts });
  expect(await poster.find(root, { ...BOARD, runId: 'R2' }, 0, NEVER)).toEqual({ kind: 'none' });

  expect(await poster.replace(root, ts, message('3 of 3 done'), BOARD, NEVER)).toEqual({ kind: 'sent', messageId: ts });
  expect(await poster.find(root, BOARD, 0, NEVER)).toEqual({ kind: 'found', messageId: ts });

  const thread = { place, thread: ts };
  const reply = await poster.post(thread, message('French'), { runId: 'R1', key: 'lane:1' }, NEVER);
  expect(await poster.find(thread, { runId: 'R1', key: 'lane:1' }, 0, NEVER)).toEqual({ ...reply, kind: 'found' });
  expect(await poster.find(thread, FILE, 0, NEVER)).toEqual({ kind: 'none' });
  const file = { name: 'answer.md', bytes: new TextEncoder().encode('the whole answer') };
  expect(await poster.post(thread, { kind: 'file', comment: 'The whole answer', file }, FILE, NEVER)).toMatchObject({ kind: 'sent' });
  expect(await poster.find(thread, FILE, 0, NEVER)).toMatchObject({ kind: 'found' });

  const { messages = [] } = await bot.conversations.replies({ channel, ts });
  expect(messages.map(({ text, files }) => [text, files?.map(({ name }) => name)])).toEqual([
    ['3 of 3 done', undefined],
    ['French', undefined],
    ['The whole answer', ['answer.md']],
  ]);
  expect(messages[0]).toMatchObject({ blocks: [{ text: { text: '3 of 3 done' } }], unfurl_links: false, unfurl_media: false });

  const lane = reply.kind === 'sent' ? reply.messageId : '';
  expect(await poster.replace(thread, lane, null, BOARD, NEVER)).toMatchObject({ kind: 'sent' });
  expect(await poster.replace(thread, lane, null, BOARD, NEVER)).toMatchObject({ kind: 'sent' });
  expect(await poster.replace(thread, lane, message('again'), BOARD, NEVER)).toMatchObject({ kind: 'refused', what: 'message' });
});

it('says what a person can do where it is no member, and where a scope is missing', async () => {
  await using workspace = await openWorkspace(SCOPES.bot.filter((scope) => scope !== 'files:write'));
  const { place, poster, team, secret } = workspace;
  const refused = await poster.post({ place: `slack:${team}/${secret}`, thread: null }, message('hi'), BOARD, NEVER);
  expect(refused).toMatchObject({ kind: 'refused', what: 'place', reason: expect.stringContaining('/invite @Fanout') });
  const file = { kind: 'file', comment: '', file: { name: 'a.md', bytes: new Uint8Array([1]) } } as const;
  const unscoped = await poster.post({ place, thread: null }, file, FILE, NEVER);
  expect(unscoped).toMatchObject({ kind: 'refused', what: 'content', reason: expect.stringContaining('lacks a permission') });
});

it('delivers a run that a signed command asked for, and tells its answer aside where it can not write', async () => {
  await using workspace = await openWorkspace();
  const { apiUrl, bot, team, channel, secret } = workspace;
  const folder = mkdtempSync(join(tmpdir(), 'fanout-independent-'));
  const endpoint = await startModelEndpoint({ answer: () => 'a slogan' });
  const asides: string[] = [];
  const back = createServer((request, response) => {
    void readText(request).then((body) => {
      asides.push(body);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => back.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  const program = startProgram(['start'], folder, {
    OPENAI_BASE_URL: endpoint.baseUrl,
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    PORT: String(port),
  });
  try {
    await program.saw('heard over HTTP');
    const command = (where: string, text: string) =>
      sendCommand(port, {
        ...{ team_id: team, channel_id: where, user_id: 'UADA', api_app_id: BOT.app_id, command: '/fanout', text },
        ...{ trigger_id: `trigger.${where}`, response_url: `http://127.0.0.1:${(back.address() as AddressInfo).port}/` },
      });
    expect(await command(channel, 'for each of Oslo, Rome and Kyiv: a slogan')).toBe(200);
    expect(await command(secret, 'for each of Oslo and Rome: a slogan')).toBe(200);

    await eventually(
      async () => {
        const [root] = (await bot.conversations.history({ channel })).messages?.filter(({ user }) => user === BOT.bot_user_id) ?? [];
        const thread = (await bot.conversations.replies({ channel, ts: root?.ts ?? '' })).messages ?? [];
        expect(thread.map(({ text }) => text?.replace(/ [\d.]+ s\b.*/, ''))).toEqual([
          expect.stringContaining('3 of 3 done'),
          ...[expect.stringContaining('done'), expect.stringContaining('done'), expect.stringContaining('done')],
          expect.stringContaining('3 lanes = 3 done'),
        ]);
        expect(asides.at(-1)).toContain('2 lanes = 2 done');
      },
      whileAlive([program]),
    );
    expect(asides[0]).toContain('/invite @Fanout');
    expect(asides.length).toBeLessThanOrEqual(5);
  } finally {
    program.kill('SIGKILL');
    await program.ended;
    await endpoint.close();
    back.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function sendCommand(port: number, fields: Readonly<Record<string, string>>): Promise<number> {
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const type = 'application/x-www-form-urlencoded';
  const headers = { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  const response = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body, headers });
  await response.body?.cancel();
  return response.status;
}
