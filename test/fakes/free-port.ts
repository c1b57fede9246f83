import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that systems give to who asks for any, so that no connection made meanwhile takes it. */
const [FIRST, LAST] = [12_000, 32_000] as const;

/** A port of loopback for somebody who listens a while later. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
