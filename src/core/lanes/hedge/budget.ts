/** How many second calls a run may make: a bucket that fills with lanes that end. */
export interface HedgeBudget {
  /** Calls that may be made now; a whole number. */
  left(lanes: number): number;
  /** A lane of the run ended. */
  fill(): void;
  take(): void;
  /** One that was taken went out in vain: nothing was sent. */
  giveBack(): void;
}

/** For so many ended lanes one call: 5 %. */
const SHARE = 0.05;
/** The last lanes are the slowest, and the first calls are needed before all have ended. */
const AT_FIRST = 2;
/** Never more than this of a small run's lanes, but always one. */
const MOST_SHARE = 0.08;

export function createHedgeBudget(): HedgeBudget {
  let ended = 0;
  let used = 0;
  return {
    left: (lanes) => Math.max(0, Math.floor(Math.min(AT_FIRST + SHARE * ended, Math.max(1, MOST_SHARE * lanes))) - used),
    fill() {
      ended += 1;
    },
    take() {
      used += 1;
    },
    giveBack() {
      used -= 1;
    },
  };
}
