import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Environment for the processes that tests start: what one of them compiled, the next one finds. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(tmpdir(), 'fanout-compile-cache') } as const;
