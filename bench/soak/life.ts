import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildLine } from './wire.ts';

/** So long a stop may take, its grace included. */
const MOST_STOP_MS = 10_000;

/** One process of Fanout. */
export interface Life {
  /** Null until it listens, and once it has gone. */
  port(): number | null;
  /** Resolves when nothing is left to do, as it said after now; false when it died before. */
  settled(): Promise<boolean>;
  /** Ends it, and resolves when it has gone; false: it was asked and did not go in time. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<boolean>;
}

export function startLife(args: readonly string[], onHeap: (bytes: number) => void): Life {
  const child = spawn(process.execPath, ['--expose-gc', join(import.meta.dirname, 'child.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = Promise.withResolvers<void>();
  let port: number | null = null;
  let onSettled: () => void = () => undefined;
  child.once('exit', () => {
    port = null;
    gone.resolve();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as ChildLine;
    if (said.type === 'listening') port = said.port;
    else if (said.type === 'heap') onHeap(said.bytes);
    else onSettled();
  });
  return {
    port: () => port,
    settled: () =>
      Promise.race([
        new Promise<boolean>((resolve) => {
          onSettled = () => resolve(true);
        }),
        gone.promise.then(() => false),
      ]),
    async end(signal) {
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), MOST_STOP_MS);
      await gone.promise;
      clearTimeout(late);
      return signal === 'SIGKILL' || child.signalCode !== 'SIGKILL';
    },
  };
}
