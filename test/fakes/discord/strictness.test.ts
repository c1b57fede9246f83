import { describe, expect, it } from 'vitest';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { MEMBER } from './seed.ts';
import { ADA, APP, BOB, BOT_USER, CREW, call, codeOf, FORUM, GENERAL, GUILD, messagesPath, post, SECRET, start } from './test-guild.ts';

const MENTION_EVERYONE = 1n << 17n;
const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (custom_id: string, rest = {}) => ({ type: 2, style: 1, label: 'Go', custom_id, ...rest });
const row = (...components: unknown[]) => ({ type: 1, components });
const v2 = (...components: unknown[]) => ({ flags: V2, components });

describe('who may call', () => {
  it('knows its token, its version and its routes, and wants a user agent', async () => {
    const discord = await start();
    expect(await call(discord, 'GET', '/users/@me', undefined, { authorization: 'Bearer test-token' })).toMatchObject({
      status: 401,
      body: { message: '401: Unauthorized', code: 0 },
    });
    expect((await call(discord, 'GET', '/nothing')).body).toEqual({ message: '404: Not Found', code: 0 });
    expect((await call(discord, 'PATCH', '/users/@me/channels')).status).toBe(405);
    expect((await call(discord, 'GET', '/users/@me', undefined, { 'user-agent': '' })).status).toBe(403);
    expect((await fetch(`${discord.apiUrl}/v9/users/@me`)).status).toBe(404);
    expect((await call(discord, 'GET', '/users/@me')).body).toMatchObject({ id: BOT_USER, bot: true });
  });

  it('asks for each right by itself', async () => {
    const discord = await start();
    expect(await codeOf(discord, 'POST', '/channels/299999999999999999/messages', { content: 'x' })).toBe(10003);
    expect(await codeOf(discord, 'POST', `/channels/${SECRET}/messages`, { content: 'x' })).toBe(50001);
    expect(await codeOf(discord, 'POST', '/channels/soon/messages', { content: 'x' })).toBe(50035);
    discord.removePermission(GENERAL, 1n << 14n);
    expect(await codeOf(discord, 'POST', messagesPath, { embeds: [{ title: 'x' }] })).toBe(50013);
    expect(await codeOf(discord, 'POST', messagesPath, { content: 'x' })).toBe(0);
    discord.removePermission(GENERAL, 1n << 11n);
    expect(await codeOf(discord, 'POST', messagesPath, { content: 'x' })).toBe(50013);
    discord.removePermission(GENERAL, 1n << 10n);
    expect(await codeOf(discord, 'GET', messagesPath)).toBe(50001);
    discord.kickBot(GUILD);
    expect(await codeOf(discord, 'GET', `/guilds/${GUILD}`)).toBe(50001);
  });
});

describe('what a message may hold', () => {
  it('has text of 2,000 characters at most, and something', async () => {
    const discord = await start();
    const { status, body } = await call(discord, 'POST', messagesPath, { content: 'x'.repeat(2001) });
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        message: 'Invalid Form Body',
        code: 50035,
        errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] } },
      },
    });
    expect(await codeOf(discord, 'POST', messagesPath, { content: ' ' })).toBe(50006);
    expect(await codeOf(discord, 'POST', messagesPath, { content: '😀'.repeat(2000) })).toBe(0);
    expect(
      await codeOf(discord, 'POST', messagesPath, { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] }),
    ).toBe(50035);
  });

  it('keeps V2 and the old fields apart, and never lets V2 go', async () => {
    const discord = await start();
    expect(await codeOf(discord, 'POST', messagesPath, { ...v2(text('hi')), content: 'x' })).toBe(50035);
    expect(await codeOf(discord, 'POST', messagesPath, { content: 'x', components: [text('hi')] })).toBe(50035);
    expect(await codeOf(discord, 'POST', messagesPath, v2())).toBe(50035);
    const id = await post(discord);
    const edit = (body: unknown) => codeOf(discord, 'PATCH', `${messagesPath}/${id}`, body);
    expect(await edit(v2(text('hi')))).toBe(50035);
    expect(await edit({ ...v2(text('hi')), content: null })).toBe(0);
    expect(await edit({ flags: 0, content: 'back', components: [] })).toBe(50035);
    expect(discord.seenBy(ADA, GENERAL)).toMatchObject([{ text: 'hi', isV2: true, isEdited: true }]);
  });

  it('counts 40 components and 4,000 characters over the whole message', async () => {
    const discord = await start();
    const many = (count: number) => v2({ type: 17, components: Array.from({ length: count - 1 }, () => text('x')) });
    expect(await codeOf(discord, 'POST', messagesPath, many(40))).toBe(0);
    expect(await codeOf(discord, 'POST', messagesPath, many(41))).toBe(50035);
    expect(await codeOf(discord, 'POST', messagesPath, v2(text('x'.repeat(2000)), text('x'.repeat(2000))))).toBe(0);
    const { body } = await call(discord, 'POST', messagesPath, v2(text('x'.repeat(2000)), text('x'.repeat(2001))));
    expect(JSON.stringify(body)).toContain('COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED');
    // Long UTF-8 breaks it though it is short enough in characters.
    expect((await call(discord, 'POST', messagesPath, v2(text('語'.repeat(3400))))).status).toBe(500);
  });

  it('checks each component', async () => {
    const discord = await start();
    const options = (count: number) => Array.from({ length: count }, (_, index) => ({ label: 'o', value: String(index) }));
    const select = (rest = {}) => row({ type: 3, custom_id: 's', options: options(25), ...rest });
    const wrong = [
      [row(button('a'), button('a'))],
      [row(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => button(id)))],
      [row(button('a', { label: 'x'.repeat(81) }))],
      [row(button('x'.repeat(101)))],
      [row({ type: 2, style: 5, label: 'x', custom_id: 'a', url: 'https://a.b' })],
      [row({ type: 2, style: 1, custom_id: 'a' })],
      [row(button('a'), { type: 3, custom_id: 's', options: options(1) })],
      [select({ options: options(26) })],
      [select({ options: [] })],
      [select({ options: [{ label: 'x'.repeat(101), value: 'a' }] })],
      [select({ max_values: 26 })],
      [select({ options: options(2), max_values: 3 })],
      [{ type: 9, components: [text('x')] }],
      [{ type: 17, components: [{ type: 17, components: [text('x')] }] }],
      [{ type: 13, file: { url: 'attachment://none.md' } }],
      [{ type: 13, file: { url: 'https://a.b/c.md' } }],
      [button('a')],
      [text('')],
      [{ type: 14, spacing: 3 }],
    ];
    for (const components of wrong)
      expect([components, await codeOf(discord, 'POST', messagesPath, v2(...components))]).toEqual([components, 50035]);
    const section = { type: 9, components: [text('x')], accessory: button('b') };
    expect(await codeOf(discord, 'POST', messagesPath, v2(select(), section, { type: 14, spacing: 2 }))).toBe(0);
    expect(
      await codeOf(discord, 'POST', messagesPath, { content: 'x', components: Array.from({ length: 6 }, (_, n) => row(button(`${n}`))) }),
    ).toBe(50035);
  });

  it('takes each send only once when told so', async () => {
    const clock = createFakeClock();
    const discord = await start({ clock });
    const send = () => post(discord, { content: 'x', nonce: 'run-1', enforce_nonce: true });
    const first = await send();
    expect(await send()).toBe(first);
    expect(await post(discord, { content: 'x', nonce: 'run-1' })).not.toBe(first);
    expect(await codeOf(discord, 'POST', messagesPath, { content: 'x', nonce: 'x'.repeat(26) })).toBe(50035);
    await clock.advance(20 * 60_000);
    expect(await send()).not.toBe(first);
  });

  it('answers only what is there, and changes only what is its own', async () => {
    const discord = await start();
    const theirs = discord.write({ channel: GENERAL, user: ADA, content: 'mine' });
    const reply = (message_id: string, rest = {}) => ({ content: 'x', message_reference: { message_id, ...rest } });
    expect(await codeOf(discord, 'POST', messagesPath, reply('399999999999999999'))).toBe(50035);
    expect(await codeOf(discord, 'POST', messagesPath, reply('399999999999999999', { fail_if_not_exists: false }))).toBe(0);
    await post(discord, reply(theirs));
    await post(discord, { ...reply(theirs), allowed_mentions: { parse: [] } });
    expect(discord.seenBy(BOB, GENERAL).slice(-2)).toMatchObject([{ replyTo: theirs, pings: [ADA] }, { pings: [] }]);
    expect(await codeOf(discord, 'PATCH', `${messagesPath}/${theirs}`, { content: 'x' })).toBe(50005);
    expect(await codeOf(discord, 'DELETE', `${messagesPath}/${theirs}`)).toBe(50013);
    discord.removePermission(GENERAL, 1n << 16n);
    expect(await codeOf(discord, 'POST', messagesPath, reply(theirs))).toBe(160002);
  });

  it('pings those whom it may, and who see it', async () => {
    const discord = await start();
    const pings = async (content: string, rest = {}) => {
      await post(discord, { content, ...rest });
      return discord.seenBy(BOB, GENERAL).at(-1)?.pings;
    };
    expect(await pings(`<@${ADA}> <@&${CREW}> @everyone`)).toEqual([ADA]);
    expect(await pings(`\`<@${ADA}>\``)).toEqual([]);
    expect(await pings(`<@${ADA}> <@${BOB}>`, { allowed_mentions: { users: [BOB] } })).toEqual([BOB]);
    expect(await pings(`<@${ADA}>`, { flags: 1 << 12 })).toEqual([]);
    expect(await codeOf(discord, 'POST', messagesPath, { content: 'x', allowed_mentions: { parse: ['users'], users: [BOB] } })).toBe(50035);
    discord.setRolePermissions(GUILD, discord.botRole(GUILD), MEMBER | MENTION_EVERYONE);
    expect(await pings('@everyone')).toEqual([ADA, BOB]);
    expect(await pings(`<@&${CREW}>`)).toEqual([ADA]);
    expect(await pings(`<@&${CREW}> @here`, { allowed_mentions: { parse: [] } })).toEqual([]);
  });
});

describe('threads', () => {
  it('hang one on a message, with its id', async () => {
    const discord = await start();
    const id = await post(discord);
    const path = `${messagesPath}/${id}/threads`;
    expect(await codeOf(discord, 'POST', path, { name: 'x'.repeat(101) })).toBe(50035);
    expect(await codeOf(discord, 'POST', path, { name: 'run', auto_archive_duration: 61 })).toBe(50035);
    expect((await call(discord, 'POST', path, { name: 'run' })).body).toMatchObject({ id, parent_id: GENERAL, type: 11 });
    expect(await codeOf(discord, 'POST', path, { name: 'run' })).toBe(160004);
    expect(await codeOf(discord, 'POST', `/channels/${FORUM}/messages`, { content: 'x' })).toBe(50008);
    expect(await codeOf(discord, 'POST', `/channels/${FORUM}/threads`, { name: 'q', message: { content: 'x' } })).toBe(40067);
    const post1 = { name: 'q', message: { content: 'x' }, applied_tags: ['600000000000000001'] };
    const { body } = await call(discord, 'POST', `/channels/${FORUM}/threads`, post1);
    expect(body.message).toMatchObject({ id: body.id, content: 'x' });
  });

  it('are shut to edits when archived, opened by a message, and shut to all when locked', async () => {
    const clock = createFakeClock();
    const discord = await start({ clock });
    const thread = discord.createThread({ channel: GENERAL, user: ADA, name: 'talk' });
    const id = await post(discord, { content: 'x' }, thread);
    const edit = () => codeOf(discord, 'PATCH', `/channels/${thread}/messages/${id}`, { content: 'y' });
    await clock.advance(4320 * 60_000 + 1);
    expect(await edit()).toBe(50083);
    await post(discord, { content: 'awake' }, thread);
    expect(await edit()).toBe(0);
    discord.lockThread(thread);
    expect(await codeOf(discord, 'POST', `/channels/${thread}/messages`, { content: 'x' })).toBe(160005);
    expect(await codeOf(discord, 'PATCH', `/channels/${thread}`, { name: 'mine' })).toBe(50013);
    expect(discord.threadsSeenBy(BOB, GUILD)).toMatchObject([{ name: 'talk', isLocked: true, isArchived: false }]);
    const hidden = discord.createThread({ channel: SECRET, user: ADA, name: 'secret talk' });
    expect(discord.threadsSeenBy(BOB, GUILD).map(({ id: each }) => each)).not.toContain(hidden);
  });
});

describe('registering commands', () => {
  it('checks names, descriptions, options and their order', async () => {
    const discord = await start();
    const path = `/applications/${APP}/commands`;
    const option = (name: string, rest = {}) => ({ name, description: 'd', type: 3, ...rest });
    const wrong = [
      { name: 'Fanout', description: 'd' },
      { name: 'fan out', description: 'd' },
      { name: 'fanout', description: '' },
      { name: 'fanout', description: 'x'.repeat(101) },
      { name: 'fanout', description: 'd', options: [option('a'), option('b', { required: true })] },
      { name: 'fanout', description: 'd', options: [option('a'), option('a')] },
      { name: 'fanout', description: 'd', options: Array.from({ length: 26 }, (_, n) => option(`o${n}`)) },
      { name: 'fanout', description: 'd', options: [option('a', { choices: [{ name: 'x', value: 'x' }], autocomplete: true })] },
      { name: 'Menu', type: 3, description: 'd' },
    ];
    for (const command of wrong) expect([command.name, await codeOf(discord, 'PUT', path, [command])]).toEqual([command.name, 50035]);
    const good = { name: 'fanout', description: 'd', options: [option('a', { required: true }), option('b')] };
    expect(await codeOf(discord, 'PUT', path, [good, { name: 'Fan Out This', type: 3 }])).toBe(0);
    const ids = discord.commands().map(({ id }) => id);
    await call(discord, 'PUT', path, [good]);
    expect(discord.commands().map(({ id }) => id)).toEqual(ids.slice(0, 1));
    expect(await codeOf(discord, 'PUT', '/applications/100000000000000009/commands', [])).toBe(50001);
  });
});
