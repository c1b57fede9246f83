import { createGovernor } from '#core/lanes/governor/create-governor.ts';
import type { ModelLimits } from '#core/lanes/governor.ts';
import { type Governor, isPermit } from '#core/lanes/governor.ts';
import { createRandom } from '#test/fakes/random.ts';
import { createSimulatedProvider, type ProviderOptions } from './simulated-provider.ts';

export interface CrowdOptions {
  readonly provider: ProviderOptions;
  readonly limits?: ModelLimits;
  readonly lanes?: number;
  readonly cap?: number;
  readonly seed: number;
  /** How far off the guess of a call's tokens may be. */
  readonly error?: number;
}

interface Event {
  readonly atMs: number;
  readonly run: () => void;
}

/** Lanes at once against a simulated provider, in virtual time: each asks for a permit, and is refused as often as it must be. */
export function runCrowd({ provider: options, limits, lanes = 300, cap = 60, seed, error = 0.3 }: CrowdOptions) {
  const random = createRandom(seed);
  const provider = createSimulatedProvider(options, random);
  let nowMs = 1_000_000;
  const startMs = nowMs;
  const clock = { now: () => nowMs, sleep: () => Promise.reject(new Error('nobody sleeps here')) };
  const governor: Governor = createGovernor({
    clock,
    usual: 'model',
    limits: new Map(limits === undefined ? [] : [['model', limits]]),
  });
  const events: Event[] = [];
  const waiting = Array.from({ length: lanes }, () => 200 + Math.floor(200 * random.next()));
  const totalTokens = waiting.reduce((sum, it) => sum + it, 0);
  let slots = cap;
  let done = 0;
  let wakeMs = Number.POSITIVE_INFINITY;
  const timeline: number[] = [];

  function fill(): void {
    for (let used = waiting[0]; used !== undefined && slots > 0; used = waiting[0]) {
      const it = governor.tryTake({ pool: '', tokens: Math.round(used * (1 + error * (2 * random.next() - 1))) });
      if (!isPermit(it)) {
        if (it.untilMs < wakeMs || wakeMs <= nowMs) {
          wakeMs = it.untilMs;
          events.push({ atMs: wakeMs, run: fill });
        }
        return;
      }
      waiting.shift();
      slots -= 1;
      const call = provider.call(used, nowMs);
      const { ms } = call;
      let { end } = call;
      const mine = used;
      const headersMs = provider.headersAfterMs(call);
      if (headersMs !== null) {
        events.push({
          atMs: nowMs + headersMs,
          run() {
            end = provider.tell(end, nowMs);
            if ('limits' in end && end.limits !== null) it.hear(end.limits);
            fill();
          },
        });
      }
      events.push({
        atMs: nowMs + ms,
        run() {
          slots += 1;
          if (end.kind === 'refused') {
            waiting.unshift(mine);
            timeline.push(nowMs - startMs);
          } else done += 1;
          it.end(headersMs === null ? provider.tell(end, nowMs) : end);
          fill();
        },
      });
    }
  }
  fill();
  for (let steps = 0; events.length > 0 && done < lanes && steps < 200_000; steps += 1) {
    const next = events.reduce((first, event) => (event.atMs < first.atMs ? event : first));
    events.splice(events.indexOf(next), 1);
    nowMs = Math.max(nowMs, next.atMs);
    next.run();
  }
  const tokenMs = options.tokens === null ? 0 : ((totalTokens - options.tokens.burst) * 60_000) / options.tokens.perMinute;
  const boundMs = Math.max(((lanes - options.burst) * 60_000) / options.requestsPerMinute, tokenMs);
  const { calls, refused } = provider.counts;
  return { lost: lanes - done, refusedShare: refused / calls, refused, timeOverBound: (nowMs - startMs) / boundMs, timeline };
}
