/** Somewhere people talk. */
export interface Chat {
  /** As in `Delivery.chat`. */
  readonly name: string;
  /** Takes up what earlier processes left open, then hears people until aborted, and resolves once nothing of it is at work any more. */
  run(signal: AbortSignal): Promise<void>;
}
