/** A Slack workspace to drive Fanout by hand: prints what is seen in it as it changes. `--help` tells how. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createControl } from './control.ts';
import { startFakeSlack } from './fake-slack.ts';
import { createPrinter } from './printer.ts';
import { BOT_SCOPES, type TeamSeed } from './seed.ts';

const HELP = `A fake Slack with team T1, channel C1, people U1 and U2, and the bot UBOT.

  --port 4010            the Web API, and the socket of an app in Socket Mode
  --control-port 4011    where to say what people do
  --app URL              the app's POST /slack/events; without it the app comes by Socket Mode
  --limits real|none     rate limits (default real)

The app needs: slackApiUrl http://127.0.0.1:4010/api/, bot token xoxb-test-1,
app token xapp-test, signing secret test-signing-secret.

  curl localhost:4011/control/command -d '{"text": "translate into 3 languages: hello"}'
  curl localhost:4011/control/mention -d '{"text": "summarise this"}'
  curl localhost:4011/control/press   -d '{"ts": "…", "actionId": "…"}'
  curl localhost:4011/control/fail    -d '{"method": "chat.update", "fault": {"kind": "429", "retryAfterS": 5}}'
  curl localhost:4011/control/seen
Also: POST write, dm, shortcut, global-shortcut, submit, stop, disconnect; GET modals, calls, deliveries.
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    'control-port': { type: 'string', default: '4011' },
    app: { type: 'string' },
    limits: { type: 'string', default: 'real' },
    help: { type: 'boolean', default: false },
  },
});

const TEAM: TeamSeed = {
  id: 'T1',
  name: 'Acme',
  botToken: 'xoxb-test-1',
  botUserId: 'UBOT',
  botId: 'B1',
  appId: 'A1',
  scopes: BOT_SCOPES,
  users: [
    { id: 'U1', name: 'ada' },
    { id: 'U2', name: 'bob' },
  ],
  channels: [{ id: 'C1', name: 'general', members: ['U1', 'U2', 'UBOT'] }],
};

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const slack = await startFakeSlack({ teams: [TEAM], port: Number(values.port), limits: values.limits === 'none' ? 'none' : 'real' });
  if (values.app !== undefined) slack.connectHttp(values.app);
  const control = createControl(slack, { team: 'T1', user: 'U1', channel: 'C1' });
  control.listen(Number(values['control-port']), '127.0.0.1');
  await once(control, 'listening');
  slack.onChange(createPrinter(slack, { team: 'T1', user: 'U1', channel: 'C1' }, (line) => process.stdout.write(`${line}\n`)));
  process.stdout.write(`${slack.apiUrl}\ncontrol: http://127.0.0.1:${values['control-port']}/control/seen\n`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      control.close();
      control.closeAllConnections();
      void slack.close();
    });
  }
}

await main();
