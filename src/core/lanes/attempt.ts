import { FanoutError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Completion, Model, ModelCall } from '../ports/model.ts';

export interface AttemptDeps {
  readonly model: Model;
  readonly clock: Clock;
  /** Without progress for this long the attempt ends. In milliseconds. */
  readonly timeoutMs: number;
}

/** A reason that is made once: without one, each abort makes an error with a stack. */
const OVER = new Error('the call is over');

/**
 * One call with a deadline on its progress: not on the whole, since a long answer that keeps coming is a good one. Rejects with `FanoutError` `lane_timeout`
 * when nothing came for `timeoutMs`, with `signal.reason` when aborted, else as `Model.complete` does. It returns at once on both,
 * even from a model that hears no signal.
 */
export async function attempt(
  call: ModelCall,
  { model, clock, timeoutMs }: AttemptDeps,
  onProgress: (chars: number) => void,
  signal: AbortSignal,
): Promise<Completion> {
  signal.throwIfAborted();
  let heardMs = clock.now();
  const stop = new AbortController();
  const over = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => stop.abort(signal.reason);
  const onStop = (): void => aborted.reject(stop.signal.reason);
  signal.addEventListener('abort', onAbort);
  stop.signal.addEventListener('abort', onStop, { once: true });

  async function watch(): Promise<void> {
    for (let idleMs = 0; idleMs < timeoutMs; idleMs = clock.now() - heardMs) await clock.sleep(timeoutMs - idleMs, over.signal);
    const seconds = Math.round(timeoutMs / 1_000);
    const reason = `the model sent nothing for ${seconds} s (FANOUT_LANE_TIMEOUT_S sets how long to wait)`;
    stop.abort(new FanoutError('lane_timeout', reason, { retry: { kind: 'again', afterMs: 0 } }));
  }

  const watching = watch().catch((error: unknown) => {
    if (!over.signal.aborted) stop.abort(error);
  });
  const completing = model.complete(
    call,
    (chars) => {
      heardMs = clock.now();
      onProgress(chars);
    },
    stop.signal,
  );
  try {
    return await Promise.race([completing, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    over.abort(OVER);
    await watching;
    // A call that was left behind may still fail: by then nobody asks, and its end was reported already.
    completing.catch(() => undefined);
  }
}
