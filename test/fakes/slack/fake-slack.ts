import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#adapters/system/system-clock.ts';
import type { Clock } from '#core/ports/clock.ts';
import { createPatientServer } from '#test/fakes/patient-server.ts';
import { type Courier, createCourier, type Delivery } from './delivery.ts';
import { createEvents, type Events } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { receiveUpload, sendFile, sendLogin } from './file-store.ts';
import { createForms, type Forms } from './forms.ts';
import { createInteractions, type Interactions } from './interactions.ts';
import { createOAuth, type OAuthApp } from './oauth.ts';
import type { Retry } from './outbound.ts';
import { createRateLimiter, type Limits } from './rate-limits.ts';
import type { Fields } from './refusal.ts';
import { readBody } from './request-body.ts';
import { useResponseUrl } from './response-urls.ts';
import type { TeamSeed } from './seed.ts';
import { createSignedHttp } from './signed-http.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';
import { createWatcher, type Watcher } from './watcher.ts';
import { type ApiCall, createWebApi } from './web-api.ts';
import { createWorld } from './world.ts';

export interface FakeSlackOptions {
  readonly teams: readonly TeamSeed[];
  /** Default `test-signing-secret`. */
  readonly signingSecret?: string;
  /** Default `xapp-test`: what opens a socket. */
  readonly appToken?: string;
  /** For an installation through `oauth.v2.access`. Default: there is none. */
  readonly oauth?: OAuthApp;
  /** For time stamps, limits, waits for an ack and everything that expires. Default: this machine's. */
  readonly clock?: Clock;
  /** Default `real`. */
  readonly limits?: Limits;
  /** An app sold outside the Marketplace reads 15 messages of history once a minute. Default false. */
  readonly isCommercial?: boolean;
  /** What the app has subscribed to. Default `SUBSCRIPTIONS`. */
  readonly subscriptions?: readonly string[];
  /** How long Slack waits for an ack, by `clock`. Default 3,000, as it is. */
  readonly ackMs?: number;
  /** Whether a failed event is sent once more at once. Default true. */
  readonly retries?: boolean;
  /** Default 0: any that is free. */
  readonly port?: number;
}

const SUBSCRIPTIONS = ['app_mention', 'message.im', 'app_home_opened', 'agent_session_stopped', 'app_uninstalled', 'tokens_revoked'];

/**
 * A Slack on loopback that takes nothing for granted: what the real one refuses, it refuses.
 * Its members say what people do, what people see, and what goes wrong.
 */
export interface FakeSlack extends Interactions, Forms, Events, Watcher {
  /** `http://127.0.0.1:<port>/api/`: the `slackApiUrl` of a client. */
  readonly apiUrl: string;
  readonly baseUrl: string;
  readonly fail: Faults;
  readonly socket: Pick<SocketMode, 'connected' | 'disconnect' | 'drop' | 'openCount'>;
  /** The app's own address for commands, interactions and events. Without it they go over the app's socket. */
  connectHttp(url: string): void;
  /** Slack's check of that address: the status, and whether the challenge came back. */
  verifyUrl(): Promise<{ readonly status: number; readonly isVerified: boolean }>;
  /** Sends an event's whole body, as it is. */
  deliver(body: Fields, retry?: Retry): Promise<Delivery>;
  /** The same event once more: its `event_id` stays. */
  redeliver(delivery: Delivery, retry?: Retry): Promise<Delivery>;
  /** Sends what waited for the app to come back; a socket that opens does so by itself. */
  flush(): Promise<readonly Delivery[]>;
  /** From now on events wait, until `release` sends them: as they happened, the newest first, or each one twice. */
  readonly hold: Courier['hold'];
  readonly release: Courier['release'];
  deliveries(): readonly Delivery[];
  calls(): readonly ApiCall[];
  close(): Promise<void>;
}

export async function startFakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const { clock = systemClock, limits = 'real', isCommercial = false, ackMs = 3_000, retries = true, port = 0 } = options;
  const { signingSecret = 'test-signing-secret', appToken = 'xapp-test', oauth: app = null, subscriptions = SUBSCRIPTIONS } = options;
  const world = createWorld(options.teams, { nowMs: clock.now, historyPage: isCommercial ? 15 : 1000 });
  const closing = new AbortController();
  let appUrl: string | null = null;

  const appId = options.teams[0]?.appId ?? 'A1';
  const socket = createSocketMode({ world, appToken, appId, ackMs, clock, onOpen: () => void courier.flush() });
  const http = createSignedHttp({ signingSecret, ackMs, clock, url: () => appUrl, signal: closing.signal });
  const faults = createFaults();
  const post: Courier = createCourier([http, socket], retries);
  const courier: Courier = {
    ...post,
    once: async (out) => {
      const ack = await post.once(out);
      return faults.take('ack') === null ? ack : { status: 0, body: '', ms: ack.ms, failure: 'timeout' };
    },
  };
  const oauth = createOAuth(world, app);
  const calls: ApiCall[] = [];
  const limiter = createRateLimiter(limits, isCommercial, clock.now);
  const callMethod = createWebApi({ world, faults, limiter, oauth, openSocket: socket.open, calls });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', world.baseUrl);
    const [, first, second, third] = url.pathname.split('/');
    const isPost = request.method === 'POST';
    if (first === 'api' && second !== undefined) return callMethod(request, response, second);
    if (first === 'upload' && isPost && third !== undefined) return receiveUpload(world, request, response, third);
    if (first === 'files-pri' && second !== undefined) return sendFile(world, request, response, second.split('-').at(-1) ?? '');
    if (first === 'login') return sendLogin(response);
    if (first === 'actions' && isPost && third !== undefined) {
      if (faults.take('response_url') !== null) {
        response.writeHead(500).end();
        return;
      }
      const { status, body } = useResponseUrl(world, third, (await readBody(request)).fields);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      return;
    }
    const back = first === 'oauth' && third === 'authorize' ? oauth.authorize(url.searchParams) : null;
    if (back !== null) response.writeHead(302, { location: back }).end();
    else response.writeHead(404).end();
  }

  const server = createPatientServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A fault of the fake itself must be seen by the test that it belongs to.
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(`the fake broke: ${String(error)}`);
    });
  });
  socket.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...createInteractions(world, courier),
    ...createForms(world, courier),
    ...createEvents(world, courier, subscriptions),
    ...createWatcher(world),
    apiUrl: `${world.baseUrl}/api/`,
    baseUrl: world.baseUrl,
    fail: faults,
    socket,
    connectHttp: (url) => {
      appUrl = url;
    },
    verifyUrl: async () => {
      const challenge = world.nextId('challenge.');
      const ack = await courier.once({ kind: 'event', payload: { token: 'verification-token', challenge, type: 'url_verification' } });
      return { status: ack.status, isVerified: ack.status === 200 && ack.body.includes(challenge) };
    },
    deliver: courier.event,
    redeliver: (delivery, retry = { num: 1, reason: 'http_timeout' }) => courier.event(delivery.body, retry),
    flush: courier.flush,
    hold: courier.hold,
    release: courier.release,
    deliveries: courier.deliveries,
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        socket.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
