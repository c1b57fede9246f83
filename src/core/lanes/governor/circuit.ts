/** So many in a row at least, */
const LEAST = 5;
/** or so many of one that never answered: it may be set up wrong, which a small run is to say soon; */
const LEAST_UNKNOWN = 20;
/** and so many that chance alone would not come to it, by how often calls broke before. */
const CHANCE = 1e-5;
/** What is taken to have broken before anything is known, and how many calls that weighs. */
const PRIOR_SHARE = 0.1;
const WEIGHT = 50;
const LEAST_SHARE = 0.01;
const MOST_SHARE = 0.9;
/** So long one that never answered is waited for. Then calls go as if it were up: a run at a wrong address ends and says so, and one day's outage is nobody's first call. */
const MOST_UNKNOWN_MS = 120_000;
const FIRST_GAP_MS = 1_000;
const MOST_GAP_MS = 30_000;

/** Open while a provider is down: then one call goes now and then to see whether it is back. */
export interface Circuit {
  readonly isOpen: boolean;
  /** When the next probe may go; null: the circuit is closed. */
  probeAtMs(): number | null;
  probe(nowMs: number): void;
  /** The probe was never sent. */
  unprobe(nowMs: number): void;
  broken(nowMs: number): void;
  /** The provider answered. True: that closed it. */
  answered(): boolean;
  shift(ms: number): void;
}

export function createCircuit(): Circuit {
  let share = PRIOR_SHARE;
  let row = 0;
  let hasAnswered = false;
  let gaveUp = false;
  let open: { probeAtMs: number; gapMs: number; sinceMs: number } | null = null;

  /** What came before a success belongs to the usual share; a row without an end does not. */
  function learn(brokenBefore: number): void {
    for (let n = 0; n < Math.min(brokenBefore, LEAST); n += 1) share += (1 - share) / WEIGHT;
    share += (0 - share) / WEIGHT;
  }

  function enough(): number {
    const usual = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share));
    return Math.max(hasAnswered ? LEAST : LEAST_UNKNOWN, Math.log(CHANCE) / Math.log(usual));
  }

  return {
    get isOpen() {
      return open !== null;
    },
    probeAtMs: () => open?.probeAtMs ?? null,
    probe(nowMs) {
      if (open === null) return;
      // Also where a probe hangs: the next one goes all the same.
      open.probeAtMs = nowMs + open.gapMs;
      open.gapMs = Math.min(MOST_GAP_MS, open.gapMs * 2);
    },
    unprobe(nowMs) {
      if (open !== null) open.probeAtMs = nowMs;
    },
    broken(nowMs) {
      row += 1;
      if (open !== null && !hasAnswered && nowMs - open.sinceMs >= MOST_UNKNOWN_MS) {
        gaveUp = true;
        open = null;
      }
      if (gaveUp || open !== null || row < enough()) return;
      open = { probeAtMs: nowMs + FIRST_GAP_MS, gapMs: FIRST_GAP_MS * 2, sinceMs: nowMs };
    },
    answered() {
      hasAnswered = true;
      gaveUp = false;
      learn(open === null ? row : 0);
      row = 0;
      const wasOpen = open !== null;
      open = null;
      return wasOpen;
    },
    shift(ms) {
      if (open === null) return;
      open.probeAtMs -= ms;
      open.sinceMs -= ms;
    },
  };
}
