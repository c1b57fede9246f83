import { createBucket } from './bucket.ts';

/** A provider that refuses without a word is first asked again after so long, and from then on at that pace. */
const FIRST_MS = 250;
const SLOWEST_MS = 60_000;
/** What comes back in this time may go at once after a pause. */
const AT_ONCE_MS = 1_000;
/** Refusals further apart tell nothing of each other. */
const MEMORY_MS = 120_000;
const LONG_MS = 5_000;
const MARKS = 16;
/** Fewer accepted calls between two refusals tell the pace only roughly. */
const ENOUGH = 8;
/** Just under what got through. */
const UNDER = 0.99;
/** How much faster after each answer: while the pace is only guessed, and once it was measured, where it grows the longer nothing is refused. */
const SEEK = 0.1;
const PROBE = 0.0004;
const PROBE_FASTER_AFTER = 50;

/**
 * The pace that a provider takes which tells no limit. At every refusal it had no room left; so what it accepted between two of them is what came back in that time. Calls go at about that pace, and slowly
 * faster, until the next refusal measures again.
 */
export interface LearntRate {
  readonly known: boolean;
  readonly eachMs: number | null;
  waitMs(nowMs: number): number;
  take(nowMs: number): void;
  give(): void;
  /** `nth`: which call of all it was, from 1; made at `tookMs`. */
  refused(nth: number, tookMs: number, nowMs: number): void;
  done(tookMs: number): void;
  /** Lets one go first after a pause. */
  drain(pauseMs: number, nowMs: number): void;
  shift(ms: number): void;
}

interface Mark {
  readonly atMs: number;
  readonly accepted: number;
}

export function createLearntRate(): LearntRate {
  const bucket = createBucket(0, 0, 0, 0);
  let perMs: number | null = null;
  let guessed = true;
  let marks: Mark[] = [];
  let refusals = 0;
  /** Refusals of calls made before this are of one piece with the one heard then. */
  let heardMs = Number.NEGATIVE_INFINITY;
  let since = 0;

  function setPace(next: number): void {
    perMs = Math.max(1 / SLOWEST_MS, next);
    bucket.setPace(perMs, Math.max(1, perMs * AT_ONCE_MS));
  }

  function measure(accepted: number, atMs: number): void {
    marks = marks.filter((mark) => atMs - mark.atMs <= MEMORY_MS).slice(-MARKS);
    const [from] = marks;
    marks.push({ atMs, accepted });
    if (perMs === null) {
      setPace(1 / FIRST_MS);
      return;
    }
    const count = from === undefined ? 0 : accepted - from.accepted;
    const ms = from === undefined ? 0 : atMs - from.atMs;
    guessed = count < ENOUGH;
    if (count < 2 || ms <= 0) setPace(perMs / 2);
    else setPace(Math.min(perMs, guessed ? (count + 0.5) / ms : (UNDER * count) / ms));
  }

  return {
    get known() {
      return perMs !== null;
    },
    get eachMs() {
      return perMs === null ? null : 1 / perMs;
    },
    waitMs: (ms) => (perMs === null ? 0 : bucket.waitMs(1, ms)),
    take(ms) {
      if (perMs === null) return;
      // Nobody wanted more for a while: what got through says nothing of what would have.
      if (bucket.level(ms) >= Math.max(1, perMs * AT_ONCE_MS) - 1e-6 && perMs * AT_ONCE_MS > 1) marks = [];
      bucket.take(1, ms);
    },
    give() {
      if (perMs !== null) bucket.give(1);
    },
    refused(nth, tookMs, ms) {
      const accepted = nth - 1 - refusals;
      refusals += 1;
      if (tookMs <= heardMs) return;
      heardMs = ms;
      since = 0;
      measure(accepted, tookMs);
      bucket.set(0, ms);
    },
    done(tookMs) {
      // A call made before the last refusal tells nothing of the pace since.
      if (perMs === null || tookMs < heardMs) return;
      since += 1;
      setPace(perMs * (1 + (guessed ? SEEK : PROBE * (1 + since / PROBE_FASTER_AFTER))));
    },
    drain(pauseMs, ms) {
      // It may have held no more than came back in a part of that time.
      if (pauseMs > LONG_MS) marks = [];
      bucket.set(Math.min(1, bucket.level(ms)), ms);
    },
    shift(ms) {
      bucket.shift(ms);
      heardMs -= ms;
      marks = marks.map((mark) => ({ ...mark, atMs: mark.atMs - ms }));
    },
  };
}
