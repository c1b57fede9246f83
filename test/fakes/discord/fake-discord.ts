import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '#adapters/system/system-clock.ts';
import type { Clock } from '#core/ports/clock.ts';
import { createPatientServer } from '#test/fakes/patient-server.ts';
import { type Commands, createCommands } from './commands.ts';
import { createFaults, type Faults } from './faults.ts';
import { createForms, type Forms } from './forms.ts';
import { createGateway, type GatewayControl } from './gateway.ts';
import { ACK_MS } from './interaction.ts';
import { createSender } from './interaction-payload.ts';
import { isGoodLink } from './objects.ts';
import { createPressing, type Pressing } from './pressing.ts';
import { createRateLimiter, type Limits } from './rate-limits.ts';
import { type ApiCall, createRest } from './rest.ts';
import type { GuildSeed } from './seed.ts';
import { createWatcher, type Watcher } from './watcher.ts';
import { createWorld } from './world.ts';
import { createWriters, type Writers } from './writing.ts';

export interface FakeDiscordOptions {
  readonly guilds: readonly GuildSeed[];
  /** Default `test-token`. */
  readonly token?: string;
  /** Default `100000000000000001`. */
  readonly applicationId?: string;
  /** Default `100000000000000002`. */
  readonly botUserId?: string;
  /** Whether the app has the privileged intent to read what others write. Default false. */
  readonly messageContent?: boolean;
  /** For ids, limits, waits for an answer and everything that expires. Default: this machine's. */
  readonly clock?: Clock;
  /** Default `real`. */
  readonly limits?: Limits;
  /** How long a person waits for the first answer, by `clock`. Default 3,000, as it is. */
  readonly ackMs?: number;
  /** Default 41,250, as it is. */
  readonly heartbeatMs?: number;
  /** Default 0: any that is free. */
  readonly port?: number;
}

/**
 * A Discord on loopback that takes nothing for granted: what the real one refuses, it refuses.
 * Its members say what people do, what people see, and what goes wrong.
 */
export interface FakeDiscord extends Commands, Pressing, Forms, Writers, Watcher {
  /** `http://127.0.0.1:<port>/api`: the `rest.api` of a client. */
  readonly apiUrl: string;
  readonly baseUrl: string;
  readonly fail: Faults;
  readonly gateway: GatewayControl;
  calls(): readonly ApiCall[];
  /** Answers of 401, 403 and 429: ten thousand of them in ten minutes shut an address out. */
  invalidCalls(): number;
  /** The old token stops working at once. */
  resetToken(token: string): void;
  close(): Promise<void>;
}

export async function startFakeDiscord(options: FakeDiscordOptions): Promise<FakeDiscord> {
  const { applicationId = '100000000000000001', botUserId = '100000000000000002', messageContent = false } = options;
  const { clock = systemClock, limits = 'real', ackMs = ACK_MS, heartbeatMs = 41_250, port = 0 } = options;
  let token = options.token ?? 'test-token';
  const world = createWorld({
    guilds: options.guilds,
    applicationId,
    botUserId,
    hasMessageContent: messageContent,
    nowMs: clock.now,
    ackMs,
  });
  const faults = createFaults();
  const calls: ApiCall[] = [];
  const gateway = createGateway({ world, token: () => token, heartbeatMs });
  world.emit = gateway.emit;
  const limiter = createRateLimiter(limits, clock.now);
  const rest = createRest({ world, token: () => token, faults, limiter, limits, gatewayRoutes: gateway.routes, calls });
  const sender = createSender(world, gateway, clock);
  const { show, ...forms } = createForms(world, { ...sender, send: (doing) => showing(sender.send(doing)) });

  /** A modal that an answer opens stands in front of the person. */
  async function showing<Outcome extends Awaited<ReturnType<typeof sender.send>>>(sent: Promise<Outcome>): Promise<Outcome> {
    const outcome = await sent;
    if (outcome.modal !== null) show(outcome.modal);
    return outcome;
  }
  const shown = { ...sender, send: (doing: Parameters<typeof sender.send>[0]) => showing(sender.send(doing)) };

  function sendFile(url: URL, response: ServerResponse): void {
    const file = world.files.get(url.pathname.split('/')[3] ?? '');
    if (file === undefined || !isGoodLink(world, url)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
      return;
    }
    response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length }).end(file.bytes);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', world.baseUrl);
    if (url.pathname.startsWith('/api/')) return rest(request, response);
    if (/^\/(ephemeral-)?attachments\//.test(url.pathname)) return sendFile(url, response);
    response.writeHead(404).end();
  }

  const server = createPatientServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A fault of the fake itself must be seen by the test that it belongs to.
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(501, { 'content-type': 'text/plain' }).end(`the fake broke: ${String(error)}`);
    });
  });
  gateway.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  world.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...createCommands(world, shown),
    ...createPressing(world, shown),
    ...forms,
    ...createWriters(world),
    ...createWatcher(world),
    apiUrl: `${world.baseUrl}/api`,
    baseUrl: world.baseUrl,
    fail: faults,
    gateway,
    calls: () => calls,
    invalidCalls: () => calls.filter(({ status }) => status === 401 || status === 403 || status === 429).length,
    resetToken: (next) => {
      token = next;
      gateway.closeWith(4004);
    },
    close: () =>
      new Promise((resolve) => {
        sender.close();
        gateway.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
