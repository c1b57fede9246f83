/** A Discord server to drive Fanout by hand: prints what is seen in it as it changes. `--help` tells how. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createControl, type Speaker } from './control.ts';
import { startFakeDiscord } from './fake-discord.ts';
import { createPrinter } from './printer.ts';
import type { GuildSeed } from './seed.ts';

const HELP = `A fake Discord with one server: #general, #questions (a forum), ada, bob and the bot.

  --port 4020            REST, files and the gateway
  --control-port 4021    where to say what people do
  --token test-token     the bot's token
  --message-content      the app has the privileged intent
  --limits real|none     rate limits (default real)

The app needs: rest.api http://127.0.0.1:4020/api, token test-token,
application 100000000000000001, guild 200000000000000001.

  curl localhost:4021/control/slash   -d '{"name": "fanout", "options": {"prompt": "hello in 3 languages"}}'
  curl localhost:4021/control/mention -d '{"content": "summarise this"}'
  curl localhost:4021/control/message-command -d '{"name": "Fan out this", "messageId": "…"}'
  curl localhost:4021/control/submit  -d '{"values": {"prompt": "…"}}'
  curl localhost:4021/control/press   -d '{"messageId": "…", "customId": "…"}'
  curl localhost:4021/control/fail    -d '{"route": "PATCH /channels/:channel/messages/:message", "fault": {"kind": "429", "retryAfterS": 5}}'
  curl "localhost:4021/control/seen?channel=300000000000000001"
Also: POST select, autocomplete, write, dm, archive, lock, drop, reconnect, invalidate;
GET threads, modals, commands, calls, gateway. Every POST takes "user" and "channel" where they make sense.
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4020' },
    'control-port': { type: 'string', default: '4021' },
    token: { type: 'string', default: 'test-token' },
    'message-content': { type: 'boolean', default: false },
    limits: { type: 'string', default: 'real' },
    help: { type: 'boolean', default: false },
  },
});

const SPEAKER: Speaker = { guild: '200000000000000001', user: '400000000000000001', channel: '300000000000000001' };

const GUILD: GuildSeed = {
  id: SPEAKER.guild,
  users: [
    { id: SPEAKER.user, name: 'ada' },
    { id: '400000000000000002', name: 'bob' },
  ],
  channels: [
    { id: SPEAKER.channel, name: 'general' },
    { id: '300000000000000002', name: 'questions', sort: 'forum' },
  ],
};

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const discord = await startFakeDiscord({
    guilds: [GUILD],
    token: values.token,
    messageContent: values['message-content'],
    port: Number(values.port),
    limits: values.limits === 'none' ? 'none' : 'real',
  });
  const control = createControl(discord, SPEAKER);
  control.listen(Number(values['control-port']), '127.0.0.1');
  await once(control, 'listening');
  discord.onChange(createPrinter(discord, SPEAKER, (line) => process.stdout.write(`${line}\n`)));
  process.stdout.write(`${discord.apiUrl}\ncontrol: http://127.0.0.1:${values['control-port']}/control/seen\n`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      control.close();
      control.closeAllConnections();
      void discord.close();
    });
  }
}

await main();
