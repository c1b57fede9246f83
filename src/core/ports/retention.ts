/** How runs leave the store: whole, with everything they held. */
export interface Retention {
  /** Forgets one run; false when there is none. An unfinished one too: who asks sees to it that nobody carries it out. */
  forget(runId: string): Promise<boolean>;
  /** Forgets every run that ended before then; gives how many. Unfinished ones stay. */
  forgetEndedBefore(atMs: number): Promise<number>;
}
