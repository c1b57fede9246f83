import type { Clock } from '../../ports/clock.ts';
import { createPeers, type Peers } from '../peers.ts';
import type { HedgeBudget } from './budget.ts';
import { type Flight, isKnown, type Standing, toHedge, toSlowMs } from './to-hedge.ts';

/** A lane whose call is in flight. */
export interface Racer {
  /** Characters received so far. */
  chars(): number;
  /** Makes a second call, if there is room for it in every other respect; false: there is not. Never rejects. */
  hedge(): Promise<boolean>;
}

/** The calls that lanes of one stage make to one model: who is in flight, how long those took that ended, and who gets a second call. */
export interface Stragglers {
  readonly peers: Peers;
  /** From now on it is in flight, until `leave`. */
  enter(racer: Racer): Entry;
}

export interface Entry {
  /** `good`: it had a good answer, after so many characters. Its first call counts for its peers, also where a second one was faster: it would have taken at least so long. */
  leave(good: { readonly chars: number } | null): void;
}

export interface StragglersDeps {
  readonly clock: Clock;
  readonly budget: HedgeBudget;
  /** Whether a call beside those of the lanes has a place now: none is waiting for one. */
  hasRoom(): boolean;
  /** Of the stage, and of the run. */
  lanes(): { readonly stage: number; readonly run: number };
}

interface Held {
  readonly racer: Racer;
  sinceMs: number;
  hedges: number;
  hedgedAtMs: number;
  asking: boolean;
}

const OVER = new Error('no call is in flight');
const SOONER = new Error('there is something to look at');
const LEAST_WAIT_MS = 50;
const MOST_WAIT_MS = 5_000;
/** A sleep that seems to have taken so much longer did not: the clock was set. */
const JUMP_MS = 5_000;

/** One timer for all of them, not one for each call: it sleeps until the oldest is slow. With `isOn` false nobody gets a second call, and there is no timer. */
export function createStragglers({ clock, budget, hasRoom, lanes }: StragglersDeps, isOn: boolean): Stragglers {
  const peers = createPeers();
  const held = new Set<Held>();
  let turn: AbortController | null = null;
  let known = false;
  /** How much the clock was set forward while calls were in flight; their ages leave it out. */
  let setMs = 0;
  const now = (): number => clock.now() - setMs;

  const toFlights = (): (Flight & { readonly it: Held })[] =>
    [...held].map((it) => ({
      it,
      ageMs: Math.max(0, now() - it.sinceMs),
      chars: it.racer.chars(),
      hedges: it.hedges,
      hedgedMs: now() - it.hedgedAtMs,
    }));
  const toStanding = (): Standing => ({ peers, lanes: lanes().stage, left: budget.left(lanes().run) });

  async function ask(it: Held): Promise<void> {
    it.asking = true;
    budget.take();
    if (await it.racer.hedge()) {
      it.hedges += 1;
      it.hedgedAtMs = now();
    } else {
      budget.giveBack();
    }
    it.asking = false;
  }

  /** How long nothing can change by the clock alone. Who is slow and gets nothing yet is looked at now and then: places and calls come free. */
  function look(): number {
    const flights = toFlights();
    const standing = toStanding();
    const slowMs = toSlowMs(flights, standing);
    if (slowMs === null) return MOST_WAIT_MS;
    const chosen = standing.left > 0 ? toHedge(flights, standing) : [];
    if (chosen.length > 0 && hasRoom()) for (const { it } of chosen) if (!it.asking) void ask(it);
    const waits = flights.map(({ ageMs }) => slowMs - ageMs).filter((ms) => ms > 0);
    const againMs = Math.min(MOST_WAIT_MS / 5, slowMs / 20);
    return Math.max(LEAST_WAIT_MS, Math.min(...waits, waits.length < flights.length ? againMs : slowMs));
  }

  async function watch(): Promise<void> {
    while (held.size > 0) {
      const waitMs = Math.min(MOST_WAIT_MS, look());
      const fromMs = clock.now();
      turn = new AbortController();
      const woken = await clock.sleep(waitMs, turn.signal).then(
        () => false,
        () => true,
      );
      const passedMs = clock.now() - fromMs;
      if (passedMs < 0 || passedMs - waitMs > JUMP_MS) setMs += passedMs - (woken ? 0 : waitMs);
    }
    turn = null;
  }

  return {
    peers,
    enter(racer) {
      const it: Held = { racer, sinceMs: now(), hedges: 0, hedgedAtMs: 0, asking: false };
      held.add(it);
      if (isOn && held.size === 1 && turn === null) void watch();
      return {
        leave(good) {
          if (!held.delete(it)) return;
          if (good !== null) {
            peers.note(Math.max(0, now() - it.sinceMs), good.chars);
            budget.fill();
          }
          if (held.size === 0) turn?.abort(OVER);
          if (known || !isOn) return;
          known = isKnown(toStanding());
          if (known) turn?.abort(SOONER);
        },
      };
    },
  };
}
