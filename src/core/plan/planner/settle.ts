import type { MergeKind } from '../../request.ts';
import { toNeutralLine } from '../../text/neutral.ts';
import { languageNames } from '../form/language-names.ts';
import type { Form } from '../form/read-form.ts';
import { type CutText, isShown, type KnownSource, type Output, type Plan, type PlanDeps, type Question, type StagePlan } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import type { PlannerAnswer } from './answer.ts';
import { askedTooMany, clamp } from './clamp.ts';
import type { DraftLane, DraftStage } from './draft.ts';
import { dropEqual } from './drop-alike.ts';
import { expand } from './expand.ts';
import { findForeign } from './foreign.ts';
import { isSaidBudget, namesMoney } from './money.ts';
import { orderNeeds } from './order-needs.ts';
import { isOutOfPlace, quote, withReason } from './said.ts';
import { findMissingNumbers } from './said-numbers.ts';
import { MAX_PROMPT_CHARS, toStages } from './to-stages.ts';

/** What a planner's answer is held against. */
export interface SettleGiven {
  /** What the person said, without texts that stood in it. */
  readonly words: string;
  /** ISO 639-1, as far as form can tell. */
  readonly lang: string;
  readonly sources: readonly KnownSource[];
  readonly texts: readonly CutText[];
  readonly list: Form['list'];
  /** What the person chose for the answer; null: as planned. */
  readonly merge: MergeKind | null;
  /** True: a number that is missing is a problem to be mended; false: it is told. */
  readonly strict: boolean;
  readonly deps: PlanDeps;
}

export type Settled =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | Question
  /** What is left is one lane; what was left out has to be told all the same. */
  | { readonly kind: 'one_call'; readonly account: readonly string[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const MAX_NOTES = 20;
/** A title this short may be a word of the instruction as well; one word has to be longer. */
const MIN_TITLE_CHARS = 4;
const MIN_WORD_CHARS = 10;
/** Said where answers come from nowhere but a model. */
export const FROM_MEMORY = 'From the model’s memory: nothing was looked up.';

/** "Left out a, b and 3 more", said once for all. */
function name(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique
    .slice(0, 3)
    .map((it) => quote(it))
    .join(', ');
  return unique.length > 3 ? `${shown} and ${unique.length - 3} more` : shown;
}

interface Sifted {
  readonly stage: DraftStage;
  readonly account: readonly string[];
  readonly notes: readonly string[];
}

/** Lanes without those that write to an address nobody named, and without the same work twice. */
function sift(stage: DraftStage, words: string, texts: readonly CutText[]): Sifted {
  const account: string[] = [];
  const textsOf = ({ sources }: DraftLane) => texts.filter(({ id }) => sources.includes(id)).map(({ text }) => text);
  const own = stage.lanes.filter((lane) => {
    const foreign = firstForeign([lane.title, lane.objective, ...fieldsOf(lane.output), ...textsOf(lane)], words);
    if (foreign !== null) account.push(`Left out ${quote(lane.title)}: it names ${quote(foreign)}, which the request does not.`);
    return foreign === null;
  });
  const mergePrompt = findForeign(stage.mergePrompt, words) === null ? stage.mergePrompt : '';
  const rowName = stage.rowName !== null && findForeign(stage.rowName, words) === null ? stage.rowName : null;
  const sifted = { ...stage, lanes: own, mergePrompt, rowName };
  // Variants and voters are asked the same on purpose.
  if (stage.merge === 'vote' || stage.merge === 'best' || stage.distinct) return { stage: sifted, account, notes: [] };
  const without = dropEqual(own);
  return { stage: { ...sifted, lanes: without.lanes }, account: [...account, ...without.account], notes: without.notes };
}

/** Each apart, so that none hides another. */
const firstForeign = (texts: readonly string[], words: string): string | null =>
  texts.reduce<string | null>((found, text) => found ?? findForeign(text, words), null);

const fieldsOf = (output: Output): readonly string[] =>
  output.kind === 'fields' || output.kind === 'items' ? output.fields : output.kind === 'label' ? output.labels : [];

/** What was named and does not exist. */
function noteUnknown(stages: readonly DraftStage[], known: ReadonlySet<string>): readonly string[] {
  const named = stages.flatMap((stage, index) =>
    [...stage.lanes, ...(stage.each === null ? [] : [stage.each])].flatMap(({ sources }) =>
      sources.filter((id) => !known.has(id.replace(/[#@].*$/, '')) && !isResult(id, index)),
    ),
  );
  return named.length === 0 ? [] : [`There is no source ${name(named)}: left out.`];
}

/** Whose instruction loses its end. */
function noteLong(stages: readonly DraftStage[]): readonly string[] {
  const long = stages.flatMap(({ title, mergePrompt, lanes, each }) =>
    [...lanes.map((lane) => [lane.title, lane.objective] as const), [title, mergePrompt] as const, [title, each?.prompt ?? ''] as const]
      .filter(([, prompt]) => prompt.trim().length > MAX_PROMPT_CHARS)
      .map(([of]) => of),
  );
  return long.length === 0 ? [] : [`Instructions were cut to ${MAX_PROMPT_CHARS} characters: ${name(long)}.`];
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
    const foreign = firstForeign([stage.each.prompt, stage.each.one, ...fieldsOf(stage.each.output)], words);
    return foreign === null ? [] : [`stage ${index + 1}: it names an address that the request does not`];
  });
}

/**
 * Titles as they may have been copied, with the id that stands for each; the longest first, so that one in another
 * does no harm.
 */
function toTitles({ sources, words }: SettleGiven): readonly (readonly [string, string])[] {
  return (
    sources
      .flatMap(({ title, id }) => [title, toNeutralLine(title, 80)].map((text) => [text.trim(), id] as const))
      // A short word asks for nothing, and may be a word of the instruction.
      .filter(
        ([title]) => title.length >= MIN_TITLE_CHARS && (/[\s.]/.test(title) || title.length >= MIN_WORD_CHARS) && !words.includes(title),
      )
      .sort(([a], [b]) => b.length - a.length)
  );
}

/**
 * Makes a plan out of a planner's answer: what can't be is left out, and said. Decides by code alone; the same answer
 * gives the same plan.
 */
export async function settle(answer: PlannerAnswer, given: SettleGiven): Promise<Settled> {
  const { words, deps } = given;
  const { maxLanes } = deps;
  const expanded = await expand(answer, given);
  if (expanded.kind !== 'stages') return expanded;
  const texts = [...given.texts, ...expanded.texts];
  const material = [...given.sources, ...given.texts].map((source) => source.id);
  const known = new Set([...material, ...expanded.texts.map((text) => text.id)]);
  const sifted = expanded.stages.map((stage) => sift(stage, words, expanded.texts));
  const kept = sifted.map(({ stage }) => stage);
  const problems = problemsOf(kept, words);
  if (problems.length > 0) return { kind: 'problems', problems };
  const ordered = orderNeeds(kept.map(bound(maxLanes)));
  const clamped = clamp(ordered.stages, maxLanes);
  if (clamped === null)
    return { kind: 'problems', problems: [`there are ${ordered.stages.length} stages, and at most ${maxLanes} lanes are allowed`] };
  const dropped = kept.reduce((sum, stage) => sum + Math.max(0, stage.lanes.length - maxLanes), 0);
  const asked = clamped.over || dropped > 0 ? askedTooMany(words, given.lang, maxLanes) : null;
  if (asked !== null) return tooManyLanes(asked, maxLanes);
  const leftOut = [
    ...expanded.account,
    ...sifted.flatMap((it) => it.account),
    ...(dropped > 0 ? [`${dropped} more lanes were planned than the limit of ${maxLanes} allows: left out.`] : []),
    ...noteUnknown(expanded.stages, known),
    ...clamped.account,
    ...noteLong(clamped.stages),
  ];
  const [first, ...later] = clamped.stages;
  if (first?.lanes.length === 1 && later.length === 0 && first.lanes[0]?.output.kind === 'text')
    return { kind: 'one_call', account: leftOut.slice(0, MAX_NOTES) };
  const planned = toStages(clamped.stages, { words, material, known, titles: toTitles(given) });
  const { merge } = given;
  const stages = planned.map((stage, index) => (merge !== null && index === planned.length - 1 ? { ...stage, merge } : stage));
  const likely = answer.stages.flatMap(({ each }) => (each === null || each.items.length > 0 ? [] : [each.likely ?? 0, each.limit ?? 0]));
  const missing = findMissingNumbers(words, given.lang, { stages, likely });
  if (missing.length > 0 && given.strict)
    return {
      kind: 'problems',
      problems: missing.map(
        (it) => `the request says ${it}, and the plan has ${it} of nothing: neither lanes, nor count, nor in an objective`,
      ),
    };
  const account = [...leftOut, ...missing.map((it) => `The request says ${it}, and the plan has no ${it} of anything.`)];
  const notes = [...expanded.notes, ...sifted.flatMap((it) => it.notes), ...ordered.notes];
  const more = account.length > MAX_NOTES ? [`… and ${account.length - MAX_NOTES} more things were mended in the plan.`] : [];
  const plan: Plan = {
    mode: 'orchestrate',
    why: toWhy(stages, answer.why, words),
    notes: notes.slice(0, MAX_NOTES),
    account: [...account.slice(0, MAX_NOTES), ...more],
    texts,
    stages: stages.some((_, index) => isShown({ stages }, index + 1)) ? stages : stages.map(({ shown: _, ...stage }) => stage),
    ...(answer.brief !== 'none' && (stages[0]?.lanes.length ?? 0) > 1 && { brief: { kind: answer.brief, sources: material } }),
  };
  return { kind: 'plan', plan };
}

/** Sentences that say what can't be done: the first five that may stand in a line of ours. */
export const toCannot = (cannot: readonly string[], words: string): readonly string[] =>
  cannot
    .map((line) => toNeutralLine(line, 200))
    .filter((line) => line !== '' && !isOutOfPlace(line, words))
    .slice(0, 5);

/** Fanout converts no currency, and takes no amount that a planner worked out. */
const NO_BUDGET = 'No budget was set: one is kept in US dollars, in an amount as it was said.';

/** What a planner said beside its stages, as a plan has it: in what language, what can't be done, from where. */
export function withSaid(plan: Plan, { language, cannot, from_memory, budget_usd }: PlannerAnswer, words: string): Plan {
  const isSaid = budget_usd !== null && isSaidBudget(budget_usd, words);
  const named = languageNames().find(toNeutralLine(language, 40));
  const account = [
    ...(plan.account ?? []),
    ...toCannot(cannot, words).map((line) => `Can’t be done here: ${line}`),
    ...(from_memory ? [FROM_MEMORY] : []),
    ...(budget_usd !== null && budget_usd > 0 && !isSaid && namesMoney(words) ? [NO_BUDGET] : []),
  ];
  const budget = isSaid ? { budgetUsd: budget_usd } : {};
  return {
    ...plan,
    ...budget,
    ...(named !== null && named.code !== 'en' && { language: named.title }),
    ...(account.length > 0 && { account }),
  };
}

/** No stage may have more lanes than a run, so that what follows has no more to look at. */
const bound =
  (maxLanes: number) =>
  (stage: DraftStage): DraftStage => ({ ...stage, lanes: stage.lanes.slice(0, maxLanes) as readonly DraftLane[] });
