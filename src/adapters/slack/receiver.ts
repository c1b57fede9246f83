import { createRequire } from 'node:module';
import type * as Bolt from '@slack/bolt';
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { toClientOptions } from './clients.ts';
import type { InstallationStore } from './installations/installation-store.ts';
import { SCOPES } from './manifest.ts';

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
  /** Whether this process takes events now. */
  readonly isReady: () => boolean;
}

export interface OpenReceiver {
  readonly receiver: Receiver;
  /** Hears nothing more from then on. */
  close(): Promise<void>;
}

/** What Slack talks to. `GET /healthz` answers 200 when ready, in HTTP mode. */
export function createReceiver(options: ReceiverOptions): OpenReceiver {
  const { HTTPReceiver, SocketModeReceiver } = loadBolt();
  const { appToken, signingSecret, port, oauth, logger, isReady } = options;
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
  const installerOptions = { directInstall: true, clientOptions: toClientOptions(options.apiUrl), ...toAuthorizeUrl(options.apiUrl) };
  if (appToken !== null) {
    const receiver = new SocketModeReceiver({ appToken, logger, installerOptions, ...install });
    return { receiver, close: async () => void (await receiver.client.disconnect()) };
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
          response.writeHead(isReady() ? 200 : 503, { 'content-type': 'text/plain' }).end(isReady() ? 'ok\n' : 'not ready\n');
        },
      },
    ],
  });
  return { receiver, close: () => receiver.stop() };
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
    await app.processEvent({ ...event, ack });
    const it = acknowledged as { readonly response: unknown } | null;
    if (it !== null) await event.ack(it.response as never);
  };
  receiver.init({ processEvent } as App);
}
