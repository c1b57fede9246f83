import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

export interface LoadEarlyDeps {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** Loads what calls to a model need; a second time costs nothing. */
  readonly load: () => Promise<unknown>;
}

/** By then chats have connected, and hardly anybody has asked for anything. In milliseconds. */
const AFTER_MS = 2_000;

/** Loads it while nobody waits: the event loop stands still for that, and at the first request people would feel it. Given up where it is disposed of before. */
export function loadEarly({ clock, log, load }: LoadEarlyDeps): AsyncDisposable {
  const leaving = new AbortController();

  async function loadSoon(): Promise<void> {
    try {
      await clock.sleep(AFTER_MS, leaving.signal);
      await load();
    } catch (error) {
      // The first call loads it again, and says what is wrong.
      if (!leaving.signal.aborted) log.warn({ err: error }, 'what calls to a model need could not be loaded');
    }
  }

  const loading = loadSoon();
  return {
    async [Symbol.asyncDispose]() {
      leaving.abort(new Error('nobody needs it any more'));
      await loading;
    },
  };
}
