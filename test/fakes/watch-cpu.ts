/**
 * Tells how much processor time has gone by since, in milliseconds. Unlike the time on a clock it does not grow with what else is at work on the machine, so a generous bound on it tells work that grows with the square from
 * other work.
 */
export function watchCpu(): () => number {
  const before = process.cpuUsage();
  return () => process.cpuUsage(before).user / 1_000;
}
