import type { Peers } from '../peers.ts';

/** A lane's call in flight, as far as it tells whether it straggles. */
export interface Flight {
  readonly ageMs: number;
  /** Received so far. */
  readonly chars: number;
  /** Second calls made for it. */
  readonly hedges: number;
  /** Since the newest of them; meaningless where there is none. */
  readonly hedgedMs: number;
}

export interface Standing {
  readonly peers: Peers;
  /** Lanes of the stage. */
  readonly lanes: number;
  /** Second calls that may still be made. */
  readonly left: number;
}

/** Whoever is not slower than this times the median is in time. */
const SLOW = 2;
/** Nothing is gained below it. */
const LEAST_MS = 500;
/** Where there are more in flight than calls left, only who is slower than this times the median gets one: the others may be ordinary ones. */
const PATIENCE = 5;
/** The share of a stage that can be stragglers. */
const TAIL = 0.1;
const FEW = 3;
const ENOUGH = 5;
/** A stream that comes at least so fast, against its peers, has a long answer: a second call would take as long. */
const FLOWING = 0.5;

/** Whether enough peers have ended to know how long such a call takes. */
export const isKnown = ({ peers, lanes }: Pick<Standing, 'peers' | 'lanes'>): boolean =>
  peers.ended >= Math.max(FEW, Math.min(ENOUGH, Math.ceil(lanes / 3)));

/** How old a call must be to count as slow; null: not known yet. In milliseconds. */
export function toSlowMs(flights: readonly Flight[], standing: Standing): number | null {
  if (!isKnown(standing)) return null;
  const medianMs = standing.peers.quantileMs(
    0.5,
    flights.map((flight) => flight.ageMs),
  );
  return medianMs === null ? null : Math.max(LEAST_MS, SLOW * medianMs);
}

/**
 * Which of the calls in flight get a second one now, the oldest first. Pure. Slow is who takes more than twice the median and is among the slowest tenth; what calls are left is kept for the slowest
 * of those. One for each lane; a second one at the very end, when every lane in flight has had one and there are enough for all.
 */
export function toHedge<It extends Flight>(flights: readonly It[], standing: Standing): It[] {
  const { peers, left } = standing;
  const slowMs = toSlowMs(flights, standing);
  if (slowMs === null || left === 0) return [];
  const most = Math.max(1, Math.floor((peers.known + flights.length) * TAIL));
  const pace = peers.medianPace();
  const isSlow = ({ ageMs, chars }: It): boolean => {
    if (ageMs < slowMs || (pace > 0 && chars / ageMs >= FLOWING * pace)) return false;
    return peers.slower(ageMs) + flights.filter((other) => other.ageMs >= ageMs).length <= most;
  };
  const slow = flights.filter(isSlow).toSorted((one, other) => other.ageMs - one.ageMs);
  const unhedged = flights.filter((flight) => flight.hedges === 0).length;
  if (unhedged > 0) {
    const leastMs = unhedged <= left ? 0 : (slowMs / SLOW) * PATIENCE;
    return slow.filter((flight) => flight.hedges === 0 && flight.ageMs >= leastMs).slice(0, left);
  }
  return flights.length <= left ? slow.filter((flight) => flight.hedges === 1 && flight.hedgedMs >= slowMs) : [];
}
