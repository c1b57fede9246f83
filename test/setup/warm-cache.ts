/**
 * Programs that tests start share a cache of compiled code, which each writes as it ends; one that is killed writes nothing, and on a clean checkout most are. So all that they load is compiled once before the tests, in 2 s.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../fakes/compile-cache.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The cache knows files by their paths. Code that changed since is compiled by whoever loads it. */
const DONE = join(COMPILE_CACHE.NODE_COMPILE_CACHE, `warm-${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}`);

export async function setup(): Promise<void> {
  if (existsSync(DONE)) return;
  await Promise.all([load(join(ROOT, 'src/main.ts'), '--help'), load(join(import.meta.dirname, 'load-all.ts'))]);
  mkdirSync(COMPILE_CACHE.NODE_COMPILE_CACHE, { recursive: true });
  writeFileSync(DONE, '');
}

/** Whatever it comes to: a program that can't be loaded fails in its own test, which says why. */
const load = (...args: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [...args], { cwd: ROOT, env: { ...process.env, ...COMPILE_CACHE }, stdio: 'ignore' });
    child.once('close', () => resolve());
  });
