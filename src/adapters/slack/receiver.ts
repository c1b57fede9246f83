import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type * as Bolt from '@slack/bolt';
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { FanoutError } from '#core/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { atMost } from './at-most.ts';
import { toClientOptions } from './clients.ts';
import { toInstalledTeam } from './inbound/team.ts';
import type { InstallationStore } from './installations/installation-store.ts';
import { SCOPES } from './manifest.ts';
import { createSocket } from './socket.ts';

/** CommonJS, and big: required when Slack is used. */
export const loadBolt = (): typeof Bolt => createRequire(import.meta.url)('@slack/bolt') as typeof Bolt;

/** Many workspaces, each with its own token. */
export interface OAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  readonly store: InstallationStore;
}

export interface ReceiverOptions {
  /** Socket Mode where it is set, else HTTP. */
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly port: number;
  readonly apiUrl: string;
  /** Null: one workspace, by its token. */
  readonly oauth: OAuth | null;
  readonly logger: Logger;
  /** Why this process does not take events now; null: it does. */
  readonly trouble: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenReceiver {
  readonly receiver: Receiver;
  /** Resolves once Slack is heard. Rejects with `FanoutError` `bad_config` where that can't be: the port is taken, the app token is not. */
  start(): Promise<void>;
  /** Rejects when Slack can't be heard any more; never resolves. */
  readonly broken: Promise<never>;
  /** Hears nothing more from then on. */
  close(): Promise<void>;
}

/** How long requests that are being answered may take once Fanout closes. In milliseconds. */
const FAREWELL_MS = 1_000;

/** What Slack talks to. `GET /healthz` answers 200 when ready and else 503 with the reason, in HTTP mode. */
export function createReceiver(options: ReceiverOptions): OpenReceiver {
  const { HTTPReceiver, SocketModeReceiver } = loadBolt();
  const { appToken, signingSecret, port, oauth, logger, trouble, clock, log } = options;
  const install =
    oauth === null
      ? {}
      : {
          clientId: oauth.clientId,
          clientSecret: oauth.clientSecret,
          stateSecret: oauth.stateSecret,
          installationStore: oauth.store,
          scopes: [...SCOPES.bot],
        };
  const installerOptions = {
    directInstall: true,
    port,
    clientOptions: toClientOptions(options.apiUrl),
    ...toAuthorizeUrl(options.apiUrl),
  };
  if (appToken !== null) {
    const receiver = new SocketModeReceiver({ appToken, logger, autoReconnectEnabled: false, installerOptions, ...install });
    const socket = createSocket(receiver.client, { clock, log });
    // Where people install it: Bolt keeps that server to itself, and neither hears of its errors nor waits for its end.
    const pages = (Reflect.get(receiver, 'httpServer') as Server | undefined) ?? null;
    return {
      receiver,
      broken: socket.broken,
      async start() {
        if (pages !== null) await listen(pages, port);
        await socket.open();
      },
      async close() {
        await Promise.all([socket.close(), pages?.listening === true ? closeServer(pages, clock) : undefined]);
      },
    };
  }
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    port,
    logger,
    installerOptions,
    ...install,
    customRoutes: [
      {
        path: '/healthz',
        method: ['GET'],
        handler: (_request, response) => {
          const why = trouble();
          response.writeHead(why === null ? 200 : 503, { 'content-type': 'text/plain' }).end(`${why ?? 'ok'}\n`);
        },
      },
    ],
  });
  let server: Server | null = null;
  return {
    receiver,
    broken: Promise.withResolvers<never>().promise,
    async start() {
      server = (await receiver.start(port).catch((error: unknown) => {
        throw toPortProblem(error, port);
      })) as Server;
    },
    async close() {
      if (server !== null) await closeServer(server, clock);
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(toPortProblem(error, port)));
  server.listen(port, resolve);
  await promise;
}

/** Lets requests that are being answered end, but not for ever: a caller that sends half a request would hold Fanout up. */
async function closeServer(server: Server, clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await atMost(FAREWELL_MS, promise, clock);
  server.closeAllConnections();
  await promise;
}

const PORT_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there. Stop it, or set PORT to another one',
  EACCES: 'this account may not listen there. Set PORT to one above 1023',
};

function toPortProblem(error: unknown, port: number): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const problem = PORT_PROBLEMS[code];
  return problem === undefined
    ? error
    : new FanoutError('bad_config', `Fanout can not listen on port ${port}: ${problem}.`, { cause: error });
}

/** Where somebody is sent to install: beside the Web API, wherever that is. */
function toAuthorizeUrl(apiUrl: string): { readonly authorizationUrl?: string } {
  const { origin } = new URL(apiUrl);
  return origin === 'https://slack.com' ? {} : { authorizationUrl: `${origin}/oauth/v2/authorize` };
}

/**
 * Has Slack told that an event arrived only once the listeners are through, which keep it. Bolt tells it first, and what a process that dies then was told is lost: Slack does not send it again. Listeners take
 * milliseconds (what takes longer runs in the background), where Slack waits for three seconds.
 */
export function acknowledgeLast(receiver: Receiver, app: App): void {
  const processEvent = async (event: ReceiverEvent): Promise<void> => {
    let acknowledged: { readonly response: unknown } | null = null;
    const ack = async (response?: unknown): Promise<void> => {
      acknowledged ??= { response };
    };
    await app.processEvent({ ...event, body: toInstalledTeam(event.body), ack });
    const it = acknowledged as { readonly response: unknown } | null;
    if (it !== null) await event.ack(it.response as never);
  };
  receiver.init({ processEvent } as App);
}
