import type { MergeKind } from '../../request.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import type { CutText, KnownSource, Output, Plan, Question, StagePlan } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { askedTooMany, clamp } from './clamp.ts';
import type { Draft, DraftLane, DraftStage } from './draft.ts';
import { dropAlike } from './drop-alike.ts';
import { findForeign } from './foreign.ts';
import { orderNeeds } from './order-needs.ts';
import { quote, withReason } from './said.ts';
import { toStages } from './to-stages.ts';

/** What a draft is held against. */
export interface SettleGiven {
  /** What the person said, without material that stood in it. */
  readonly words: string;
  readonly sources: readonly KnownSource[];
  readonly texts: readonly CutText[];
  readonly maxLanes: number;
  /** What the person chose for the answer; null: as planned. */
  readonly merge: MergeKind | null;
}

export type Settled =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | Question
  /** What is left is one lane. */
  | { readonly kind: 'one_call'; readonly why: string }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MAX_NOTES = 20;
/** A title this short may be a word of the instruction as well. */
const MIN_TITLE_CHARS = 4;

/** "Left out a, b and 3 more", said once for all. */
function name(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique
    .slice(0, 3)
    .map((it) => quote(it))
    .join(', ');
  return unique.length > 3 ? `${shown} and ${unique.length - 3} more` : shown;
}

/** Lanes without those that write to an address nobody named, and without the same work twice. */
function sift(stage: DraftStage, words: string): { readonly stage: DraftStage; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const own = stage.lanes.filter((lane) => {
    const foreign = findForeign([lane.title, lane.objective, lane.boundaries, ...fieldsOf(lane.output)].join('\n'), words);
    if (foreign !== null) notes.push(`Left out ${quote(lane.title)}: it names ${quote(foreign)}, which the request does not.`);
    return foreign === null;
  });
  const mergePrompt = findForeign(stage.mergePrompt, words) === null ? stage.mergePrompt : '';
  const sifted = { ...stage, lanes: own, mergePrompt };
  if (stage.merge === 'vote' || stage.merge === 'best') return { stage: sifted, notes };
  const without = dropAlike(own);
  return { stage: { ...sifted, lanes: without.lanes }, notes: [...notes, ...without.notes] };
}

const fieldsOf = (output: Output): readonly string[] => (output.kind === 'fields' || output.kind === 'items' ? output.fields : []);

/** What was named and does not exist, in sentences. */
function noteUnknown(stages: readonly DraftStage[], known: ReadonlySet<string>): readonly string[] {
  const lanes = stages.flatMap((stage) => stage.lanes);
  const tools = lanes.flatMap((lane) => lane.tools);
  const named = stages.flatMap((stage, index) =>
    [...stage.lanes, ...(stage.each === null ? [] : [stage.each])].flatMap(({ sources }) =>
      sources.filter((id) => !known.has(id) && !isResult(id, index)),
    ),
  );
  return [
    ...(tools.length === 0 ? [] : [`Lanes have no tools yet: left out ${name(tools)}.`]),
    ...(named.length === 0 ? [] : [`There is no source ${name(named)}: left out.`]),
  ];
}

const isResult = (id: string, before: number): boolean =>
  /^R\d{1,3}$/.test(id) && Number(id.slice(1)) >= 1 && Number(id.slice(1)) <= before;

/** "4 lanes, then one lane for each company (about 8), the planner says: “each needs its own look”". */
function toWhy(stages: readonly StagePlan[], why: string, words: string): string {
  const decided = stages.map(({ lanes, each }) =>
    each == null ? `${lanes.length} ${lanes.length === 1 ? 'lane' : 'lanes'}` : `one lane for each ${each.one} (about ${each.likely})`,
  );
  return withReason(decided.join(', then '), why, words);
}

function problemsOf(stages: readonly DraftStage[], words: string): readonly string[] {
  return stages.flatMap((stage, index) => {
    if (stage.each === null) return stage.lanes.length === 0 ? [`stage ${index + 1}: none of its lanes can be kept`] : [];
    const foreign = findForeign([stage.each.prompt, stage.each.one, ...fieldsOf(stage.each.output)].join('\n'), words);
    return foreign === null ? [] : [`stage ${index + 1}: it names an address that the request does not`];
  });
}

/** Titles as they may have been copied, with the id that stands for each; the longest first, so that one in another does no harm. */
function toTitles({ sources, words }: SettleGiven): readonly (readonly [string, string])[] {
  return sources
    .flatMap(({ title, id }) => [title, toNeutralLine(title, 80)].map((text) => [text.trim(), id] as const))
    .filter(([title]) => title.length >= MIN_TITLE_CHARS && !words.includes(title))
    .sort(([a], [b]) => b.length - a.length);
}

/** Makes a plan out of a planner's draft: what can't be is left out, and said. Decides by code alone; the same draft gives the same plan. */
export function settle(draft: Extract<Draft, { kind: 'fan_out' }>, given: SettleGiven): Settled {
  const { words, maxLanes } = given;
  const material = [...given.sources, ...given.texts].map((source) => source.id);
  const unknown = noteUnknown(draft.stages, new Set(material));
  const sifted = draft.stages.map((stage) => sift(stage, words));
  const kept = sifted.map(({ stage }) => stage);
  const problems = problemsOf(kept, words);
  if (problems.length > 0) return { kind: 'problems', problems };
  const ordered = orderNeeds(kept.map(bound(maxLanes)));
  const clamped = clamp(ordered.stages, maxLanes);
  if (clamped === null)
    return { kind: 'problems', problems: [`there are ${ordered.stages.length} stages, and at most ${maxLanes} lanes are allowed`] };
  const dropped = kept.reduce((sum, stage) => sum + Math.max(0, stage.lanes.length - maxLanes), 0);
  const asked = clamped.over || dropped > 0 ? askedTooMany(words, maxLanes) : null;
  if (asked !== null) return tooManyLanes(asked, maxLanes);
  const [first, ...later] = clamped.stages;
  if (first?.lanes.length === 1 && later.length === 0) return { kind: 'one_call', why: draft.why };
  const planned = toStages(clamped.stages, { words, material, titles: toTitles(given) });
  const { merge } = given;
  const stages = planned.map((stage, index) => (merge !== null && index === planned.length - 1 ? { ...stage, merge } : stage));
  const notes = [
    ...sifted.flatMap((it) => it.notes),
    ...(dropped > 0 ? [`${dropped} more lanes were planned than the limit of ${maxLanes} allows: left out.`] : []),
    ...unknown,
    ...ordered.notes,
    ...clamped.notes,
  ];
  const more = notes.length > MAX_NOTES ? [`… and ${notes.length - MAX_NOTES} more things were mended in the plan.`] : [];
  const plan: Plan = {
    mode: 'orchestrate',
    why: toWhy(stages, draft.why, words),
    notes: [...notes.slice(0, MAX_NOTES), ...more],
    texts: given.texts,
    stages,
    ...(draft.brief === null || stages[0] === undefined || stages[0].lanes.length < 2
      ? {}
      : { brief: { kind: draft.brief, sources: material } }),
  };
  return { kind: 'plan', plan };
}

/** No stage may have more lanes than a run, so that what follows has no more to look at. */
const bound =
  (maxLanes: number) =>
  (stage: DraftStage): DraftStage => ({ ...stage, lanes: stage.lanes.slice(0, maxLanes) as readonly DraftLane[] });
