import type { Clock } from '../../ports/clock.ts';
import { type GovernedCall, type Governor, isPermit, type ModelLimits, type Permit, type Wait } from '../governor.ts';
import { createPool, type Pool } from './pool.ts';
import { createTurns } from './turns.ts';

export interface GovernorDeps {
  readonly clock: Clock;
  /** The default model, as calls may also name it; null: calls ask no provider, so nothing is limited. */
  readonly usual: string | null;
  /** What people said of models, by name. */
  readonly limits: ReadonlyMap<string, ModelLimits>;
}

/** Behind those that wait in turn: when the last of them has gone, that is told. This is what a word that is missed costs at most. */
const TURN_MS = 1_000;

const FREE: Permit = { hear: () => undefined, end: () => undefined };

/** It has no timers of its own: who was told to wait comes again, or hears that something ended. */
export function createGovernor({ clock, usual, limits }: GovernorDeps): Governor {
  const pools = new Map<string, Pool & { readonly turns: ReturnType<typeof createTurns> }>();
  const listeners: (() => void)[] = [];
  const now = (): number => clock.now();
  /** Somebody was told to wait since the last call. */
  let wanted = false;

  function poolOf(called: string) {
    const name = called === '' ? (usual ?? '') : called;
    const known = pools.get(name);
    if (known !== undefined) return known;
    const turns = createTurns(clock);
    const pool = createPool(limits.get(name) ?? null, now, () => {
      turns.wake();
      announce();
    });
    const it = { ...pool, turns };
    pools.set(name, it);
    return it;
  }

  function announce(): void {
    if (!wanted) return;
    wanted = false;
    for (const listener of listeners) listener();
  }

  /** Calls that wait in turn go before those that come and ask. */
  function tryTake({ pool: name, tokens }: GovernedCall): Permit | Wait {
    if (usual === null) return FREE;
    const pool = poolOf(name);
    const nowMs = clock.now();
    const it = pool.turns.isEmpty() ? pool.tryTake(tokens, nowMs) : (pool.waits(nowMs) ?? { untilMs: nowMs + TURN_MS, why: 'busy' });
    if (!isPermit(it)) wanted = true;
    return it;
  }

  return {
    tryTake,
    async take(call, signal) {
      signal.throwIfAborted();
      if (usual === null) return FREE;
      const pool = poolOf(call.pool);
      const permit = await pool.turns.inTurn(() => pool.tryTake(call.tokens, clock.now()), signal).finally(announce);
      return permit;
    },
    waits: (name) => (usual === null ? null : poolOf(name).waits(clock.now())),
    isDown: (name) => usual !== null && poolOf(name).isDown(),
    onOpen: (listener) => void listeners.push(listener),
  };
}
