import { toJudgeCalls } from '../merge/best.ts';
import { toSameCalls } from '../merge/dedupe.ts';
import { groupSizes } from '../merge/digest.ts';
import { toMaxChars } from '../merge/side-call.ts';
import type { Forecast, Output, StagePlan } from '../plan/plan.ts';
import type { Model } from '../ports/model.ts';
import type { Prices } from '../ports/prices.ts';
import { type Estimate, toLikelyOutput } from './estimate.ts';
import { addRanges, type Factors, toRange, USUAL_FACTORS } from './range.ts';
import { toLikelyTokens } from './tokens.ts';

/**
 * What the calls of one stage's merge are likely to use: nothing where it is merged without a model. Nothing is
 * reserved for it.
 */
export interface MergeEstimate extends Pick<Estimate, 'inputTokens' | 'outputTokens' | 'usd'> {
  readonly forecast: Forecast;
}

export interface EstimateMergeDeps {
  readonly model: Pick<Model, 'windowTokens'>;
  /** Whom it asks; null: no model, so it costs nothing. */
  readonly asked: string | null;
  readonly prices: Prices;
  /** Calls at once. */
  readonly cap: number;
  /** The request's own words, which a digest is told. Default: none. */
  readonly words?: string;
}

/**
 * A lane of the stage: what it is asked for, and what it is likely to give. What earlier lanes took is in that
 * already, so merges are not calibrated on their own.
 */
export interface MergedLane {
  readonly output: Output;
  readonly estimate: Estimate;
}

type Call = Pick<Estimate, 'inputTokens' | 'outputTokens'>;
interface Calls {
  /** Each level waits for the one before it. */
  readonly levels: readonly (readonly Call[])[];
  readonly spread: Factors['tokens'];
}

/** What is said around the material: the standing words, what is to be done, the form of the answer. In tokens. */
const AROUND = 180;
/** `{"winner": "A", "why": "…"}`. */
const VERDICT = 60;
const CHARS_PER_LIKELY_TOKEN = 4;
/** Shorter answers are counted, which asks nobody. */
const COUNTED_TOKENS = 30;
/** An item of a list, where nobody said how many there are to be. */
const ITEM_TOKENS = 12;
const MOST_ITEM_TOKENS = 100;
/** Of a list's items, pairs that only a model can tell apart. */
const DOUBTFUL_SHARE = 0.05;

const USUAL = USUAL_FACTORS.tokens;
/** It may need no call at all. */
const MAYBE = { low: 0, high: USUAL.high };
const DOUBTFUL = { low: 0, high: 4 };

export async function estimateMerge(
  stage: Pick<StagePlan, 'merge' | 'mergePrompt'>,
  lanes: readonly MergedLane[],
  { model, asked, prices, cap, words = '' }: EstimateMergeDeps,
): Promise<MergeEstimate> {
  const { levels, spread } = asked === null ? { levels: [], spread: USUAL } : toCalls(stage, lanes, toMaxChars({ model }), words);
  const price = async (call: Call): Promise<Estimate> => {
    const usd = asked === null ? null : await prices.usd(asked, call);
    return { ...call, usd, mostUsd: usd, maxOutputTokens: call.outputTokens };
  };
  const priced = await Promise.all(levels.map((level) => Promise.all(level.map(price))));
  const factors: Factors = { ...USUAL_FACTORS, tokens: spread, usd: spread };
  const ranges = priced.map((level) =>
    toRange(
      level,
      level.map(() => factors),
      { cap },
    ),
  );
  const all = priced.flat();
  const sum = (pick: (call: Estimate) => number): number => all.reduce((total, call) => total + pick(call), 0);
  return {
    inputTokens: sum((call) => call.inputTokens),
    outputTokens: sum((call) => call.outputTokens),
    usd: all.length === 0 || all.some((call) => call.usd === null) ? null : sum((call) => call.usd ?? 0),
    forecast: addRanges(ranges),
  };
}

function toCalls(
  { merge, mergePrompt }: Pick<StagePlan, 'merge' | 'mergePrompt'>,
  lanes: readonly MergedLane[],
  maxChars: number,
  words: string,
): Calls {
  const texts = lanes.map(({ estimate }) => estimate.outputTokens);
  const sum = texts.reduce((total, tokens) => total + tokens, 0);
  const around = AROUND + toLikelyTokens(mergePrompt);
  const mostTokens = maxChars / CHARS_PER_LIKELY_TOKEN;
  const none: Calls = { levels: [], spread: USUAL };
  switch (merge) {
    case 'ordered':
    case 'table':
      return none;
    case 'digest':
      return lanes.length < 2 ? none : { levels: toTree(texts, around + toLikelyTokens(words), maxChars), spread: USUAL };
    case 'best': {
      const inputTokens = around + Math.min(mostTokens, (2 * sum) / Math.max(1, texts.length));
      return {
        levels: [repeat(toJudgeCalls(texts.length), { inputTokens: Math.ceil(inputTokens), outputTokens: VERDICT })],
        spread: USUAL,
      };
    }
    case 'vote': {
      const isCounted = lanes.length < 2 || lanes.every((it) => it.output.kind === 'label' || it.estimate.outputTokens <= COUNTED_TOKENS);
      if (isCounted || sum > mostTokens) return none;
      return { levels: [[{ inputTokens: around + sum, outputTokens: VERDICT }]], spread: MAYBE };
    }
    case 'dedupe': {
      const items = lanes.reduce((total, lane) => total + toItems(lane), 0);
      const calls = items < 2 ? 0 : toSameCalls(Math.ceil(items * DOUBTFUL_SHARE));
      const item = Math.min(MOST_ITEM_TOKENS, sum / Math.max(1, items)) + 4;
      const inputTokens = AROUND + Math.ceil((items * DOUBTFUL_SHARE * 2 * item) / Math.max(1, calls));
      return { levels: [repeat(calls, { inputTokens, outputTokens: VERDICT })], spread: DOUBTFUL };
    }
    default:
      throw new Error(`unknown merge ${JSON.stringify(merge satisfies never)}`);
  }
}

const repeat = (count: number, call: Call): Call[] => Array.from({ length: count }, () => call);

const toItems = ({ output, estimate }: MergedLane): number =>
  output.kind === 'items' && output.count !== null ? output.count : Math.ceil(estimate.outputTokens / ITEM_TOKENS);

/** The calls of a digest, level by level, as `mergeDigest` makes them. */
function toTree(texts: readonly number[], around: number, maxChars: number): Call[][] {
  const levels: Call[][] = [];
  for (let level = texts; ; ) {
    const chars = level.map((tokens) => tokens * CHARS_PER_LIKELY_TOKEN);
    const sizes = groupSizes(chars, maxChars);
    const half = maxChars / 2 / CHARS_PER_LIKELY_TOKEN;
    let at = 0;
    const calls = sizes.map((size): Call => {
      const group = level.slice(at, at + size);
      at += size;
      const material = group.reduce((sum, tokens) => sum + (sizes.length === 1 ? tokens : Math.min(tokens, half)), 0);
      return { inputTokens: Math.ceil(around + material), outputTokens: toLikelyOutput('write', material) };
    });
    levels.push(calls);
    if (calls.length === 1) return levels;
    level = calls.map((call) => call.outputTokens);
  }
}
