/** So many go at once to a provider that nothing is known of, */
const AT_ONCE = 20;
/** then one by one, since a refusal takes a moment to come back: so many quickly, the others slowly. */
const QUICKLY = 20;
const QUICK_MS = 10;
const SLOW_MS = 50;
/** Each answer lets so many more go: the room doubles with every round. */
const EACH_ANSWER = 2;
/** So many answers without a refusal, and there is nothing to be careful about. */
const ANSWERS = 100;

/** A careful start, for as long as no limit is known. */
export interface Ramp {
  waitMs(nowMs: number): number;
  take(nowMs: number): void;
  give(): void;
  done(): void;
  restart(nowMs: number): void;
  shift(ms: number): void;
}

export function createRamp(nowMs: number): Ramp {
  const it = { room: AT_ONCE, singles: 0, singleAtMs: nowMs, answers: 0 };
  const isOver = (): boolean => it.answers >= ANSWERS;
  const gapMs = (): number => (it.singles < QUICKLY ? QUICK_MS : SLOW_MS);
  return {
    waitMs: (ms) => (isOver() || it.room >= 1 ? 0 : Math.max(0, it.singleAtMs + gapMs() - ms)),
    take(ms) {
      if (isOver()) return;
      if (it.room >= 1) it.room -= 1;
      else it.singles += 1;
      it.singleAtMs = ms;
    },
    give() {
      it.room += 1;
    },
    done() {
      it.answers += 1;
      it.room += EACH_ANSWER;
    },
    restart(ms) {
      Object.assign(it, { room: AT_ONCE, singles: 0, singleAtMs: ms, answers: 0 });
    },
    shift(ms) {
      it.singleAtMs -= ms;
    },
  };
}
