import { describe, expect, it } from 'vitest';
import { eventually } from '#test/fakes/until.ts';
import { ADA, BOB, BOT_USER, call, codeOf, connect, GENERAL, GUILD, post, SECRET, start } from './test-guild.ts';

describe('what people see', () => {
  it('ends where their rights end', async () => {
    const discord = await start();
    discord.write({ channel: SECRET, user: ADA, content: 'hush' });
    expect(discord.seenBy(ADA, SECRET)).toHaveLength(1);
    expect(discord.seenBy(BOB, SECRET)).toEqual([]);
    expect(() => discord.write({ channel: SECRET, user: BOB, content: 'me too' })).toThrow('may not write');
    expect((await call(discord, 'GET', `/guilds/${GUILD}/channels`)).body.list).toHaveLength(3);
  });

  it('leaves out private threads of others', async () => {
    const discord = await start();
    discord.setOverwrite(GENERAL, { id: ADA, kind: 'user', allow: 1n << 36n });
    const thread = discord.createThread({ channel: GENERAL, user: ADA, name: 'us', isPrivate: true, content: 'hush' });
    expect(discord.seenBy(ADA, thread).at(-1)?.text).toBe('hush');
    expect(discord.seenBy(BOB, thread)).toEqual([]);
    expect(await codeOf(discord, 'GET', `/channels/${thread}`)).toBe(50001);
    discord.joinThread(thread, BOT_USER);
    discord.joinThread(thread, BOB);
    expect(discord.seenBy(BOB, thread)).not.toEqual([]);
    expect(await codeOf(discord, 'GET', `/channels/${thread}`)).toBe(0);
  });

  it('changes when messages are edited and deleted, and tells who listens', async () => {
    const discord = await start();
    const client = await connect(discord);
    const told: string[] = [];
    for (const event of ['messageUpdate', 'messageDelete', 'threadDelete', 'channelDelete', 'threadUpdate'] as const)
      client.on(event, () => void told.push(event));
    const id = discord.mention({ channel: GENERAL, user: ADA, content: 'go' });
    const thread = discord.createThread({ channel: GENERAL, user: ADA, name: 'x', messageId: id });
    await eventually(() => expect(client.channels.cache.has(thread)).toBe(true));
    discord.editMessage({ channel: GENERAL, user: ADA, messageId: id, content: 'gone' });
    expect(discord.seenBy(BOB, GENERAL)).toMatchObject([{ content: 'gone', isEdited: true, threadId: thread }]);
    expect(() => discord.deleteMessage({ channel: GENERAL, user: BOB, messageId: id })).toThrow('is not 4');
    discord.deleteMessage({ channel: GENERAL, user: ADA, messageId: id });
    discord.archiveThread(thread);
    discord.deleteChannel(thread);
    discord.deleteChannel(GENERAL);
    await eventually(() => expect(told).toEqual(['messageUpdate', 'messageDelete', 'threadUpdate', 'threadDelete', 'channelDelete']));
    expect(discord.messages(SECRET)).toEqual([]);
  });

  it('is one to one in a direct channel, unless the person has shut it', async () => {
    const discord = await start();
    const { body } = await call(discord, 'POST', '/users/@me/channels', { recipient_id: ADA });
    const channel = String(body.id);
    await post(discord, { content: 'psst' }, channel);
    expect(discord.seenBy(ADA, channel)).toMatchObject([{ text: 'psst', pings: [ADA] }]);
    expect(discord.seenBy(BOB, channel)).toEqual([]);
    expect(discord.directChannel(ADA)).toBe(channel);
    expect(await codeOf(discord, 'POST', `/channels/${channel}/threads`, { name: 'x', type: 11 })).toBe(50024);
    discord.closeDms(ADA);
    expect(await codeOf(discord, 'POST', `/channels/${channel}/messages`, { content: 'x' })).toBe(50007);
  });

  it('hides from an app without the intent what others write, also when it reads back', async () => {
    const contents = async (messageContent: boolean) => {
      const discord = await start({ messageContent });
      discord.write({ channel: GENERAL, user: ADA, content: 'plain', files: [{ name: 'a.txt', bytes: 'abc' }] });
      discord.mention({ channel: GENERAL, user: ADA, content: 'named' });
      const own = await post(discord, { content: 'own' });
      discord.write({ channel: GENERAL, user: BOB, content: 'answer', replyTo: own });
      discord.write({ channel: GENERAL, user: BOB, content: 'quiet answer', replyTo: own, pingsAuthor: false });
      const { body } = await call(discord, 'GET', `/channels/${GENERAL}/messages`);
      return (body.list as { content: string; attachments: unknown[] }[]).map((message) => [message.content, message.attachments.length]);
    };
    const named = `<@${BOT_USER}> named`;
    expect(await contents(true)).toEqual([
      ['quiet answer', 0],
      ['answer', 0],
      ['own', 0],
      [named, 0],
      ['plain', 1],
    ]);
    expect(await contents(false)).toEqual([
      ['', 0],
      ['answer', 0],
      ['own', 0],
      [named, 0],
      ['', 0],
    ]);
  });
});
