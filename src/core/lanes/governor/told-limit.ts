import type { Limit } from '../governor.ts';
import { type Bucket, createBucket } from './bucket.ts';

const MINUTE_MS = 60_000;
/** Calls do not take equally long to get there: so much of what comes back is not counted on. */
const JITTER_MS = 25;

/** Requests or tokens, as far as somebody told their limit: a person, the provider, or nobody. */
export interface ToldLimit {
  readonly known: boolean;
  /** All that was ever taken: says how far an answer of the provider is behind. */
  readonly taken: number;
  /** The time that one of them takes to come back, in milliseconds; null: not known. */
  readonly eachMs: number | null;
  waitMs(amount: number, nowMs: number): number;
  take(amount: number, nowMs: number): void;
  give(amount: number): void;
  /** The provider's word with a call's answer: `taken` just after that call, made at `tookMs`. An older call's word than the last one counts for nothing. */
  hear(limit: Limit, taken: number, tookMs: number, nowMs: number): void;
  /** Lets no more than this through at once, whatever has come back meanwhile. */
  drainTo(level: number, nowMs: number): void;
  shift(ms: number): void;
}

/** `perMinute`: what a person said; null: nothing. A person's limit is spread over the minute, since nobody knows how much the provider takes at once, until the provider tells the same or a narrower one. */
export function createToldLimit(perMinute: number | null, nowMs: number): ToldLimit {
  let own = perMinute === null ? null : createBucket(perMinute / MINUTE_MS, atOnce(perMinute), atOnce(perMinute), nowMs);
  let theirs: Bucket | null = null;
  let eachMs = perMinute === null ? null : MINUTE_MS / perMinute;
  let taken = 0;
  let heard = -1;
  let most = 0;
  return {
    get known() {
      return own !== null || theirs !== null;
    },
    get taken() {
      return taken;
    },
    get eachMs() {
      return eachMs;
    },
    waitMs: (amount, ms) => Math.max(own?.waitMs(amount, ms) ?? 0, theirs?.waitMs(amount, ms) ?? 0),
    take(amount, ms) {
      taken += amount;
      own?.take(amount, ms);
      theirs?.take(amount, ms);
    },
    give(amount) {
      taken -= amount;
      own?.give(amount);
      theirs?.give(amount);
    },
    hear({ limit, remaining, resetMs }, takenThen, tookMs, ms) {
      if (takenThen < heard || limit <= 0) return;
      heard = takenThen;
      const perMs = toPerMs(limit, remaining, resetMs);
      // Some name a limit by the minute and take far less at once: as much as was ever left is what they hold.
      most = Math.min(limit, Math.max(most, remaining + 1));
      theirs ??= createBucket(perMs, most, 0, ms);
      theirs.setPace(perMs, most);
      // Some say what was left when they took the call, some when they answer: never more than either comes to.
      theirs.set(Math.min(remaining, remaining - (taken - takenThen) + (ms - tookMs - JITTER_MS) * perMs), ms);
      if (perMinute !== null && limit <= perMinute) own = null;
      eachMs = Math.max(1 / perMs, own === null || perMinute === null ? 0 : MINUTE_MS / perMinute);
    },
    drainTo(level, ms) {
      for (const bucket of [own, theirs]) if (bucket !== null) bucket.set(Math.min(level, bucket.level(ms)), ms);
    },
    shift(ms) {
      own?.shift(ms);
      theirs?.shift(ms);
    },
  };
}

/** A second's worth. */
const atOnce = (perMinute: number): number => Math.max(1, perMinute / 60);

/** Nearly all mean a minute. One whose limit takes longer than that to come back means an hour or a day. */
function toPerMs(limit: number, remaining: number, resetMs: number): number {
  const used = limit - remaining;
  return used > 0 && resetMs > MINUTE_MS ? Math.min(limit / MINUTE_MS, used / resetMs) : limit / MINUTE_MS;
}
