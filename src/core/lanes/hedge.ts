/**
 * The calls of one start of a lane: one, and a second or third where the first straggles. The first good answer wins, the others are aborted; what they give after that changes nothing.
 */

import type { Clock } from '../ports/clock.ts';
import type { Completion, ModelCall, OnProgress } from '../ports/model.ts';
import type { Usage } from '../usage.ts';
import { toBrokenUsage } from './broken-usage.ts';
import { toCallEnd, toDone } from './call-end.ts';
import type { Permit } from './governor.ts';

/** One call that may be made. */
export interface Entrant {
  readonly call: ModelCall;
  /** Ended here, once; null: there is none. */
  readonly permit: Permit | null;
  /** What its prompt is likely to have, for a call that broke off. */
  readonly inputTokens: number;
}

/** What became of one call. */
export interface Called {
  readonly call: ModelCall;
  /** Estimated where it broke off. */
  readonly usage: Usage;
}

export type Raced =
  | { readonly kind: 'good'; readonly call: ModelCall; readonly completion: Completion; readonly others: readonly Called[] }
  /** `error` is the first call's. `answered`: one of them gave an answer, if no good one. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly answered: boolean; readonly calls: readonly Called[] };

export interface Race {
  /** One more call goes out. False: there is an answer already, or none to be had any more; nothing was sent. */
  enter(entrant: Entrant): boolean;
  /** Resolves when there is a good answer, or every call has failed. Never rejects. */
  readonly over: Promise<Raced>;
}

export interface RaceDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** As `attempt` does. */
  call(call: ModelCall, onProgress: OnProgress, signal: AbortSignal): Promise<Completion>;
  /** Throws for an answer that is not good. */
  check(completion: Completion): void;
  /** Hears the characters of whoever has most. */
  readonly onProgress: (chars: number) => void;
  readonly signal: AbortSignal;
}

interface Runner extends Entrant {
  readonly stop: AbortController;
  chars: number;
  completion: Completion | null;
  /** Of one that failed. */
  failure: { readonly error: unknown } | null;
  /** Another one was faster. */
  lost: boolean;
}

const LOST = new Error('another call for the same lane was faster');

export function createRace({ clock, call, check, onProgress, signal }: RaceDeps): Race {
  const runners: Runner[] = [];
  const { promise: over, resolve } = Promise.withResolvers<Raced>();
  let isOver = false;
  const onAbort = (): void => runners.forEach((runner) => void runner.stop.abort(signal.reason));
  signal.addEventListener('abort', onAbort);

  function end(raced: () => Raced): void {
    isOver = true;
    signal.removeEventListener('abort', onAbort);
    resolve(raced());
  }

  function win(winner: Runner, completion: Completion): void {
    const others = runners.filter((runner) => runner !== winner);
    for (const other of others) {
      if (other.failure !== null) continue;
      other.lost = true;
      other.stop.abort(LOST);
    }
    end(() => ({ kind: 'good', call: winner.call, completion, others: others.map(toCalled) }));
  }

  function fail(runner: Runner, error: unknown): void {
    runner.failure = { error };
    if (isOver || runners.some((it) => it.failure === null)) return;
    const answered = runners.some((it) => it.completion !== null);
    end(() => ({ kind: 'failed', error: runners[0]?.failure?.error, answered, calls: runners.map(toCalled) }));
  }

  async function run(runner: Runner): Promise<void> {
    const startedMs = clock.now();
    const msSoFar = (): number => Math.max(0, clock.now() - startedMs);
    const hear: OnProgress = (chars, limits) => {
      if (limits) runner.permit?.hear(limits);
      runner.chars = chars;
      if (runners.every((other) => other.chars <= chars)) onProgress(chars);
    };
    try {
      runner.completion = await call(runner.call, hear, runner.stop.signal);
      runner.permit?.end(toDone(runner.completion, msSoFar()));
    } catch (error) {
      runner.permit?.end(runner.stop.signal.aborted ? { kind: 'other' } : toCallEnd(error, msSoFar()));
      return fail(runner, error);
    }
    if (isOver) return;
    try {
      check(runner.completion);
    } catch (error) {
      return fail(runner, error);
    }
    win(runner, runner.completion);
  }

  return {
    over,
    enter(entrant) {
      if (isOver || signal.aborted) {
        entrant.permit?.end({ kind: 'unused' });
        if (!isOver && runners.length === 0) end(() => ({ kind: 'failed', error: signal.reason, answered: false, calls: [] }));
        return false;
      }
      const runner: Runner = { ...entrant, stop: new AbortController(), chars: 0, completion: null, failure: null, lost: false };
      runners.push(runner);
      void run(runner);
      return true;
    },
  };
}

function toCalled({ call, completion, failure, lost, chars, inputTokens, stop: { signal } }: Runner): Called {
  if (completion !== null) return { call, usage: completion.usage };
  const letGo = lost || (signal.aborted && failure?.error === signal.reason);
  return { call, usage: toBrokenUsage({ error: failure?.error, letGo, chars, inputTokens }) };
}
