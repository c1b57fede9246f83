import type { Clock } from '../ports/clock.ts';
import type { Budget } from '../ports/poster.ts';

/** How much people wait for a call. An answer goes before all else, then a run's first board; among the others the more urgent is due earlier. */
export const URGENCY = { answer: 0, board: 1, lane: 2, progress: 3 } as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

/** What a call's turn depends on. */
export interface Standing {
  readonly urgency: Urgency;
  /** Since when people wait for what it shows, in milliseconds since 1970. The same at each try, so that who was put off goes on where it stood. */
  readonly sinceMs: number;
}

/** What is more than progress is due so soon, however many wait. In milliseconds. */
const SOON_MS = 3_000;

/**
 * Spreads calls over what a platform allows. One for all runs of a chat, so that they share its budgets: answers first, then first boards, then whoever is due earliest. Progress is due once a round of all progress that waits is over,
 * what is more than progress then too, but after `SOON_MS` at the latest; so the board that is behind longest goes first, the last edit of an ended run's does not wait for a hundred others, and a crowd of those keeps no board from its turn.
 */
export interface Pace {
  /**
   * Resolves when the call may be made. `standing` is asked each time a turn is given, since what waits may have become more urgent. Rejects with `signal.reason` once aborted; its turn then
   * goes to another.
   */
  turn(budget: Budget, standing: () => Standing, signal: AbortSignal): Promise<void>;
  /** How long until that many more turns would have been given, were nothing more urgent to come. In milliseconds. */
  delayMs(budget: Budget, turns: number): number;
  /** The platform asked for time: no turns of that scope before then (the latest of several wins). */
  hold(scope: string, untilMs: number): void;
}

interface Waiting {
  readonly standing: () => Standing;
  readonly go: () => void;
}

interface Scope {
  budget: Budget;
  tokens: number;
  filledAtMs: number;
  heldUntilMs: number;
  readonly waiting: Set<Waiting>;
  giving: boolean;
}

/** Gives turns until `closing` is aborted. */
export function createPace(clock: Clock, closing: AbortSignal): Pace {
  const scopes = new Map<string, Scope>();

  function open(budget: Budget): Scope {
    const known = scopes.get(budget.scope);
    if (known !== undefined) {
      known.budget = budget;
      return known;
    }
    const scope: Scope = { budget, tokens: budget.burst, filledAtMs: clock.now(), heldUntilMs: 0, waiting: new Set(), giving: false };
    scopes.set(budget.scope, scope);
    return scope;
  }

  /** How long until a turn may be given; 0: now. */
  function fill(scope: Scope): number {
    const { gapMs, burst } = scope.budget;
    const now = clock.now();
    // A clock that was set back must not stop the world.
    const passed = Math.max(0, now - scope.filledAtMs);
    const earned = Math.floor(passed / gapMs);
    scope.tokens = Math.min(burst, scope.tokens + earned);
    scope.filledAtMs = scope.tokens === burst || now < scope.filledAtMs ? now : scope.filledAtMs + earned * gapMs;
    if (now < scope.heldUntilMs) return scope.heldUntilMs - now;
    return scope.tokens > 0 ? 0 : Math.max(1, scope.filledAtMs + gapMs - now);
  }

  async function give(scope: Scope): Promise<void> {
    scope.giving = true;
    while (scope.waiting.size > 0 && !closing.aborted) {
      const waitMs = fill(scope);
      if (waitMs > 0) {
        await clock.sleep(waitMs, closing).catch(() => undefined); // only ever rejects because of `closing`
        continue;
      }
      const next = firstOf(scope);
      scope.waiting.delete(next);
      scope.tokens -= 1;
      next.go();
      // Who got a turn speaks before the next is chosen: what it does may change what is urgent.
      await Promise.resolve();
    }
    scope.giving = false;
  }

  return {
    async turn(budget, standing, signal) {
      signal.throwIfAborted();
      const scope = open(budget);
      const { promise, resolve } = Promise.withResolvers<void>();
      const entry: Waiting = { standing, go: resolve };
      const leave = (): void => {
        scope.waiting.delete(entry);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      scope.waiting.add(entry);
      if (!scope.giving) void give(scope);
      await promise;
      signal.removeEventListener('abort', leave);
      signal.throwIfAborted();
    },
    delayMs(budget, turns) {
      const scope = open(budget);
      const first = fill(scope);
      const behind = scope.waiting.size + turns - Math.max(1, scope.tokens);
      return first + Math.max(0, behind) * budget.gapMs;
    },
    hold(scopeName, untilMs) {
      const scope = scopes.get(scopeName);
      if (scope !== undefined) scope.heldUntilMs = Math.max(scope.heldUntilMs, untilMs);
    },
  };
}

/** Whose turn it is; among those alike who came first. Somebody must wait. */
function firstOf({ waiting, budget }: Scope): Waiting {
  const all = [...waiting].map((it) => ({ it, standing: it.standing() }));
  const roundMs = all.filter(({ standing }) => standing.urgency === URGENCY.progress).length * budget.gapMs;
  const ranked = all.map(({ it, standing }) => ({ it, rank: toRank(standing, roundMs) }));
  return ranked.reduce((best, other) => (isBefore(other.rank, best.rank) ? other : best)).it;
}

type Rank = readonly [ahead: number, dueMs: number, urgency: number];

function toRank({ urgency, sinceMs }: Standing, roundMs: number): Rank {
  const dueMs = sinceMs + (urgency === URGENCY.progress ? roundMs : Math.min(roundMs, SOON_MS));
  return [Math.min(urgency, URGENCY.lane), dueMs, urgency];
}

const isBefore = (a: Rank, b: Rank): boolean => (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) < 0;
