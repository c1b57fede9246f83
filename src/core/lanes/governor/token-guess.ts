const WEIGHT = 10;
const LEAST = 0.2;
const MOST = 5;
/** What calls are taken to be off before any ended, as a share of what they use; */
const OFF = 0.2;
/** so many times that is to be spare: those in flight are off too. */
const SPARE = 8;

/** How far what calls are likely to use is from what they do use, as learnt from those that ended. */
export interface TokenGuess {
  correct(estimate: number): number;
  /** So many times what a call is likely to use must be left before it goes; at least 1. */
  spare(): number;
  learn(estimate: number, used: number): void;
}

export function createTokenGuess(): TokenGuess {
  let times = 1;
  let off = OFF;
  return {
    correct: (estimate) => estimate * times,
    spare: () => 1 + SPARE * off,
    learn(estimate, used) {
      if (estimate <= 0 || used <= 0) return;
      off += (Math.min(1, Math.abs(used / (estimate * times) - 1)) - off) / WEIGHT;
      times += (Math.min(MOST, Math.max(LEAST, used / estimate)) - times) / WEIGHT;
    },
  };
}
