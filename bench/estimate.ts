/**
 * `npm run bench:estimate`: how far the estimate of a run is from what the run took, before anything was learnt and after: simulated runs, the same ones each time, no network. What a kind of work really takes with a
 * model (its bias), how runs differ and how lanes of a run differ are drawn from seeds; the estimate knows none of it.
 */
import { createMemoryExperience } from '#adapters/memory/memory-experience.ts';
import { calibrate, toSample } from '#core/cost/calibrate.ts';
import { type Estimate, estimateCall, sumEstimates } from '#core/cost/estimate.ts';
import { toFactors, toRange } from '#core/cost/range.ts';
import type { Work } from '#core/plan/plan.ts';
import type { Sample } from '#core/ports/experience.ts';
import type { Prices } from '#core/ports/prices.ts';
import { createDice } from './dice.ts';

const RUNS = 60;
/** What is learnt first; the errors are those of the runs after. */
const LEARNING_RUNS = 20;
const CAP = 16;
const MODEL = 'gpt-6-luna';
const PRICES: Prices = { usd: async (_, { inputTokens, outputTokens }) => (inputTokens * 0.1 + outputTokens * 0.5) / 1_000_000 };
const SEEDS = [1, 2, 3, 4, 5];

interface Kind {
  readonly work: Work;
  /** Tokens taken for each that the formula says; how far from it a run is, and a lane of it, as deviations of the logarithm. */
  readonly input: number;
  readonly output: number;
  readonly ofRun: number;
  readonly ofLane: number;
  readonly tokensPerSecond: number;
}

const KINDS: readonly Kind[] = [
  { work: 'translate', input: 0.95, output: 1.35, ofRun: 0.08, ofLane: 0.15, tokensPerSecond: 95 },
  { work: 'summarize', input: 1.05, output: 0.6, ofRun: 0.15, ofLane: 0.3, tokensPerSecond: 110 },
  { work: 'extract', input: 1.2, output: 0.45, ofRun: 0.3, ofLane: 0.5, tokensPerSecond: 100 },
  { work: 'write', input: 1, output: 2.4, ofRun: 0.25, ofLane: 0.35, tokensPerSecond: 80 },
  { work: 'classify', input: 1.1, output: 0.8, ofRun: 0.1, ofLane: 0.2, tokensPerSecond: 60 },
];

interface Lane {
  readonly guess: Estimate;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly ms: number;
}

async function drawRun(kind: Kind, seed: number): Promise<Lane[]> {
  const dice = createDice(seed);
  const ofRun = Math.exp(kind.ofRun * dice.normal());
  const lanes: Lane[] = [];
  const count = 3 + Math.floor(dice.next() * 40);
  for (let lane = 0; lane < count; lane += 1) {
    const text = 'word '.repeat(100 + Math.floor(dice.next() * 1_900));
    const materials = [{ id: 'S1', title: 'text', text, picture: null }];
    const call = { work: kind.work, instruction: 'Do it with care.', materials, model: null, maxOutputTokens: null };
    const guess = await estimateCall(call, MODEL, PRICES);
    const inputTokens = Math.round(guess.inputTokens * kind.input * Math.exp(0.03 * dice.normal()));
    const outputTokens = Math.max(1, Math.round(guess.outputTokens * kind.output * ofRun * Math.exp(kind.ofLane * dice.normal())));
    const ms = (600 + 400 * dice.next() + (outputTokens / kind.tokensPerSecond) * 1_000) * Math.exp(0.1 * dice.normal());
    lanes.push({ guess, inputTokens, outputTokens, ms });
  }
  return lanes;
}

interface Errors {
  tokens: number;
  usd: number;
  inTokens: number;
  inMs: number;
}

const NONE: Errors = { tokens: 0, usd: 0, inTokens: 0, inMs: 0 };
const off = (said: number, is: number): number => Math.abs(said - is) / is;
const within = ({ low, high }: { readonly low: number; readonly high: number }, is: number): number => (is >= low && is <= high ? 1 : 0);

/** The same list scheduling that a run has: in order, as soon as a place is free. */
function toMakespan(lanes: readonly Lane[]): number {
  const free = Array.from({ length: CAP }, () => 0);
  for (const { ms } of lanes) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + ms;
  }
  return Math.max(...free);
}

async function hold(kind: Kind): Promise<readonly [Errors, Errors]> {
  const before = { ...NONE };
  const after = { ...NONE };
  let runs = 0;
  for (const seed of SEEDS) {
    const experience = createMemoryExperience();
    for (let run = 0; run < RUNS; run += 1) {
      const lanes = await drawRun(kind, seed * 1_000 + run);
      const past = await experience.about(kind.work, MODEL);
      const guesses = lanes.map((lane) => lane.guess);
      // As the planner does: dollars for the calibrated tokens.
      const calibrated = await Promise.all(guesses.map(async (guess) => priced(calibrate(guess, past))));
      if (run >= LEARNING_RUNS) {
        runs += 1;
        add(before, guesses, null, lanes);
        add(after, calibrated, past, lanes);
      }
      await experience.learn(lanes.flatMap((lane, index) => learnt(kind, `${run}`, index + 1, lane, calibrated[index] ?? lane.guess)));
    }
  }
  const mean = (errors: Errors): Errors => ({
    tokens: errors.tokens / runs,
    usd: errors.usd / runs,
    inTokens: errors.inTokens / runs,
    inMs: errors.inMs / runs,
  });
  return [mean(before), mean(after)];
}

const priced = async (estimate: Estimate): Promise<Estimate> => ({ ...estimate, usd: await PRICES.usd(MODEL, estimate) });

function learnt({ work }: Kind, runId: string, lane: number, { inputTokens, outputTokens, ms }: Lane, estimate: Estimate): Sample[] {
  const usage = { inputTokens, outputTokens, costUsd: null };
  const sample = toSample({ runId, lane, start: 1, plan: { work }, estimate, model: MODEL, usage, ms, reused: false });
  return sample === null ? [] : [sample];
}

function add(errors: Errors, estimates: readonly Estimate[], past: Parameters<typeof toFactors>[0], lanes: readonly Lane[]): void {
  const said = sumEstimates(estimates);
  const inputTokens = lanes.reduce((sum, lane) => sum + lane.inputTokens, 0);
  const outputTokens = lanes.reduce((sum, lane) => sum + lane.outputTokens, 0);
  const range = toRange(
    estimates,
    estimates.map(() => toFactors(past)),
    { cap: CAP },
  );
  errors.tokens += off(said.inputTokens + said.outputTokens, inputTokens + outputTokens);
  errors.usd += off(said.usd ?? 0, (inputTokens * 0.1 + outputTokens * 0.5) / 1_000_000);
  errors.inTokens += within(range.tokens, inputTokens + outputTokens);
  errors.inMs += within(range.ms, toMakespan(lanes));
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(
  '| work | tokens off by, before | after | dollars off by, before | after | tokens in range, before | after | time in range, before | after |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const kind of KINDS) {
  const [before, after] = await hold(kind);
  const cells = (['tokens', 'usd', 'inTokens', 'inMs'] as const).flatMap((key) => [percent(before[key]), percent(after[key])]);
  say(`| ${[kind.work, ...cells].join(' | ')} |`);
}
