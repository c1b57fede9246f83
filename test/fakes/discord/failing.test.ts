import { Client, GatewayIntentBits, RESTEvents } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { ADA, BOB, call, codeOf, connect, GENERAL, GUILD, messagesPath, post, start } from './test-guild.ts';

const SEND = 'POST /channels/:channel/messages';
const MINUTE = 60_000;

describe('limits', () => {
  it('take five messages in five seconds from each channel, and say so in every answer', async () => {
    const clock = createFakeClock();
    const discord = await start({ limits: 'real', clock });
    const send = (channel = GENERAL) => call(discord, 'POST', `/channels/${channel}/messages`, { content: 'x' });
    const first = await send();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '4',
      'x-ratelimit-reset-after': '5.000',
    });
    for (let n = 0; n < 4; n += 1) expect((await send()).status).toBe(200);
    await clock.advance(1_000);
    const refused = await send();
    expect(refused).toMatchObject({ status: 429, body: { message: 'You are being rate limited.', retry_after: 4, global: false } });
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '4.000',
      'x-ratelimit-reset-after': '4.000',
      'x-ratelimit-scope': 'user',
    });
    const thread = discord.createThread({ channel: GENERAL, user: ADA, name: 'other bucket' });
    expect((await send(thread)).status).toBe(200);
    await clock.advance(4_000);
    expect((await send()).status).toBe(200);
    expect(discord.invalidCalls()).toBe(1);
  });

  it('take fifty calls a second from the whole bot', async () => {
    const clock = createFakeClock();
    const discord = await start({ limits: 'real', clock });
    const answers = await Promise.all(
      Array.from({ length: 51 }, (_, n) =>
        call(discord, 'GET', `/guilds/${GUILD}/members/${n < 10 ? ADA : BOB}`.replace(GUILD, `20000000000000${1000 + n}`)),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('x-ratelimit-global')).toBe('true');
    expect(refused[0]?.body).toMatchObject({ global: true });
  });

  it('take three edits of old messages in six seconds, and two renames in ten minutes', async () => {
    const clock = createFakeClock();
    const discord = await start({ limits: 'real', clock });
    const id = await post(discord);
    await clock.advance(61 * MINUTE);
    const edit = () => codeOf(discord, 'PATCH', `${messagesPath}/${id}`, { content: 'y' });
    expect([await edit(), await edit(), await edit(), await edit()]).toEqual([0, 0, 0, 30046]);
    const { body } = await call(discord, 'POST', `${messagesPath}/${id}/threads`, { name: 'run' });
    const rename = async (name: string) => (await call(discord, 'PATCH', `/channels/${body.id}`, { name })).status;
    expect([await rename('a'), await rename('b'), await rename('c')]).toEqual([200, 200, 429]);
    expect(await codeOf(discord, 'PATCH', `/channels/${body.id}`, { auto_archive_duration: 60 })).toBe(0);
    await clock.advance(10 * MINUTE);
    expect(await rename('c')).toBe(200);
  });
});

describe('faults', () => {
  it('lose the answer, with or without the deed', async () => {
    const discord = await start();
    const texts = () => discord.seenBy(ADA, GENERAL).map(({ content }) => content);
    discord.fail.next(SEND, { kind: '502', applied: true });
    discord.fail.next(SEND, { kind: '500', applied: false });
    discord.fail.next(SEND, { kind: 'reset', applied: true });
    const send = (content: string) =>
      call(discord, 'POST', messagesPath, { content }).then(
        ({ status }) => status,
        () => 'reset',
      );
    expect([await send('a'), await send('b'), await send('c'), await send('d')]).toEqual([502, 500, 'reset', 200]);
    expect(texts()).toEqual(['a', 'c', 'd']);
    discord.fail.every('*', 2, { kind: 'error', code: 50001 });
    expect([await send('e'), await send('f')]).toEqual([200, 403]);
    discord.fail.clear();
    expect(await send('g')).toBe(200);
  });

  it('make a real client send twice, unless a nonce holds it back', async () => {
    const sent = async (enforceNonce: boolean) => {
      const discord = await start();
      const client = await connect(discord, { enforceNonce, rest: { retries: 1 } });
      // The options of a test are stricter than this one needs.
      client.rest.options.retries = 1;
      const channel = await client.channels.fetch(GENERAL);
      discord.fail.next(SEND, { kind: '502', applied: true });
      if (channel?.isSendable() === true) await channel.send('answer');
      return discord.seenBy(ADA, GENERAL).length;
    };
    expect(await sent(false)).toBe(2);
    expect(await sent(true)).toBe(1);
  });

  it('make a client wait, or throw its token away', async () => {
    const discord = await start();
    const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiUrl, retries: 0 } });
    client.rest.setToken('test-token');
    const statuses: number[] = [];
    client.rest.on(RESTEvents.Response, (_, { status }) => void statuses.push(status));
    discord.fail.next('/users/@me', { kind: '429', retryAfterS: 0.05 });
    await client.rest.get('/users/@me');
    expect(statuses).toEqual([429, 200]);
    discord.fail.next('GET /users/@me', { kind: '401' });
    await expect(client.rest.get('/users/@me')).rejects.toMatchObject({ status: 401 });
    await expect(client.rest.get('/users/@me')).rejects.toThrow('Expected token to be set');
  });
});

describe('files', () => {
  const upload = async (discord: Awaited<ReturnType<typeof start>>, payload: unknown, ...sizes: number[]) => {
    const form = new FormData();
    form.set('payload_json', JSON.stringify(payload));
    sizes.forEach((size, index) => {
      form.set(`files[${index}]`, new Blob([new Uint8Array(size)]), `f${index}.bin`);
    });
    const response = await fetch(`${discord.apiUrl}/v10${messagesPath}`, {
      method: 'POST',
      headers: { authorization: 'Bot test-token' },
      body: form,
    });
    return (await response.json()) as { code?: number; id: string; attachments: { id: string; url: string; filename: string }[] };
  };

  it('match their indices, and keep their size', async () => {
    const discord = await start();
    const MIB = 1024 * 1024;
    expect((await upload(discord, { attachments: [{ id: 1 }] }, 3)).code).toBe(50035);
    expect((await upload(discord, { attachments: [] }, 3)).code).toBe(50035);
    expect((await upload(discord, {}, 10 * MIB + 1)).code).toBe(40005);
    expect((await upload(discord, {}, 9 * MIB, 9 * MIB, 9 * MIB)).code).toBe(40005);
    expect((await upload(discord, {}, ...Array.from({ length: 11 }, () => 1))).code).toBe(50035);
    expect(
      (await upload(discord, { flags: 1 << 15, components: [{ type: 13, file: { url: 'attachment://f0.bin' } }] }, 3)).code,
    ).toBeUndefined();
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ text: '(file: f0.bin)', files: ['f0.bin'] }]);
    discord.removePermission(GENERAL, 1n << 15n);
    expect((await upload(discord, {}, 3)).code).toBe(50013);
  });

  it('go when an edit does not name them, and their links go after a day', async () => {
    const clock = createFakeClock();
    const discord = await start({ clock });
    const { id, attachments } = await upload(discord, {}, 3, 4);
    const url = attachments[0]?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    await clock.advance(25 * 60 * MINUTE);
    expect((await fetch(url)).status).toBe(404);
    const edit = (body: unknown) => call(discord, 'PATCH', `${messagesPath}/${id}`, body);
    expect((await edit({ content: 'x' })).body.attachments).toHaveLength(2);
    expect((await edit({ attachments: [{ id: attachments[1]?.id }] })).body.attachments).toMatchObject([{ filename: 'f1.bin' }]);
    expect((await edit({ attachments: [{ id: '399999999999999999' }] })).body.code).toBe(50035);
  });
});
