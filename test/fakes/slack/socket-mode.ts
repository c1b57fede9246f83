import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '#core/ports/clock.ts';
import { toFields } from './arguments.ts';
import type { Ack, Outbound, Transport } from './outbound.ts';
import { type Fields, SlackRefusal } from './refusal.ts';
import type { World } from './world.ts';

const PING_MS = 10_000;
const TYPES = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

export interface SocketModeDeps {
  readonly world: World;
  readonly appToken: string;
  readonly appId: string;
  readonly ackMs: number;
  readonly clock: Clock;
  /** After each `hello`. */
  readonly onOpen: () => void;
}

export interface SocketMode extends Transport {
  /** `apps.connections.open`: a WebSocket URL that is good once. */
  open(token: string | null): string;
  attach(server: Server): void;
  openCount(): number;
  /** Slack says why, then closes every open socket; the app is to come back by itself. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** Cuts every socket without a word. */
  drop(): void;
  /** Resolves once `count` sockets are open. */
  connected(count: number): Promise<void>;
  close(): void;
}

export function createSocketMode({ world, appToken, appId, ackMs, clock, onOpen }: SocketModeDeps): SocketMode {
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const acks = new Map<string, (payload: Fields) => void>();
  const onConnect = new Set<() => void>();
  const server = new WebSocketServer({ noServer: true });
  let turn = 0;

  function onFrame(frame: Fields): void {
    const { envelope_id } = frame;
    if (typeof envelope_id !== 'string') return;
    acks.get(envelope_id)?.(frame);
    acks.delete(envelope_id);
  }

  function welcome(socket: WebSocket): void {
    sockets.add(socket);
    const pings = setInterval(() => socket.ping(), PING_MS);
    socket.on('message', (data) => onFrame(toFields(JSON.parse(data.toString()))));
    socket.on('close', () => {
      clearInterval(pings);
      sockets.delete(socket);
    });
    const hello = { type: 'hello', num_connections: sockets.size, connection_info: { app_id: appId }, debug_info: { host: 'fake' } };
    socket.send(JSON.stringify(hello));
    for (const each of onConnect) each();
    onOpen();
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '', world.baseUrl);
    const ticket = url.searchParams.get('ticket') ?? '';
    if (url.pathname !== '/link' || !tickets.delete(ticket)) {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, welcome);
  }

  function envelope(socket: WebSocket, { kind, payload, retry }: Outbound): Promise<Ack> {
    const envelope_id = crypto.randomUUID();
    const startedMs = clock.now();
    const ended = new AbortController();
    return new Promise((resolve) => {
      const end = (status: number, body: string, failure: Ack['failure']): void => {
        ended.abort();
        acks.delete(envelope_id);
        socket.off('close', lost);
        resolve({ status, body, ms: clock.now() - startedMs, failure });
      };
      const lost = (): void => end(0, '', 'connection');
      clock.sleep(ackMs, ended.signal).then(
        () => end(0, '', 'timeout'),
        () => undefined, // it ended before
      );
      socket.on('close', lost);
      acks.set(envelope_id, (frame) => end(200, frame.payload === undefined ? '' : JSON.stringify(frame.payload), null));
      const retried = retry !== undefined && { retry_attempt: retry.num, retry_reason: retry.reason };
      socket.send(JSON.stringify({ envelope_id, type: TYPES[kind], accepts_response_payload: kind !== 'event', payload, ...retried }));
    });
  }

  return {
    open: (token) => {
      if (token === null) throw new SlackRefusal('not_authed');
      if (token !== appToken) throw new SlackRefusal(token.startsWith('xapp-') ? 'invalid_auth' : 'not_allowed_token_type');
      const ticket = world.nextId('ticket');
      tickets.add(ticket);
      return `${world.baseUrl.replace('http:', 'ws:')}/link?ticket=${ticket}&app_id=${appId}`;
    },
    attach: (http) => void http.on('upgrade', upgrade),
    openCount: () => sockets.size,
    send: (out) => {
      const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      // Of several sockets any one gets it: Slack's docs, Socket Mode.
      const socket = open[turn % open.length];
      return socket === undefined ? null : envelope(socket, out);
    },
    disconnect: (reason) => {
      for (const socket of sockets) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }));
        if (reason !== 'warning') socket.close();
      }
    },
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    connected: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (sockets.size < count) return;
          onConnect.delete(check);
          resolve();
        };
        onConnect.add(check);
        check();
      }),
    close: () => {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}
