/** It falls to this share of what is in flight, */
const FALL = 0.75;
/** by latency only where answers take longer than this, and so many times as long as they used to, on average of their logarithms: a tail is no rise. */
const SLOW_MS = 500;
const SLOW_TIMES = 2.5;
const SAMPLES = 64;
const NOW_SHARE = 1 / 16;
const USUAL_SHARE = 1 / 512;
/** No window at all where so many times the most that was ever in flight would fit. */
const OPEN_TIMES = 2;

/** How many calls may be in flight: as many as there are, until the provider refuses without naming a limit, or grows slow; then fewer, and slowly more again. */
export interface Window {
  hasRoom(inFlight: number): boolean;
  done(ms: number, inFlight: number, tookMs: number, nowMs: number): void;
  refused(inFlight: number, tookMs: number, nowMs: number): void;
  shift(ms: number): void;
}

export function createWindow(most: number | null): Window {
  let limit = Number.POSITIVE_INFINITY;
  let peak = 0;
  /** Calls made before this had not felt the last fall yet. */
  let fellMs = Number.NEGATIVE_INFINITY;
  let samples = 0;
  let logNow = 0;
  let logUsual = 0;

  function fall(inFlight: number, tookMs: number, nowMs: number): void {
    // Fewer in flight than that are not what was too much.
    if (tookMs <= fellMs || inFlight < FALL * limit * (limit === Number.POSITIVE_INFINITY ? 0 : 1)) return;
    fellMs = nowMs;
    limit = Math.max(1, Math.floor(inFlight * FALL));
  }

  return {
    hasRoom(inFlight) {
      if (inFlight >= peak) peak = inFlight + 1;
      return inFlight < limit && (most === null || inFlight < most);
    },
    done(ms, inFlight, tookMs, nowMs) {
      if (limit !== Number.POSITIVE_INFINITY) {
        limit += 1 / limit;
        if (limit > OPEN_TIMES * peak) limit = Number.POSITIVE_INFINITY;
      }
      const log = Math.log(1 + Math.max(0, ms));
      samples += 1;
      logNow += (log - logNow) * Math.max(NOW_SHARE, 1 / samples);
      logUsual += (log - logUsual) * Math.max(USUAL_SHARE, 1 / samples);
      if (samples < SAMPLES || logNow < Math.log(SLOW_MS) || logNow - logUsual < Math.log(SLOW_TIMES)) return;
      if (inFlight > 1) fall(inFlight, tookMs, nowMs);
    },
    refused: fall,
    shift(ms) {
      fellMs -= ms;
    },
  };
}
