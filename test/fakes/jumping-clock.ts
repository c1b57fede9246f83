import { createFakeClock, type FakeClock } from './fake-clock.ts';

/** A wall clock that somebody sets while timers go on as before. */
export interface JumpingClock extends FakeClock {
  /** Forward, or back where it is below 0. */
  jump(ms: number): void;
}

export function createJumpingClock(): JumpingClock {
  const clock = createFakeClock();
  let setMs = 0;
  return {
    slept: clock.slept,
    get pending() {
      return clock.pending;
    },
    now: () => clock.now() + setMs,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    advance: (ms) => clock.advance(ms),
    jump(ms) {
      setMs += ms;
    },
  };
}
