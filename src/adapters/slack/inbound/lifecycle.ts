import type { App } from '@slack/bolt';
import { z } from 'zod';
import { type Desk, maySeeAs, personOf, placeOf, type Speaker } from './desk.ts';
import { answer } from './say.ts';
import { hearingTeam, installationOf } from './team.ts';

const STOPPED = z.object({ channel: z.string(), user: z.string(), thread_ts: z.string() });
const OPENED = z.object({ user: z.string(), channel: z.string(), tab: z.string() });
const ENVELOPE = z.object({ event_id: z.string().default(''), event_time: z.number().default(0), api_app_id: z.string().default('') });
const REVOKED = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }) });

const PROMPTS = [
  { title: 'Translate', message: 'translate into German, French and Spanish: Our new phone is out today.' },
  { title: 'Compare', message: 'for each of Berlin, Oslo and Porto: three things to see on a rainy day' },
  { title: 'Write variants', message: 'write 5 subject lines for: Our new phone is out today.' },
  { title: 'What can you do?', message: 'help' },
];

/** What is no wish of a run's: Slack's own Stop button, the Messages tab, and the workspace or organization that leaves. */
export function listenToLifecycle(app: App, forget: (id: string, atMs: number) => Promise<void>, desk: Desk): void {
  app.event('agent_session_stopped' as 'app_mention', async ({ event, body, context }) => {
    const stopped = STOPPED.safeParse(event).data;
    const envelope = ENVELOPE.parse(body);
    const team = hearingTeam(body, context.teamId);
    if (stopped === undefined || team === null) return;
    const speaker: Speaker = { team, channel: stopped.channel, user: stopped.user };
    const reply = await desk.hear({
      command: { verb: 'stop', runId: null },
      claims: [`slack:${envelope.api_app_id}:${team}:event:${envelope.event_id}`],
      asker: personOf(speaker),
      place: placeOf(speaker),
      thread: stopped.thread_ts,
      inThread: true,
      back: null,
      maySee: maySeeAs(speaker, false, desk),
    });
    answer(speaker, reply, { thread: stopped.thread_ts, responseUrl: null }, desk);
  });

  app.event('app_home_opened', async ({ event, body, context }) => {
    const opened = OPENED.safeParse(event).data;
    const team = hearingTeam(body, context.teamId);
    if (opened?.tab !== 'messages' || team === null) return;
    desk.background.run('suggesting prompts', async () => {
      const theirs = await desk.clients.of(team);
      await theirs?.calls.apiCall('assistant.threads.setSuggestedPrompts', {
        channel_id: opened.channel,
        title: 'For example',
        prompts: PROMPTS,
      });
    });
  });

  app.event('app_uninstalled', async ({ body }) => {
    const { event_time: atS } = ENVELOPE.parse(body);
    const id = installationOf(body);
    if (id !== null) await forget(id, atS * 1_000);
  });

  app.event('tokens_revoked', async ({ event, body }) => {
    const { event_time: atS } = ENVELOPE.parse(body);
    const id = installationOf(body);
    const revoked = REVOKED.safeParse(event).data?.tokens.bot ?? [];
    if (id !== null && revoked.length > 0) await forget(id, atS * 1_000);
  });
}
