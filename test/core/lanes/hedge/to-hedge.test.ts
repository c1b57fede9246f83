import { describe, expect, it } from 'vitest';
import { createHedgeBudget } from '#core/lanes/hedge/budget.ts';
import { type Flight, toHedge } from '#core/lanes/hedge/to-hedge.ts';
import { createPeers } from '#core/lanes/peers.ts';

const flight = (ageMs: number, more: Partial<Flight> = {}): Flight => ({ ageMs, chars: 0, hedges: 0, hedgedMs: 0, ...more });
/** Peers that took that long, each with an answer of 1,000 characters. */
function peersOf(tookMs: readonly number[]) {
  const peers = createPeers();
  for (const ms of tookMs) peers.note(ms, 1_000);
  return peers;
}
const ordinary = (count: number): number[] => Array.from({ length: count }, () => 1_000);
const hedge = (flights: readonly Flight[], took: readonly number[], left: number): number[] =>
  toHedge(flights, { peers: peersOf(took), lanes: flights.length + took.length, left }).map(({ ageMs }) => ageMs);

describe('a second call', () => {
  it('is for who is slower than twice the median and among the slowest tenth, the oldest first', () => {
    expect(hedge([flight(2_100), flight(3_000), flight(500)], ordinary(40), 4)).toEqual([3_000, 2_100]);
    expect(hedge([flight(1_900)], ordinary(40), 4)).toEqual([]);
    expect(
      hedge(
        Array.from({ length: 10 }, () => flight(2_500)),
        ordinary(40),
        20,
      ),
    ).toEqual([]);
  });

  it('is not made before enough have ended, and the fastest alone do not say how long all take', () => {
    expect(hedge([flight(60_000)], [1_000, 1_000], 4)).toEqual([]);
    expect(
      hedge(
        Array.from({ length: 45 }, () => flight(1_200)),
        Array.from({ length: 5 }, () => 500),
        45,
      ),
    ).toEqual([]);
  });

  it('is not made below half a second', () => {
    expect(
      hedge(
        [flight(400)],
        Array.from({ length: 20 }, () => 10),
        4,
      ),
    ).toEqual([]);
  });

  it('is not made for a stream that comes as fast as others: it has a long answer', () => {
    expect(hedge([flight(3_000, { chars: 3_000 })], ordinary(20), 4)).toEqual([]);
    expect(hedge([flight(3_000, { chars: 200 })], ordinary(20), 4)).toEqual([3_000]);
  });

  it('is kept for stragglers where there are too few for all that are in flight', () => {
    const flights = [flight(2_500), flight(2_400), flight(2_300)];
    expect(hedge(flights, ordinary(40), 2)).toEqual([]);
    expect(hedge([flight(4_900), flight(2_400), flight(2_300)], ordinary(40), 2)).toEqual([]);
    expect(hedge([flight(5_100), flight(2_400), flight(2_300)], ordinary(40), 2)).toEqual([5_100]);
  });

  it('is one for each lane; at the very end there may be a second', () => {
    const hedged = { hedges: 1, hedgedMs: 2_500 };
    expect(hedge([flight(9_000, hedged)], ordinary(40), 1)).toEqual([9_000]);
    expect(hedge([flight(9_000, hedged), flight(100)], ordinary(40), 1)).toEqual([]);
    expect(hedge([flight(9_000, { hedges: 2, hedgedMs: 2_500 })], ordinary(40), 1)).toEqual([]);
    expect(hedge([flight(9_000, hedged)], ordinary(40), 0)).toEqual([]);
  });
});

describe('how many there may be', () => {
  const leftAfter = (ended: number, lanes: number): number => {
    const budget = createHedgeBudget();
    for (let nth = 0; nth < ended; nth += 1) budget.fill();
    return budget.left(lanes);
  };

  it('is a twentieth of the lanes that ended, and a few before', () => {
    expect([leftAfter(0, 1_000), leftAfter(20, 1_000), leftAfter(1_000, 1_000)]).toEqual([2, 3, 52]);
  });

  it('is one of a small run, and never more than eight in a hundred of a larger one', () => {
    expect([leftAfter(5, 6), leftAfter(49, 50), leftAfter(50, 50), leftAfter(24, 25)]).toEqual([1, 4, 4, 2]);
  });
});
