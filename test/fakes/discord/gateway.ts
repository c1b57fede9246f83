import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Fields, toFields } from './fields.ts';
import { gatewayUrl, openSession, refusalOf } from './identify.ts';
import { ok, type Route } from './route.ts';
import { deliver, hears, isOfShard, push, type Session } from './session.ts';
import type { About, World } from './world.ts';

const FRAME_BYTES = 4_096;
const FRAMES_A_MINUTE = 120;
const STARTS_A_DAY = 1_000;

export interface GatewayDeps {
  readonly world: World;
  readonly token: () => string;
  readonly heartbeatMs: number;
}

export interface GatewayControl {
  /** The connections break without a word; the sessions can be resumed. */
  drop(): void;
  /** Op 7: the app should come back and resume. */
  reconnect(): void;
  /** Op 9. Not resumable: the sessions are gone, and what happened meanwhile is lost. */
  invalidate(resumable: boolean): void;
  /** Closes with a code, such as 4004; from 4004 on most end the session. */
  closeWith(code: number): void;
  /** Nothing comes any more, no heartbeat is acknowledged, and the connections stay open. */
  freeze(): void;
  /** Resolves once so many are connected and ready. */
  connected(count?: number): Promise<void>;
  /** From now on events wait, interactions too. */
  hold(): void;
  release(order?: 'as it was' | 'twice'): void;
  /** How often the app began anew, and how often it took up a session. */
  readonly starts: { readonly identified: number; readonly resumed: number };
}

export interface Gateway extends GatewayControl {
  readonly routes: readonly Route[];
  attach(server: Server): void;
  emit(event: string, data: unknown, about: About): void;
  /** Whether any session would hear of this guild, now or when it resumes. */
  hasListener(guildId: string | null): boolean;
  close(): void;
}

const parse = (data: RawData): Fields | null => {
  try {
    return toFields(JSON.parse(String(data)));
  } catch {
    return null;
  }
};

export function createGateway({ world, token, heartbeatMs }: GatewayDeps): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  const waiting = new Set<() => void>();
  const starts = { identified: 0, resumed: 0 };
  let held: (() => void)[] | null = null;
  let wss: WebSocketServer | null = null;
  const connectedNow = (): number => [...sessions.values()].filter(({ socket }) => socket !== null).length;

  const ready = (): void => {
    for (const check of waiting) check();
  };

  function identify(socket: WebSocket, data: Fields): Session | null {
    const code = starts.identified >= STARTS_A_DAY ? 4004 : refusalOf(world, token(), data);
    if (code !== null) {
      socket.close(code);
      return null;
    }
    starts.identified += 1;
    const [shard = 0, count = 1] = Array.isArray(data.shard) ? (data.shard as number[]) : [];
    const session = openSession(world, socket, { intents: Number(data.intents), shard: [shard, count] });
    sessions.set(session.id, session);
    ready();
    return session;
  }

  function resume(socket: WebSocket, data: Fields): Session | null {
    if (data.token !== token()) {
      socket.close(4004);
      return null;
    }
    const session = sessions.get(String(data.session_id));
    if (session === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return null;
    }
    const seq = Number(data.seq);
    if (!(seq <= session.seq)) {
      socket.close(4007);
      return null;
    }
    starts.resumed += 1;
    session.socket?.terminate();
    session.socket = socket;
    session.isFrozen = false;
    for (const each of session.log) if (each.seq > seq) socket.send(each.frame);
    push(session, 'RESUMED', {});
    ready();
    return session;
  }

  function open(socket: WebSocket, query: URLSearchParams): void {
    sockets.add(socket);
    let session: Session | null = null;
    let frames: number[] = [];
    if (query.get('v') !== '10') socket.close(4012);
    else if (query.get('encoding') !== 'json' || query.has('compress')) socket.close(4002);
    else socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: heartbeatMs } }));

    socket.on('message', (data) => {
      const now = world.nowMs();
      frames = [...frames.filter((atMs) => now - atMs < 60_000), now];
      const frame = parse(data);
      if (frame === null || Buffer.byteLength(String(data)) > FRAME_BYTES) return socket.close(4002);
      if (frames.length > FRAMES_A_MINUTE) return socket.close(4008);
      if (session?.isFrozen === true) return;
      switch (frame.op) {
        case 1:
          return socket.send(JSON.stringify({ op: 11 }));
        case 2:
          if (session !== null) return socket.close(4005);
          session = identify(socket, toFields(frame.d));
          return;
        case 6:
          if (session !== null) return socket.close(4005);
          session = resume(socket, toFields(frame.d));
          return;
        case 3:
        case 4:
        case 8:
          return session === null ? socket.close(4003) : undefined;
        default:
          return socket.close(4001);
      }
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      sockets.delete(socket);
      if (session?.socket !== socket) return;
      session.socket = null;
      // The app said goodbye; any other end leaves the session to be resumed.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
    });
  }

  const live = (): Session[] => [...sessions.values()].filter(({ socket }) => socket !== null);
  const forget = (session: Session): void => {
    session.socket = null;
  };
  const emitNow = (event: string, data: unknown, about: About): void => {
    for (const session of sessions.values()) if (hears(world, session, event, about)) deliver(session, event, data, about);
  };

  return {
    starts,
    routes: [
      { name: 'GET /gateway', handle: () => ok({ url: gatewayUrl(world) }) },
      {
        name: 'GET /gateway/bot',
        handle: () => {
          const remaining = STARTS_A_DAY - starts.identified;
          return ok({
            url: gatewayUrl(world),
            shards: 1,
            session_start_limit: { total: STARTS_A_DAY, remaining, reset_after: 0, max_concurrency: 1 },
          });
        },
      },
    ],
    attach: (server) => {
      wss = new WebSocketServer({ server });
      wss.on('connection', (socket, request) => open(socket, new URL(request.url ?? '/', world.baseUrl).searchParams));
    },
    emit: (event, data, about) => {
      // What it says is fixed now, as it happened; only the sending waits.
      if (held !== null) held.push(() => emitNow(event, data, about));
      else emitNow(event, data, about);
    },
    hasListener: (guildId) => [...sessions.values()].some(({ shard }) => isOfShard(shard, guildId)),
    drop: () => {
      for (const session of live()) {
        session.socket?.terminate();
        forget(session);
      }
    },
    reconnect: () => {
      for (const { socket } of live()) socket?.send(JSON.stringify({ op: 7, d: null }));
    },
    invalidate: (resumable) => {
      for (const session of live()) {
        session.socket?.send(JSON.stringify({ op: 9, d: resumable }));
        if (resumable) continue;
        forget(session);
        sessions.delete(session.id);
      }
    },
    closeWith: (code) => {
      for (const session of live()) {
        session.socket?.close(code);
        forget(session);
        if (code === 4004 || code === 4007 || code === 4009 || code >= 4010) sessions.delete(session.id);
      }
    },
    freeze: () => {
      for (const session of live()) session.isFrozen = true;
    },
    connected: (count = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (connectedNow() < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    hold: () => {
      held ??= [];
    },
    release: (order = 'as it was') => {
      const queue = held ?? [];
      held = null;
      for (const send of queue) {
        send();
        if (order === 'twice') send();
      }
    },
    close: () => {
      for (const socket of sockets) socket.terminate();
      wss?.close();
    },
  };
}
