import type { OrderedStage } from './order-needs.ts';
import { saidNumbers } from './said-numbers.ts';

export interface Clamped {
  readonly stages: readonly OrderedStage[];
  /** What was left out. */
  readonly account: readonly string[];
  /** True: more was planned than may be. */
  readonly over: boolean;
}

/**
 * The largest number of things that the person named and that is over the limit: "the 3000 largest companies"; null
 * where they named none.
 */
export function askedTooMany(words: string, lang: string, maxLanes: number): number | null {
  const over = saidNumbers(words, lang, Number.POSITIVE_INFINITY).filter((number) => number > maxLanes);
  return over.length === 0 ? null : Math.max(...over);
}

/**
 * Takes lanes from the end of whichever stage has most until they fit; each stage that makes its lanes later keeps
 * room for at least one. Null where even one lane a stage is too many.
 */
export function clamp(stages: readonly OrderedStage[], maxLanes: number): Clamped | null {
  if (stages.length > maxLanes) return null;
  const room = maxLanes - stages.filter((stage) => stage.each !== null).length;
  const widths = stages.map((stage) => stage.lanes.length);
  const planned = widths.reduce((sum, width) => sum + width, 0);
  let lanes = planned;
  for (; lanes > room; lanes--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  const account =
    planned > lanes
      ? [
          `${planned} lanes were planned and the limit is ${maxLanes}: ${planned - lanes === 1 ? 'the last one was' : `the last ${planned - lanes} were`} left out.`,
        ]
      : [];
  let left = maxLanes - lanes;
  let waiting = stages.length - stages.filter((stage) => stage.each === null).length;
  let over = planned > lanes;
  const clamped = stages.map((stage, index): OrderedStage => {
    if (stage.each === null) return { ...stage, lanes: stage.lanes.slice(0, widths[index]) };
    waiting -= 1;
    const limit = Math.min(stage.each.limit, left - waiting);
    left -= limit;
    if (stage.each.likely > limit) {
      account.push(`About ${stage.each.likely} are likely and at most ${limit} can be taken: what is beyond is left out.`);
      over = true;
    }
    return { ...stage, each: { ...stage.each, limit, likely: Math.min(stage.each.likely, limit) } };
  });
  return { stages: clamped, account, over };
}
