import { LEAST_TIMEOUT_MS } from './attempt.ts';

/** How long the calls take that the lanes of one stage of a run make to one model. */
export interface Peers {
  /** Calls with a good answer, ever. */
  readonly ended: number;
  /** One more that had a good answer; `chars`: of all that was heard of it. */
  note(ms: number, chars: number): void;
  /**
   * What so large a share of them takes at most; null: none has ended. Calls in flight count with their age, as if they ended now: else the fastest alone would say how long all take. In milliseconds.
   */
  quantileMs(share: number, agesMs: readonly number[]): number | null;
  /** How many of them took as long as that or longer. */
  slower(ms: number): number;
  /** How many of them are remembered. */
  readonly known: number;
  /** Half of them came faster than this, in characters a millisecond; 0: none has ended. */
  medianPace(): number;
  /** How long one of them may be silent before it is given up; `mostMs` at most. */
  timeoutMs(mostMs: number): number;
}

/** Older ones are forgotten: a provider may be slower now than it was, and a run may have any number of lanes. */
const REMEMBERED = 256;
/** Fewer say more about themselves than about others. */
const LEAST_KNOWN = 5;
const TIMEOUT_FACTOR = 10;

const byValue = (one: number, other: number): number => one - other;

function at(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

export function createPeers(): Peers {
  const took: number[] = [];
  const paces: number[] = [];
  let ended = 0;
  return {
    get ended() {
      return ended;
    },
    get known() {
      return took.length;
    },
    note(ms, chars) {
      took[ended % REMEMBERED] = ms;
      paces[ended % REMEMBERED] = chars / Math.max(1, ms);
      ended += 1;
    },
    quantileMs: (share, agesMs) => (took.length === 0 ? null : at([...took, ...agesMs].sort(byValue), share)),
    slower: (ms) => took.reduce((count, it) => (it >= ms ? count + 1 : count), 0),
    medianPace: () => at(paces.toSorted(byValue), 0.5) ?? 0,
    timeoutMs(mostMs) {
      const p95Ms = took.length < LEAST_KNOWN ? null : at(took.toSorted(byValue), 0.95);
      return p95Ms === null ? mostMs : Math.min(mostMs, Math.max(LEAST_TIMEOUT_MS, TIMEOUT_FACTOR * p95Ms));
    },
  };
}
