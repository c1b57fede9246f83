/** Between two looks. In milliseconds. */
const LOOK_MS = 5;

/** How long the event loop was held at one time by the work of its own thread: on a machine that others use too its delay also holds the time in which they were at work. */
export interface Holds {
  /** In milliseconds of the thread's processor time. */
  most(): number;
  stop(): void;
}

export function watchHolds(): Holds {
  let before = toMs(process.threadCpuUsage());
  let most = 0;
  const look = (): void => {
    const now = toMs(process.threadCpuUsage());
    most = Math.max(most, now - before);
    before = now;
  };
  const timer = setInterval(look, LOOK_MS);
  return { most: () => most, stop: () => clearInterval(timer) };
}

const toMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
