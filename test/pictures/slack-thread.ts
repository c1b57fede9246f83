/**
 * Draws docs/pictures/slack-thread.png: a whole Fanout works on a strict fake Slack, and the blocks that it posted are drawn the way Slack lays such blocks out, by headless Chromium.
 *
 *   npx node test/pictures/slack-thread.ts docs/pictures/slack-thread.png [/usr/bin/chromium]
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#test/fakes/free-port.ts';
import { startModelEndpoint } from '#test/fakes/model-endpoint/model-endpoint.ts';
import { startProgram } from '#test/fakes/program.ts';
import { startFakeSlack } from '#test/fakes/slack/fake-slack.ts';
import { toPage } from './slack-page.ts';

const [out = 'docs/pictures/slack-thread.png', chromium = '/usr/bin/chromium'] = process.argv.slice(2);

const TRANSLATIONS: Readonly<Record<string, string>> = {
  German: 'Unser neues Telefon ist heute erschienen.',
  French: 'Notre nouveau téléphone est disponible dès aujourd’hui.',
  Spanish: 'Nuestro nuevo teléfono sale hoy a la venta.',
  Polish: 'Nasz nowy telefon jest już dostępny.',
};

const REFUSED = {
  kind: 'status',
  status: 400,
  body: { error: { message: 'refused', type: 'invalid_request_error', code: 'content_filter' } },
} as const;

const folder = mkdtempSync(join(tmpdir(), 'fanout-picture-'));
const model = await startModelEndpoint({
  delayMs: 700,
  answer: (request) => {
    const asked = JSON.stringify(request);
    const language = Object.keys(TRANSLATIONS).find((name) => asked.includes(name));
    // One lane that fails, so that the picture shows how it is accounted for.
    return language === undefined ? REFUSED : (TRANSLATIONS[language] ?? 'ok');
  },
});
const slack = await startFakeSlack({
  teams: [
    {
      id: 'T1',
      botToken: 'xoxb-1',
      botUserId: 'UBOT',
      botId: 'B1',
      appId: 'A1',
      users: [{ id: 'U1', name: 'Ada' }],
      channels: [{ id: 'C1', name: 'launch', members: ['U1', 'UBOT'] }],
    },
  ],
});
const port = await freePort();
slack.connectHttp(`http://127.0.0.1:${port}/slack/events`);
const program = startProgram(['start'], folder, {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'test-signing-secret',
  SLACK_API_URL: slack.apiUrl,
  OPENAI_BASE_URL: model.baseUrl,
  PORT: String(port),
});
await program.saw('Slack is heard');
await slack.command({
  team: 'T1',
  user: 'U1',
  channel: 'C1',
  text: 'translate into German, French, Spanish, Polish and Swedish: Our new phone is out today.',
});
await sleep(12_000);
const messages = slack.messages('T1', 'C1');
program.kill('SIGTERM');
await program.ended;
await slack.close();
await model.close();

const page = join(folder, 'page.html');
writeFileSync(
  page,
  toPage(
    messages.map(({ revisions }) => revisions.at(-1)?.blocks ?? []),
    { U1: 'Ada' },
  ),
);
execFileSync(
  chromium,
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--disable-background-networking',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--window-size=760,1300',
    '--force-device-scale-factor=1.5',
    `--screenshot=${out}`,
    page,
  ],
  { stdio: 'ignore' },
);
