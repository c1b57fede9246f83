/** Milliseconds of one thread. */
export interface OwnTime {
  readonly workedMs: number;
  /** It had nothing to do. */
  readonly idleMs: number;
}

/**
 * Tells what time this thread has had since. What the machine gave to others meanwhile is in neither, however busy it is, so a bound on it tells what never comes from what comes late; the machine's own clock can't.
 */
export function watchOwnTime(): () => OwnTime {
  const before = performance.eventLoopUtilization();
  const cpuBefore = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(cpuBefore);
    return { workedMs: (user + system) / 1_000, idleMs: performance.eventLoopUtilization().idle - before.idle };
  };
}
