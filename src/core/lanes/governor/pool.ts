import type { CallEnd, ModelLimits, Permit, RateLimits, Wait } from '../governor.ts';
import { createCircuit } from './circuit.ts';
import { createLearntRate } from './learnt-rate.ts';
import { createRamp } from './ramp.ts';
import { createTokenGuess } from './token-guess.ts';
import { createToldLimit } from './told-limit.ts';
import { createWindow } from './window.ts';

/** Behind a time that the provider asked for, as long as one more call takes to come back; where that is not known, this. */
const MARGIN_MS = 100;
const MOST_MARGIN_MS = 5_000;
/** When it is to be looked at again though nothing ended: what a lost end costs at most. */
const LOOK_AGAIN_MS = 30_000;

/** All calls to one model. */
export interface Pool {
  tryTake(tokens: number, nowMs: number): Permit | Wait;
  waits(nowMs: number): Wait | null;
  isDown(): boolean;
}

/** `onNews` is told after each call that ended, and when a provider said what is left. */
export function createPool(limits: ModelLimits | null, now: () => number, onNews: () => void): Pool {
  let lastMs = now();
  const requests = createToldLimit(limits?.requestsPerMinute ?? null, lastMs);
  const tokens = createToldLimit(limits?.tokensPerMinute ?? null, lastMs);
  const window = createWindow(limits?.concurrency ?? null);
  const learnt = createLearntRate();
  const ramp = createRamp(lastMs);
  const circuit = createCircuit();
  const guess = createTokenGuess();
  let inFlight = 0;
  let nth = 0;
  /** The provider asked for time until then; null: it did not, or that is over. */
  let closedUntilMs: number | null = null;
  let pauseMs = 0;

  /** A clock that was set back would keep everything closed by so much longer. */
  function look(nowMs: number): void {
    const backMs = lastMs - nowMs;
    lastMs = nowMs;
    if (backMs > 0) {
      for (const it of [requests, tokens, window, learnt, ramp, circuit]) it.shift(backMs);
      if (closedUntilMs !== null) closedUntilMs -= backMs;
    }
    if (closedUntilMs === null || nowMs < closedUntilMs) return;
    closedUntilMs = null;
    // One goes first and shows whether the provider meant it; the next ones at its pace, however much has come back meanwhile.
    requests.drainTo(1, nowMs);
    if (learnt.known) learnt.drain(pauseMs, nowMs);
  }

  function toWait(cost: number, nowMs: number): Wait | null {
    const probeAtMs = circuit.probeAtMs();
    if (probeAtMs !== null) return nowMs < probeAtMs ? { untilMs: probeAtMs, why: 'down' } : null;
    if (closedUntilMs !== null) return { untilMs: closedUntilMs, why: 'asked' };
    if (!window.hasRoom(inFlight)) return { untilMs: nowMs + LOOK_AGAIN_MS, why: 'busy' };
    const careful = requests.known || learnt.known ? 0 : ramp.waitMs(nowMs);
    const waitMs = Math.max(requests.waitMs(1, nowMs), tokens.waitMs(cost * guess.spare(), nowMs), learnt.waitMs(nowMs), careful);
    return waitMs > 0 ? { untilMs: nowMs + waitMs, why: 'limit' } : null;
  }

  function hear(
    told: RateLimits | null,
    taken: { readonly requests: number; readonly tokens: number },
    tookMs: number,
    nowMs: number,
  ): void {
    if (told?.requests) requests.hear(told.requests, taken.requests, tookMs, nowMs);
    if (told?.tokens) tokens.hear(told.tokens, taken.tokens, tookMs, nowMs);
  }

  function refuse(end: Extract<CallEnd, { kind: 'refused' }>, number: number, cost: number, tookMs: number, nowMs: number): void {
    const { afterMs, limits: told } = end;
    if (!isExplained(told, cost)) {
      learnt.refused(number, tookMs, nowMs);
      if (afterMs === null) window.refused(inFlight + 1, tookMs, nowMs);
    }
    if (afterMs === null) return;
    pauseMs = afterMs;
    const eachMs = Math.max(requests.eachMs ?? learnt.eachMs ?? MARGIN_MS, (tokens.eachMs ?? 0) * cost);
    closedUntilMs = Math.max(closedUntilMs ?? 0, nowMs + afterMs + Math.min(MOST_MARGIN_MS, Math.ceil(eachMs)));
  }

  function toPermit(estimate: number, cost: number, tookMs: number): Permit {
    nth += 1;
    const number = nth;
    const asProbe = circuit.isOpen;
    if (asProbe) circuit.probe(tookMs);
    inFlight += 1;
    requests.take(1, tookMs);
    tokens.take(cost, tookMs);
    learnt.take(tookMs);
    ramp.take(tookMs);
    const taken = { requests: requests.taken, tokens: tokens.taken };
    let ended = false;
    let heard = false;

    function settle(end: CallEnd, nowMs: number): void {
      switch (end.kind) {
        case 'done':
          if (!heard) hear(end.limits, taken, tookMs, nowMs);
          if (end.limits?.tokens == null) tokens.give(cost - end.tokens);
          guess.learn(estimate, end.tokens);
          learnt.done(tookMs);
          ramp.done();
          window.done(end.ms, inFlight + 1, tookMs, nowMs);
          break;
        case 'refused':
          hear(end.limits, taken, tookMs, nowMs);
          refuse(end, number, cost, tookMs, nowMs);
          break;
        case 'broken':
          ramp.give();
          circuit.broken(nowMs);
          return;
        case 'other':
          ramp.give();
          return;
        case 'unused':
          requests.give(1);
          tokens.give(cost);
          learnt.give();
          ramp.give();
          if (asProbe) circuit.unprobe(nowMs);
          return;
        default:
          throw new Error(`unknown end ${JSON.stringify(end satisfies never)}`);
      }
      if (circuit.answered()) ramp.restart(nowMs);
    }

    return {
      hear(told) {
        if (ended) return;
        heard = true;
        const nowMs = now();
        look(nowMs);
        hear(told, taken, tookMs, nowMs);
        onNews();
      },
      end(end) {
        if (ended) return;
        ended = true;
        inFlight -= 1;
        const nowMs = now();
        // Time may have gone back while the call was made.
        look(nowMs);
        settle(end, nowMs);
        onNews();
      },
    };
  }

  return {
    tryTake(estimate, nowMs) {
      look(nowMs);
      const cost = guess.correct(estimate);
      return toWait(cost, nowMs) ?? toPermit(estimate, cost, nowMs);
    },
    waits(nowMs) {
      look(nowMs);
      return toWait(0, nowMs);
    },
    isDown: () => circuit.isOpen,
  };
}

/** The provider told that nothing was left. Where it told that there was, something else kept the call back. */
function isExplained(told: RateLimits | null, cost: number): boolean {
  return (told?.requests != null && told.requests.remaining < 1) || (told?.tokens != null && told.tokens.remaining < cost);
}
