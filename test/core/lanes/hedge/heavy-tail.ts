import type { ModelCall } from '#core/ports/model.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createLab, type LabOptions } from '#test/fakes/lab.ts';
import { createRandom, type Random } from '#test/fakes/random.ts';
import { createScriptedModel } from '#test/fakes/scripted-model.ts';
import { toTestRequest } from '#test/fakes/test-request.ts';

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** How long a call takes: the median is 1 s, the 99th percentile 10 s. Most are ordinary, three in a hundred are about ten times as slow. */
const drawMs = (random: Random): number => {
  const isSlow = random.chance(0.03);
  return 1_000 * (isSlow ? 10 * Math.exp(0.2 * normal(random)) : Math.exp(0.35 * normal(random)));
};

export interface TailOptions {
  readonly seed: number;
  readonly hedge: boolean;
  readonly lanes?: number;
  readonly cap?: number;
  /** How much of its slowness is the lane's own, and met by a second call as well. 0 to 1. */
  readonly own?: number;
  readonly lab?: Partial<LabOptions>;
  readonly budgetUsd?: number | null;
  /** Each answer costs all that it may. */
  readonly spends?: boolean;
}

/** A run whose calls take as long as the dice say; the same lanes take the same, hedged or not. */
export async function runTail({ seed, hedge, lanes = 50, cap = 50, own = 0, lab: more, budgetUsd = null, spends = false }: TailOptions) {
  const clock = createFakeClock();
  const never = new AbortController().signal;
  const tries = new Map<string, number>();
  const latencyMs = (call: ModelCall): number => {
    const lane = Number(/\d+/.exec(call.instruction)?.[0]);
    const nth = (tries.get(call.instruction) ?? 0) + 1;
    tries.set(call.instruction, nth);
    const firstMs = drawMs(createRandom(seed * 1_000_003 + lane * 7_919));
    if (nth === 1) return firstMs;
    return firstMs ** own * drawMs(createRandom(seed * 1_000_003 + lane * 7_919 + nth * 104_729)) ** (1 - own);
  };
  const model = createScriptedModel(async (call) => {
    await clock.sleep(Math.round(latencyMs(call)), never);
    const text = `text of ${call.instruction}`;
    return spends ? { text, usage: { inputTokens: 50, outputTokens: call.maxOutputTokens ?? 0, costUsd: null } } : text;
  });
  const lab = createLab({ model, clock, hedge, concurrency: 200, ...more });
  const startedMs = clock.now();
  const prompts = Array.from({ length: lanes }, (_, index) => `L${index + 1}`);
  const runId = await lab.fanout.ask(toTestRequest(prompts, { cap, budgetUsd }));
  const view = await lab.toEnd(runId);
  const events = await lab.runLog.read(runId, 0);
  const ends = events.filter((event) => event.type === 'lane.done');
  const makespanMs = Math.max(...ends.map((event) => event.atMs)) - startedMs;
  return { view, events, ends, makespanMs, calls: model.calls.length };
}
