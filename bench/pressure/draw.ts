import { createDice } from '../dice.ts';
import type { CallScript, Fault, LaneScript } from './scenario.ts';

/** Calls of one lane that are drawn; whoever makes more gets the last one again. */
const DRAWN_CALLS = 12;
/** That a call of a lane counts for where nobody counts tokens. */
const TOKENS = 120;

export interface Spread {
  readonly medianMs: number;
  /** Of the logarithm. */
  readonly sigma: number;
  /** Which share of the spread belongs to the lane, whoever asks for it and however often: 0 to 1. */
  readonly own: number;
}

type ToFault = (chance: number, call: number) => Fault | null;

const NO_FAULTS: ToFault = () => null;

/** Lanes whose calls take lognormal times. The same for the same seed. */
export function drawLanes(count: number, seed: number, { medianMs, sigma, own }: Spread, toFault: ToFault = NO_FAULTS): LaneScript[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, (_, index): LaneScript => {
    const ofLane = dice.normal() * Math.sqrt(own);
    const draw = (call: number): CallScript => {
      const ms = Math.round(medianMs * Math.exp(sigma * (ofLane + dice.normal() * Math.sqrt(1 - own))));
      return { ms, fault: toFault(dice.next(), call) };
    };
    const first = draw(0);
    return { id: `n${index + 1}`, tokens: TOKENS, calls: [first, ...Array.from({ length: DRAWN_CALLS - 1 }, (_, call) => draw(call + 1))] };
  });
}

/** A body that differs little, and a tail: a few calls that take many times as long. */
export interface Tail extends Spread {
  /** Of all calls. */
  readonly share: number;
  /** How many times as long, at least and at most; the logarithm is spread evenly. */
  readonly times: readonly [number, number];
}

/** Lanes of which a few straggle. `own` says which share of the logarithm of their slowness every call of theirs meets; the rest is the luck of each call. The same for the same seed. */
export function drawTailedLanes(count: number, seed: number, { medianMs, sigma, own, share, times: [least, most] }: Tail): LaneScript[] {
  const dice = createDice(seed);
  const slowness = (): number => {
    const [isSlow, at] = [dice.next() < share, dice.next()];
    return isSlow ? least * (most / least) ** at : 1;
  };
  return Array.from({ length: count }, (_, index): LaneScript => {
    const ofLane = slowness();
    const draw = (ofCall: number): CallScript => ({
      ms: Math.round(medianMs * Math.exp(sigma * dice.normal()) * ofLane ** own * ofCall ** (1 - own)),
      fault: null,
    });
    const first = draw(ofLane);
    return { id: `n${index + 1}`, tokens: TOKENS, calls: [first, ...Array.from({ length: DRAWN_CALLS - 1 }, () => draw(slowness()))] };
  });
}

export function evenLanes(count: number, ms: number): LaneScript[] {
  return Array.from({ length: count }, (_, index) => ({ id: `n${index + 1}`, tokens: TOKENS, calls: [{ ms, fault: null }] }));
}

/** The same lanes, each with so many tokens, evenly spread around `mean` by half of it. */
export function withTokens(lanes: readonly LaneScript[], seed: number, mean: number): LaneScript[] {
  const dice = createDice(seed + 1_000);
  return lanes.map((lane) => ({ ...lane, tokens: Math.round(mean * (0.5 + dice.next())) }));
}

/** The same lanes, with these faults in the first calls of as many of them, wherever chance puts them. */
export function withFirstFaults(lanes: readonly LaneScript[], seed: number, faults: readonly Fault[]): LaneScript[] {
  const dice = createDice(seed + 2_000);
  const drawn = lanes.map((lane) => ({ lane, at: dice.next() })).toSorted((one, other) => one.at - other.at);
  const faulty = new Map(faults.map((fault, index) => [drawn[index]?.lane.id, fault]));
  return lanes.map(({ calls: [first, ...later], ...lane }) => ({
    ...lane,
    calls: [{ ...first, fault: faulty.get(lane.id) ?? null }, ...later],
  }));
}
