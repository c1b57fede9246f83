import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Contestant } from './contestants.ts';

const FOLDER = join(import.meta.dirname, '../peers');
const REDIS_PORT = 6379;

/** Installs what the peers are made of, where it is not there yet; false when that failed. */
export function installPeers(note: (line: string) => void): boolean {
  if (existsSync(join(FOLDER, 'node_modules/.package-lock.json'))) return true;
  note('The peers are not installed yet: npm ci --prefix bench/peers (260 MB, beside the app and not part of it)');
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
}

/** Why one can't take part here; null: it can. */
export async function toHindrance({ script }: Contestant, isInstalled: boolean): Promise<string | null> {
  if (script.startsWith('peers/') && !isInstalled) return 'the peers could not be installed (`npm ci --prefix bench/peers`)';
  if (script === 'peers/bullmq.ts' && !(await answersPing())) return `no Redis answers on port ${REDIS_PORT}`;
  return null;
}

function answersPing(): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(REDIS_PORT, '127.0.0.1', () => socket.write('PING\r\n'));
  socket.setTimeout(1_000, () => resolve(false));
  socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
