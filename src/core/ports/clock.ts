/** Time. Wall time, since what a run waits for must survive a restart. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` (at once when 0 or less). Rejects with `signal.reason` when aborted, also when it already was; leaves no listener behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
