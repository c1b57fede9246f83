import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { COMPILE_CACHE } from '#test/fakes/compile-cache.ts';
import { temporaryFolder } from '#test/fakes/temporary-folder.ts';

/** The very processes that `npm run bench:restart` takes the time of. */
const PROCESS = join(import.meta.dirname, '../../bench/restart-process.ts');
const LANES = 2_000;

async function live(
  what: 'until killed' | 'go on',
  path: string,
): Promise<{ readonly signal: NodeJS.Signals | null; readonly said: string }> {
  const child = spawn(process.execPath, [PROCESS, what, path, String(LANES), '3000'], {
    env: { ...process.env, ...COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
  const [said, signal] = await Promise.all([readText(child.stdout), ended]);
  return { said, signal };
}

it(`a run of ${LANES} lanes, killed (SIGKILL) when half are done, goes on: no finished lane is called again, and none is lost`, async () => {
  const path = join(temporaryFolder(), 'fanout.db');
  expect((await live('until killed', path)).signal).toBe('SIGKILL');
  const { doneBefore, callsAgain, done } = JSON.parse((await live('go on', path)).said) as Record<string, number>;
  expect(doneBefore).toBeGreaterThanOrEqual(LANES / 2);
  expect([callsAgain, done]).toEqual([0, LANES]);
});
