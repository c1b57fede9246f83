import { type EachPlan, type LanePlan, type Output, type PlanDeps, type StagePlan, TEXT } from '../plan.ts';
import { toPrompt } from '../prompt.ts';
import { findEachOfResult, findListing, type Listing } from '../read/each-of-result.ts';
import { capitalize } from '../read/noun.ts';
import { materialOf, type Step } from '../step.ts';
import { shorten } from '../title.ts';

/** How many things a list is likely to have that names no number. */
const LIKELY = 8;
/** A list may turn out longer than was likely: so many times, but at least the second. */
const SPARE = 3;
const LEAST_LIMIT = 20;
/** Material that is longer is not given to each lane of many unless the person says so. In UTF-16 code units. */
const MAX_CONTEXT_CHARS = 60_000;

/** What a later stage of a chain that goes over a list is made from. */
export interface EachGiven {
  /** The step with what it gets: the result before it is its items. */
  readonly step: Step;
  /** The step before, and its stage. */
  readonly before: Step;
  readonly stage: StagePlan;
  /** True: the step names the material as well. */
  readonly goesBack: boolean;
  readonly deps: PlanDeps;
  /** Lanes that may still be. */
  readonly left: number;
}

export interface EachStages {
  /** The stage before, made to give items. */
  readonly before: StagePlan;
  readonly stage: StagePlan;
  readonly listing: Listing;
}

const toItems = (count: number | null): Output => ({ kind: 'items', fields: [], count });

/** A lane that gives the whole list is told how many; one of several, each with its own material, is not. */
function toListStage(stage: StagePlan, { count }: Listing): StagePlan {
  const single = stage.lanes.length === 1;
  const lanes = stage.lanes.map((lane): LanePlan => ({ ...lane, output: toItems(single ? count : null) }));
  const each = stage.each == null ? {} : { each: { ...stage.each, output: toItems(count) } };
  return { ...stage, lanes, ...each, merge: 'dedupe', mergePrompt: stage.mergePrompt, distinct: false };
}

/** Whether lanes of a stage can be made to give parts of one list: not variants, and nothing that was asked in a form of its own. */
const canList = ({ lanes, each, distinct, merge }: StagePlan): boolean =>
  !distinct &&
  merge !== 'digest' &&
  [...lanes, ...(each == null ? [] : [each])].every(({ output }) => output.kind === 'text' || output.kind === 'items');

function toContext({ before, goesBack, step }: EachGiven): readonly string[] {
  const own = goesBack ? step : before;
  const chars = [...own.sources.map((source) => source.chars), ...own.texts.map((text) => text.text.length)].reduce(
    (sum, it) => sum + it,
    0,
  );
  return goesBack || chars <= MAX_CONTEXT_CHARS ? materialOf({ ...own, before: null }) : [];
}

/** How many items the stage before is likely to have: the number told, of each lane where that has several. */
function toLikely(stage: StagePlan, { count }: Listing): number {
  const lanes = stage.each == null ? stage.lanes.length : stage.each.likely;
  return lanes * (count ?? (lanes > 1 ? 3 : LIKELY));
}

/** "…, then research each": a stage with a lane for each thing that the stage before lists; null where the step is not about each of them. */
export function toEachStage(given: EachGiven): EachStages | null {
  const { step, before, stage, left } = given;
  const listing = findListing(before.masked);
  if (listing === null || !canList(stage)) return null;
  const reference = findEachOfResult(step.masked, listing);
  if (reference === null) return null;
  const words = `${step.words.slice(0, reference.start)}{item}${step.words.slice(reference.end)}`;
  const prompt = toPrompt(words, step.work, false);
  const sources = toContext(given);
  const weak = step.shape.weak && step.shape.output.kind === 'fields';
  const output = weak ? TEXT : step.shape.output;
  const likely = toLikely(stage, listing);
  const limit = Math.max(1, Math.min(left, Math.max(LEAST_LIMIT, SPARE * likely)));
  const each: EachPlan = {
    prompt: prompt.endsWith('}') ? `${prompt}.` : prompt,
    one: listing.one,
    sources,
    work: output.kind === 'label' ? 'classify' : step.work,
    output,
    limit,
    likely: Math.min(likely, limit),
  };
  return {
    before: toListStage(stage, listing),
    stage: {
      title: shorten(step.words),
      lanes: [],
      each,
      merge: output.kind === 'text' ? 'ordered' : 'table',
      mergePrompt: step.words,
      distinct: false,
      rowName: capitalize(listing.one),
    },
    listing,
  };
}
