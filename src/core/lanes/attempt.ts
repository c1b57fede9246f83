import { FanoutError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Completion, Model, ModelCall, OnProgress } from '../ports/model.ts';
import { withoutThoughts } from '../text/thoughts.ts';
import { WRONG } from './output/schema.ts';

export interface AttemptDeps {
  readonly model: Model;
  readonly clock: Clock;
  /** Without progress for this long the attempt ends. In milliseconds. */
  readonly timeoutMs: number;
  /**
   * Less than that, where others like it tell how long such a call takes; asked again as time goes by. Not there:
   * `timeoutMs` it is. In milliseconds, at least `LEAST_TIMEOUT_MS`.
   */
  readonly suggestedMs?: () => number;
}

/**
 * However fast its peers are, a call may be silent for so long: it is also how often an attempt looks whether it may
 * still wait.
 */
export const LEAST_TIMEOUT_MS = 20_000;

/** A reason that is made once: without one, each abort makes an error with a stack. */
const OVER = new Error('the call is over');

/**
 * One call with a deadline on its progress: not on the whole, since a long answer that keeps coming is a good one.
 * What the model thought is no part of its text: all calls go through here, so no thought gets
 * any further. Rejects with `FanoutError` `lane_timeout` when nothing came for `timeoutMs`, with `wrong_output` when
 * there is no answer beside thoughts, with `signal.reason` when aborted, else as
 * `Model.complete` does. It returns at once on an abort and a timeout, even from a model that hears no signal.
 */
export async function attempt(
  call: ModelCall,
  { model, clock, timeoutMs, suggestedMs }: AttemptDeps,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Completion> {
  signal.throwIfAborted();
  let heardMs: number | null = null;
  const stop = new AbortController();
  const over = new AbortController();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => stop.abort(signal.reason);
  const onStop = (): void => aborted.reject(stop.signal.reason);
  signal.addEventListener('abort', onAbort);
  stop.signal.addEventListener('abort', onStop, { once: true });

  /**
   * Counts what was slept, and asks the clock only within one sleep: a wall clock that jumps ends no call too early,
   * and keeps none.
   */
  async function watch(): Promise<void> {
    let idleMs = 0;
    let mostMs = timeoutMs;
    while (idleMs < mostMs) {
      const sleepMs = Math.min(mostMs - idleMs, LEAST_TIMEOUT_MS);
      heardMs = null;
      await clock.sleep(sleepMs, over.signal);
      idleMs = heardMs === null ? idleMs + sleepMs : Math.min(sleepMs, Math.max(0, clock.now() - heardMs));
      mostMs = Math.min(timeoutMs, suggestedMs?.() ?? timeoutMs);
    }
    const seconds = Math.round(mostMs / 1_000);
    const why = mostMs < timeoutMs ? 'far longer than others like it take' : 'FANOUT_LANE_TIMEOUT_S sets how long to wait';
    stop.abort(
      new FanoutError('lane_timeout', `the model sent nothing for ${seconds} s (${why})`, { retry: { kind: 'again', afterMs: 0 } }),
    );
  }

  const watching = watch().catch((error: unknown) => {
    if (!over.signal.aborted) stop.abort(error);
  });
  const completing = model.complete(
    call,
    (chars, limits) => {
      heardMs = clock.now();
      onProgress(chars, limits);
    },
    stop.signal,
  );
  try {
    return toAnswered(await Promise.race([completing, aborted.promise]));
  } finally {
    signal.removeEventListener('abort', onAbort);
    over.abort(OVER);
    await watching;
    // A call that was left behind may still fail: by then nobody asks, and its end was reported already.
    completing.catch(() => undefined);
  }
}

/** The completion with its answer alone. What needs no model has no thoughts, but may quote a text about them. */
function toAnswered(completion: Completion): Completion {
  if (completion.model === null) return completion;
  const { usage, limits = null, truncated } = completion;
  const text = withoutThoughts(completion.text);
  if (text !== null) return text === completion.text ? completion : { ...completion, text };
  const reason = truncated ? 'the model reached its output limit while it was still thinking' : 'the model gave its thoughts and no answer';
  throw new FanoutError('wrong_output', reason, { ...WRONG, usage, limits });
}
