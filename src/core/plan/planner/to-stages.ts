import { toKey, toLikeness } from '../../merge/near.ts';
import type { MergeKind } from '../../request.ts';
import { stripControls, toNeutralLine } from '../../text/neutral.ts';
import { type EachPlan, type LanePlan, type Output, type StagePlan, TEXT } from '../plan.ts';
import { shorten, toTitles } from '../title.ts';
import type { DraftLane } from './draft.ts';
import type { OrderedStage } from './order-needs.ts';
import { isOutOfPlace, toNoun } from './said.ts';

/** What lanes are made with beside what the planner wrote. */
export interface StageGiven {
  /** Without what only stands in the request's text: what a digest is told where the planner said nothing. */
  readonly words: string;
  /** Ids of all material, in order. */
  readonly material: readonly string[];
  /** Ids of all that lanes may have, items of lists too. */
  readonly known: ReadonlySet<string>;
  /** Titles of sources by what stands for them in a prompt: a stranger's words are no part of an instruction. */
  readonly titles: readonly (readonly [string, string])[];
}

/** Longest instruction that is taken, in UTF-16 code units. */
export const MAX_PROMPT_CHARS = 8_000;
/** Lanes of a vote or a choice do the same; others are not to be told apart by either. */
const SAME_WORK = 0.5;

/**
 * The planner's words as an instruction: no control characters, no titles of sources, and results by the numbers that
 * they have now.
 */
function toInstruction(text: string, { titles, words }: StageGiven, stages: readonly OrderedStage[]): string {
  const clean = stripControls(text).trim().slice(0, MAX_PROMPT_CHARS).toWellFormed();
  const named = titles.reduce((prompt, [title, id]) => prompt.replaceAll(title, () => id), clean);
  return named.replace(RESULT, (said, number: string) => {
    const results = resultsOf(stages, Number(number));
    // What the person calls R2 is something else.
    return results.length === 0 || words.includes(said) ? said : results.map((result) => `R${result}`).join(', ');
  });
}

const RESULT = /(?<![\p{L}\p{N}])R(\d{1,3})(?![\p{L}\p{N}])/gu;

/** Numbers, 1-based, of the stages whose results a stage of the planner's became. */
const resultsOf = (stages: readonly OrderedStage[], origin: number): readonly number[] =>
  stages.flatMap((stage, index) => (stage.origin === origin ? [index + 1] : []));

/**
 * Ids of the results a lane gets: of all before its stage, of the lanes it needs, and of earlier stages the planner
 * named.
 */
function toResults(lane: Pick<DraftLane, 'sources' | 'needs'>, at: number, stages: readonly OrderedStage[]): readonly string[] {
  const origin = stages[at]?.origin ?? 1;
  const named = [...lane.sources, ...lane.needs].flatMap((id) => (/^R\d{1,3}$/.test(id) ? resultsOf(stages, Number(id.slice(1))) : []));
  const needs = new Set(lane.needs.map(toKey));
  // A need may be the title of a stage, and of any before.
  const needed = stages.flatMap((stage, index) =>
    (stage.origin !== origin && needs.has(toKey(stage.title))) || stage.lanes.some(({ title }) => needs.has(toKey(title)))
      ? [index + 1]
      : [],
  );
  const before = resultsOf(stages, origin - 1);
  return [...new Set([...before, ...named, ...needed])]
    .filter((stage) => stage <= at)
    .sort((a, b) => a - b)
    .map((stage) => `R${stage}`);
}

/** A vote or a choice is between lanes that do the same; where they don't, one text is made of all. */
function toMerge(stage: OrderedStage): MergeKind {
  const { merge, lanes } = stage;
  if (merge !== 'vote' && merge !== 'best') return merge === 'digest' && lanes.length === 1 ? 'ordered' : merge;
  if (stage.each !== null || lanes.length < 2) return 'ordered';
  const [first, ...others] = lanes.map((lane) => toKey(lane.objective));
  return others.every((other) => toLikeness(first ?? '', other) >= SAME_WORK) ? merge : 'digest';
}

/** The id of the whole that a row or a part is of. */
const wholeOf = (id: string): string => id.replace(/[#@].*$/, '');

/** Nothing can be quoted from no material. */
const withMaterial = (output: Output, sources: readonly string[]): Output =>
  output.kind === 'claims' && sources.length === 0 ? TEXT : output;

const toItems = (output: Output): Output => (output.kind === 'items' ? output : { kind: 'items', fields: [], count: null });

function fieldsOf(stage: OrderedStage): readonly string[] {
  const outputs = [...stage.lanes, ...(stage.each === null ? [] : [stage.each])].map((it) => it.output);
  return outputs.flatMap((output) => (output.kind === 'fields' || output.kind === 'items' ? output.fields : []));
}

/** The stages of a plan out of stages that are in order and within the limits. */
export function toStages(stages: readonly OrderedStage[], given: StageGiven): readonly StagePlan[] {
  const { known } = given;
  return stages.map((stage, at): StagePlan => {
    const next = stages[at + 1]?.each ?? null;
    const givesItems = next !== null && next.by === null;
    const givesRows = next !== null && next.by !== null;
    const own = (sources: readonly string[]): readonly string[] => [...new Set(sources.filter((id) => known.has(wholeOf(id))))];
    const titles = toTitles(stage.lanes.map((lane) => toNeutralLine(lane.title, 200)));
    const lanes = stage.lanes.map((lane, nth): LanePlan => {
      const named = own(lane.sources);
      const results = toResults(lane, at, stages);
      const sources = [...results, ...(named.length === 0 && stage.origin === 1 && results.length === 0 ? given.material : named)];
      const output = givesItems ? toItems(lane.output) : withMaterial(lane.output, sources);
      return { title: titles[nth] ?? '', prompt: toInstruction(lane.objective, given, stages), sources, work: lane.work, output };
    });
    const merge = givesItems ? 'dedupe' : givesRows ? 'table' : toMerge(stage);
    const one = toNoun(stage.each?.one ?? '');
    const each: EachPlan | null =
      stage.each === null
        ? null
        : {
            ...stage.each,
            prompt: toInstruction(stage.each.prompt, given, stages),
            one,
            sources: [...earlier(stage.each.sources, at, stages), ...own(stage.each.sources)],
            output: givesItems ? toItems(stage.each.output) : stage.each.output,
          };
    const column = fieldsOf(stage).find((field) => field.toLowerCase() === stage.key?.trim().toLowerCase()) ?? null;
    return {
      title: (isOutOfPlace(stage.title, given.words) ? '' : shorten(toNeutralLine(stage.title, 200))) || titles[0] || `Stage ${at + 1}`,
      lanes,
      ...(each === null ? {} : { each }),
      ...(merge === 'table' && column !== null ? { key: column } : {}),
      merge,
      mergePrompt: toInstruction(stage.mergePrompt, given, stages) || given.words,
      distinct: stage.distinct && lanes.length > 1,
      rowName: merge === 'table' ? (stage.rowName ?? (each === null ? 'Lane' : capitalize(one))) : '',
      ...(merge === 'digest' && { digest: stage.digest }),
      ...toShown(stage, at, stages),
    };
  });
}

/** Where the planner shows nothing at all, the last stage is what the person gets. */
function toShown({ shown }: OrderedStage, at: number, stages: readonly OrderedStage[]): { readonly shown?: boolean } {
  const isLast = at === stages.length - 1;
  if (shown === null || (isLast && stages.every((stage) => stage.shown !== true))) return {};
  return { shown };
}

const capitalize = (noun: string): string => noun.charAt(0).toLocaleUpperCase() + noun.slice(1);

/** Results of earlier stages that lanes of an `each` have beside their items. */
const earlier = (sources: readonly string[], at: number, stages: readonly OrderedStage[]): readonly string[] => [
  ...new Set(
    sources
      .flatMap((id) => (/^R\d{1,3}$/.test(id) ? resultsOf(stages, Number(id.slice(1))) : []))
      .flatMap((stage) => (stage <= at ? [`R${stage}`] : [])),
  ),
];
