/** Room that comes back with time, up to a capacity. It may fall below nothing: then it has to come back that much further. Whole only to about a millionth. */
export interface Bucket {
  /** Until so much is there, or the bucket is full where it never holds so much. In milliseconds; 0: now. */
  waitMs(amount: number, nowMs: number): number;
  take(amount: number, nowMs: number): void;
  /** What was taken was not used. */
  give(amount: number): void;
  level(nowMs: number): number;
  /** What is known better now. */
  set(level: number, nowMs: number): void;
  setPace(perMs: number, capacity: number): void;
  /** The clock was set back by so much. */
  shift(ms: number): void;
}

const NEARLY = 1e-6;

export function createBucket(perMs: number, capacity: number, level: number, nowMs: number): Bucket {
  const it = { perMs, capacity, level, atMs: nowMs };
  function levelAt(ms: number): number {
    if (ms > it.atMs) it.level = Math.min(it.capacity, it.level + (ms - it.atMs) * it.perMs);
    it.atMs = Math.max(it.atMs, ms);
    return it.level;
  }
  return {
    waitMs(amount, ms) {
      const missing = Math.min(amount, it.capacity) - levelAt(ms);
      return missing <= NEARLY ? 0 : Math.ceil(missing / it.perMs);
    },
    take(amount, ms) {
      it.level = levelAt(ms) - amount;
    },
    give(amount) {
      it.level = Math.min(it.capacity, it.level + amount);
    },
    level: levelAt,
    set(next, ms) {
      it.level = Math.min(it.capacity, next);
      it.atMs = ms;
    },
    setPace(nextPerMs, nextCapacity) {
      it.perMs = nextPerMs;
      it.capacity = nextCapacity;
      it.level = Math.min(nextCapacity, it.level);
    },
    shift(ms) {
      it.atMs -= ms;
    },
  };
}
