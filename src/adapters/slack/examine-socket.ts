import { WebSocket } from 'undici';

export interface Hello {
  /** Null where Slack did not say. */
  readonly appId: string | null;
  /** Sockets of the app that are open, this one included. */
  readonly connections: number;
}

/**
 * Opens a socket, waits for Slack's hello and closes it at once: while it is open Slack may send it what a running Fanout should have heard. Events come again then; a command in that instant would not.
 * Rejects when there is no hello before `signal`.
 */
export function awaitHello(url: string, signal: AbortSignal): Promise<Hello> {
  signal.throwIfAborted();
  const socket = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<Hello>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort);
  socket.addEventListener('message', ({ data }) => {
    const hello = parseHello(String(data));
    if (hello !== null) resolve(hello);
  });
  socket.addEventListener('error', () => reject(new Error('the socket failed')));
  socket.addEventListener('close', () => reject(new Error('the socket closed without a hello')));
  return promise.finally(() => {
    signal.removeEventListener('abort', abort);
    socket.close();
  });
}

function parseHello(text: string): Hello | null {
  try {
    const frame = JSON.parse(text) as { type?: string; num_connections?: number; connection_info?: { app_id?: string } };
    if (frame.type !== 'hello') return null;
    return { appId: frame.connection_info?.app_id ?? null, connections: frame.num_connections ?? 1 };
  } catch {
    return null;
  }
}
