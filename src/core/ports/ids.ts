/** Ids and chance, as one port: both must be repeatable in a test. */
export interface Ids {
  /** Short enough to type: `k7m2qx4d`. Unique in one store for all practical purposes (28^8, 3.8e11 values). */
  runId(): string;
  /** An id for one press or command, so that a repeat of it can be told. */
  pressId(): string;
  /** From 0 up to, not including, 1. */
  chance(): number;
}
