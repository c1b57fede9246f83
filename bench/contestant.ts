/** Fanout as a contestant, started with the flags and the compile cache that `npm run fanout` starts it with. */
import { join } from 'node:path';

const FLAGS = ['--max-semi-space-size=16', '--no-regexp-tier-up'];

if (FLAGS.some((flag) => !process.execArgv.includes(flag))) {
  const environment = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compile'), ...process.env };
  // Takes this process's place. Windows can't: there it goes on without.
  process.execve?.(process.execPath, [process.execPath, ...process.execArgv, ...FLAGS, ...process.argv.slice(1)], environment);
}
await import('./engine.ts');
