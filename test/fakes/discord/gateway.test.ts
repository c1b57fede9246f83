import { Client, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '#test/fakes/until.ts';
import type { FakeDiscord } from './fake-discord.ts';
import { ADA, connect, GENERAL, start } from './test-guild.ts';

const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;

async function hearing(discord: FakeDiscord, intents: GatewayIntentBits[] = [Guilds, GuildMessages]) {
  const client = await connect(discord, { intents });
  const heard: string[] = [];
  client.on('messageCreate', (message) => void heard.push(message.content));
  const say = (content: string) => discord.mention({ channel: GENERAL, user: ADA, content });
  return { client, heard, say };
}

const last = (heard: readonly string[]) => heard.map((content) => content.split(' ').at(-1));

describe('the gateway', () => {
  it('shuts out wrong tokens, and intents that the app has not', async () => {
    const discord = await start();
    const login = (token: string, intents: GatewayIntentBits[]) => {
      const client = new Client({ intents, rest: { api: discord.apiUrl, retries: 0 } });
      return client.login(token).catch((error: Error) => error.message);
    };
    expect(await login('wrong-token', [Guilds])).toMatch(/invalid token/i);
    expect(await login('test-token', [Guilds, MessageContent])).toMatch(/disallowed intents/i);
  });

  it('hides what others write without the intent, and shows it with it', async () => {
    const discord = await start({ messageContent: true });
    const blind = await hearing(discord);
    const reader = await hearing(discord, [Guilds, GuildMessages, MessageContent]);
    const deaf = await hearing(discord, [Guilds]);
    discord.write({ channel: GENERAL, user: ADA, content: 'plain' });
    blind.say('named');
    await eventually(() => expect(blind.heard.length).toBe(2));
    await eventually(() => expect(reader.heard.length).toBe(2));
    expect(last(blind.heard)).toEqual(['', 'named']);
    expect(last(reader.heard)).toEqual(['plain', 'named']);
    expect(deaf.heard).toEqual([]);
  });

  it('lets a session be taken up after a break, with what was missed', async () => {
    const discord = await start();
    const { heard, say } = await hearing(discord);
    discord.gateway.drop();
    say('missed');
    await eventually(() => expect(discord.gateway.starts.resumed).toBe(1));
    discord.gateway.reconnect();
    say('missed');
    await eventually(() => expect(discord.gateway.starts.resumed).toBe(2));
    await eventually(() => expect(last(heard)).toEqual(['missed', 'missed']));
    expect(discord.gateway.starts.identified).toBe(1);
  });

  it('begins anew after op 9, and what happened meanwhile is lost', async () => {
    const discord = await start();
    const { heard, say } = await hearing(discord);
    discord.gateway.invalidate(false);
    say('lost');
    await discord.gateway.connected();
    say('kept');
    await eventually(() => expect(last(heard)).toEqual(['kept']));
    expect(discord.gateway.starts).toEqual({ identified: 2, resumed: 0 });
  });

  it('is left by a client whose heartbeats it does not answer', async () => {
    const discord = await start({ heartbeatMs: 150 });
    const { heard, say } = await hearing(discord);
    discord.gateway.freeze();
    say('late');
    await eventually(() => expect(last(heard)).toEqual(['late']));
    expect(discord.gateway.starts.resumed).toBeGreaterThan(0);
  });

  it('holds events, and sends them twice when told to', async () => {
    const discord = await start();
    const { client, heard, say } = await hearing(discord);
    const raw: unknown[] = [];
    client.ws.on(GatewayDispatchEvents.MessageCreate, ({ id }) => void raw.push(id));
    discord.gateway.hold();
    const id = say('once');
    expect(heard).toEqual([]);
    discord.gateway.release('twice');
    // The client itself knows a message that comes again.
    await eventually(() => expect(raw).toEqual([id, id]));
    expect(last(heard)).toEqual(['once']);
  });

  it('closes what does not speak its language', async () => {
    const discord = await start();
    const closeCode = (query: string, ...frames: unknown[]) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${discord.baseUrl.replace('http', 'ws')}/?${query}`);
        socket.on('close', resolve);
        socket.on('open', () => {
          for (const frame of frames) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
        });
      });
    const good = 'v=10&encoding=json';
    const identify = { op: 2, d: { token: 'test-token', intents: 1, properties: { os: 'x' } } };
    expect(await closeCode('v=9&encoding=json')).toBe(4012);
    expect(await closeCode(good, 'not json')).toBe(4002);
    expect(await closeCode(good, { op: 99 })).toBe(4001);
    expect(await closeCode(good, { op: 3, d: {} })).toBe(4003);
    expect(await closeCode(good, identify, identify)).toBe(4005);
    expect(await closeCode(good, { op: 2, d: { ...identify.d, intents: 1 << 30 } })).toBe(4013);
    expect(await closeCode(good, { op: 2, d: { ...identify.d, shard: [2, 2] } })).toBe(4010);
    expect(await closeCode(good, { op: 1, d: 'x'.repeat(4096) })).toBe(4002);
  });
});
