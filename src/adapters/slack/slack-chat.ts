import { createDrafts } from '#commands/drafts.ts';
import type { Hear } from '#commands/hear.ts';
import type { Delivering } from '#core/deliver/delivering.ts';
import { createErrands, type Errands } from '#core/errands.ts';
import type { Chat } from '#core/ports/chat.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Ids } from '#core/ports/ids.ts';
import type { Log } from '#core/ports/log.ts';
import type { Watching } from '#core/view/watch.ts';
import type { SlackAccess } from './access.ts';
import { atMost } from './at-most.ts';
import { toClientOptions } from './clients.ts';
import { listenToCommands } from './inbound/commands.ts';
import type { Desk } from './inbound/desk.ts';
import { listenToLifecycle } from './inbound/lifecycle.ts';
import { listenToMentions } from './inbound/mentions.ts';
import { listenToPresses } from './inbound/presses.ts';
import { listenToShortcuts } from './inbound/shortcuts.ts';
import { listenToSubmissions } from './inbound/submissions.ts';
import { createMembership } from './membership.ts';
import { acknowledgeLast, createReceiver, loadBolt, type OAuth } from './receiver.ts';
import { createSlackLogger } from './slack-logger.ts';

export interface SlackChatDeps {
  readonly access: SlackAccess;
  /** Null: one workspace. */
  readonly oauth: Omit<OAuth, 'store'> | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly port: number;
  readonly apiUrl: string;
  readonly hear: Hear;
  readonly delivering: Delivering;
  /** Why Fanout can't do its work now, for who asks after its health; null: it can. */
  readonly trouble: () => string | null;
  /** Runs of an earlier process that go on. */
  readonly resumed: readonly string[];
  readonly watch: Watching;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What goes on after Slack was told that its event arrived. Default: the chat's own. */
  readonly background?: Errands;
}

/** How long what is under way may take once Fanout closes. In milliseconds. */
const FAREWELL_MS = 2_000;

/** Fanout in Slack: by a socket where there is an app token, else over HTTP. */
export function createSlackChat(deps: SlackChatDeps): Chat {
  const { access, apiUrl, appToken, delivering, clock, ids, log } = deps;
  const { clients } = access;
  return {
    name: 'slack',
    async run(signal) {
      const { App, LogLevel } = loadBolt();
      const background = deps.background ?? createErrands(log);
      const logger = createSlackLogger(log, {});
      let ready = false;
      const oauth = deps.oauth === null || access.store === null ? null : { ...deps.oauth, store: access.store };
      const opened = createReceiver({
        appToken,
        signingSecret: deps.signingSecret,
        port: deps.port,
        apiUrl,
        oauth,
        logger,
        trouble: () => (ready ? deps.trouble() : 'not ready'),
        clock,
        log,
      });
      const app = new App({
        receiver: opened.receiver,
        clientOptions: toClientOptions(apiUrl),
        convoStore: false,
        logger,
        logLevel: LogLevel.INFO,
        ...(oauth === null ? { authorize: ({ teamId }) => authorize(access, teamId) } : {}),
      });
      acknowledgeLast(opened.receiver, app);
      // What a listener fails with is logged there, and the event not acknowledged: Slack sends it again.
      app.error(async (error) => {
        log.error({ err: error }, 'what came from Slack could not be taken');
        throw error;
      });
      const desk: Desk = {
        hear: deps.hear,
        watch: deps.watch,
        clients,
        membership: createMembership({ clients, clock }),
        drafts: createDrafts({ clock, ids }),
        background,
        clock,
        log,
      };
      listenToCommands(app, desk);
      listenToMentions(app, desk);
      listenToShortcuts(app, desk);
      listenToPresses(app, desk);
      listenToSubmissions(app, desk);
      listenToLifecycle(app, access.forget, desk);

      const stopped = aborted(signal);
      try {
        await Promise.race([opened.start(), stopped]);
        if (!signal.aborted) {
          // Only who hears people goes on with what they asked: a start that fails leaves all as it was.
          await delivering.resume(deps.resumed);
          ready = true;
          log.info(
            appToken === null ? { port: deps.port } : {},
            appToken === null ? 'Slack is heard over HTTP' : 'Slack is heard by a socket',
          );
        }
        await Promise.race([stopped, opened.broken]);
      } finally {
        ready = false;
        await opened.close();
        // A call that hangs now is looked up at the next start.
        await atMost(FAREWELL_MS, Promise.all([background.settled(), delivering.close()]), clock);
      }
    },
  };
}

async function authorize(access: SlackAccess, teamId: string | undefined) {
  const tokens = teamId === undefined ? null : await access.tokensOf(teamId);
  if (tokens === null) throw new Error('this workspace is not the one that SLACK_BOT_TOKEN is of');
  const { botToken, botId, botUserId } = tokens;
  return { botToken, botId, botUserId, ...(teamId === undefined ? {} : { teamId }) };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
