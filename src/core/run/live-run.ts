import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RunLog } from '../ports/run-log.ts';
import { type RunEvent, type RunFact, toKey } from './events.ts';
import { fold } from './fold.ts';
import { readPages, readState } from './read-log.ts';
import type { RunState } from './state.ts';

/** A run in this process: its state, kept in step with its log. */
export interface LiveRun {
  readonly runId: string;
  state(): RunState;
  /**
   * Appends and folds, in the log's order; `press` names a person's press for the facts that come from one. False when the log had that key already.
   * Rejects as `RunLog.append` does.
   */
  append(fact: RunFact, press?: string): Promise<boolean>;
  /** Resolves once the state is newer than `seq`, at once if it is already. Rejects with `signal.reason` when aborted, or with the error given to `fail`. */
  changed(seq: number, signal: AbortSignal): Promise<void>;
  /** Characters that lanes in flight have received, by lane. Not in the log: nothing depends on it. */
  readonly progress: Map<number, number>;
  /** What calls beside the lanes may cost that are in flight, and lanes that begin, in US dollars. Not in the log: they are kept when they end. */
  readonly aside: { reservedUsd: number };
  /** Lanes whose start is on its way into the log: they have their place already. */
  readonly beginning: Set<number>;
  /** Calls beside the lanes that are in flight, by name; each resolves once its call is over, however. */
  readonly asking: Map<string, Promise<void>>;
  /** Has whoever waits for a change look once more, though nothing changed. */
  nudge(): void;
  /** It can't go on: everybody who waits for a change hears of it, now and later. */
  fail(error: unknown): void;
}

export interface LiveRunDeps {
  readonly runLog: RunLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A run from its log; null when there is none. */
export async function openLiveRun(runId: string, { runLog, clock, ids }: LiveRunDeps): Promise<LiveRun | null> {
  const folded = await readState(runLog, runId);
  if (folded === null) return null;
  let state = folded;
  let failure: { readonly error: unknown } | null = null;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    const woken = [...waiting];
    waiting.clear();
    for (const resolve of woken) resolve();
  };

  function take(events: readonly RunEvent[]): void {
    const before = state;
    for (const event of events) if (event.seq === state.seq + 1) state = fold(state, event);
    if (state !== before) wake();
  }

  return {
    runId,
    progress: new Map(),
    aside: createAside(),
    beginning: new Set(),
    asking: new Map(),
    nudge: wake,
    state: () => state,
    async append(fact, press) {
      const event = await runLog.append(runId, toKey(fact, press ?? ids.pressId()), fact, clock.now());
      // Appends run at the same time, and another process may have appended: what is missing before this one is read, so the state is always that of a whole log.
      if (event === null || event.seq > state.seq + 1) for await (const events of readPages(runLog, runId, state.seq)) take(events);
      else take([event]);
      return event !== null;
    },
    async changed(seq, signal) {
      signal.throwIfAborted();
      if (failure === null && state.seq <= seq) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const stop = (): void => resolve();
        waiting.add(stop);
        signal.addEventListener('abort', stop);
        await promise;
        waiting.delete(stop);
        signal.removeEventListener('abort', stop);
        signal.throwIfAborted();
      }
      if (failure !== null) throw failure.error;
    },
    fail(error) {
      failure ??= { error };
      wake();
    },
  };
}

/** Sums of dollars leave crumbs, and whoever asks whether anything is reserved at all must not find one. */
const CRUMB_USD = 1e-9;

function createAside(): LiveRun['aside'] {
  let reservedUsd = 0;
  return {
    get reservedUsd() {
      return reservedUsd;
    },
    set reservedUsd(usd) {
      reservedUsd = Math.abs(usd) < CRUMB_USD ? 0 : usd;
    },
  };
}
