import type { BucketScript } from './scenario.ts';

/** A token bucket that is full at the start. */
export interface Bucket {
  /** How long until so much is there; 0: it is. In milliseconds. */
  waitMs(amount: number): number;
  /** Takes it; never below nothing. */
  take(amount: number): void;
  /** OpenAI's headers for it: what is left now, and how long until all of it is there again. */
  headers(kind: 'requests' | 'tokens'): Record<string, string>;
}

export function createBucket({ perMinute, burst }: BucketScript, now: () => number): Bucket {
  const perMs = perMinute / 60_000;
  let level = burst;
  let atMs = now();
  const fill = (): void => {
    level = Math.min(burst, level + (now() - atMs) * perMs);
    atMs = now();
  };
  return {
    waitMs(amount) {
      fill();
      return level >= amount ? 0 : Math.ceil((amount - level) / perMs);
    },
    take(amount) {
      fill();
      level = Math.max(0, level - amount);
    },
    headers(kind) {
      fill();
      return {
        [`x-ratelimit-limit-${kind}`]: String(perMinute),
        [`x-ratelimit-remaining-${kind}`]: String(Math.floor(level)),
        [`x-ratelimit-reset-${kind}`]: toDuration((burst - level) / perMs),
      };
    },
  };
}

/** `350ms`, `12.4s`, `6m0s`. */
function toDuration(ms: number): string {
  if (ms < 1_000) return `${Math.ceil(ms)}ms`;
  if (ms < 60_000) return `${Math.ceil(ms) / 1_000}s`;
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
