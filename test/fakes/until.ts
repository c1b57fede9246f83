import { watchOwnTime } from './own-time.ts';

type Found<T> = T | null | undefined | false;

export interface UntilOptions {
  /** Has it called after everything that happens, until what it gives is called. Default: nothing tells of itself. */
  readonly hear?: (look: () => void) => () => void;
  /** What there is to see, for who waited in vain. Default: nothing. */
  readonly story?: () => string;
  /** Of this process's own time. Default 60,000, after which only what never comes is given up. */
  readonly patienceMs?: number;
  /** How often to look where nothing tells of itself, in milliseconds. Default 10. */
  readonly lookMs?: number;
  /** Whether nothing more can come. Default: it always can. */
  readonly isOver?: () => boolean;
}

const LOOK_MS = 10;
const PATIENCE_MS = 60_000;

/** Resolves with what `look` gives once it gives something; rejects as `look` does, or with `what` and the story when patience is over. One `look` at a time. */
export async function until<T>(what: string, look: () => Found<T> | Promise<Found<T>>, options: UntilOptions = {}): Promise<T> {
  const { hear = () => () => undefined, story = () => '', patienceMs = PATIENCE_MS, lookMs = LOOK_MS, isOver = () => false } = options;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const ownTime = watchOwnTime();
  let looking = false;

  function weigh(found: Found<T>): void {
    looking = false;
    if (found !== null && found !== undefined && found !== false) resolve(found);
    const { workedMs, idleMs } = ownTime();
    if (isOver() || workedMs + idleMs > patienceMs) reject(new Error(`waited in vain for ${what}\n${story()}`));
  }

  function tryLook(): void {
    if (looking) return;
    looking = true;
    try {
      const found = look();
      if (found instanceof Promise) found.then(weigh, reject);
      else weigh(found);
    } catch (error) {
      reject(error);
    }
  }

  const timer = setInterval(tryLook, lookMs);
  const deafen = hear(tryLook);
  tryLook();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    deafen();
  }
}

/** Waits until `check` throws no more; rejects with the last that it threw when patience is over. */
export async function eventually(check: () => void | Promise<void>, options: UntilOptions = {}): Promise<void> {
  let last: unknown = null;
  const holds = async (): Promise<boolean> => {
    try {
      await check();
      return true;
    } catch (error) {
      last = error;
      return false;
    }
  };
  await until('what was asserted', holds, options).catch((error: unknown) => {
    throw last ?? error;
  });
}
