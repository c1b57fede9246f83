import { toLanes } from '../over/over.ts';
import type { CutText, Output, Question } from '../plan.ts';
import type { PlannerAnswer, PlannerEach, PlannerLane, PlannerStage } from './answer.ts';
import type { DraftEach, DraftLane, DraftStage } from './draft.ts';
import { type ExpandGiven, findOver } from './find-over.ts';
import { toOutput } from './output.ts';
import { createIdResolver } from './resolve-ids.ts';
import { quote } from './said.ts';

/** The planner's stages with their lanes written out, or what a planner must mend, or ask of the person. */
export type Expanded =
  | {
      readonly kind: 'stages';
      readonly stages: readonly DraftStage[];
      /** Items of a list that are too long to stand in a sentence. */
      readonly texts: readonly CutText[];
      readonly notes: readonly string[];
      readonly account: readonly string[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }
  | Question;

const MAX_STAGES = 8;
/** How many things a list is likely to have where nobody said, and how many lanes it may make at most. */
const LIKELY = 8;
const SPARE = 3;
const LEAST_LIMIT = 20;

/**
 * Writes out what the planner said of many at once: a lane for each file, row, name or thing of a list. What only a
 * stage before can tell stays as it is.
 */
export async function expand({ stages }: Pick<PlannerAnswer, 'stages'>, given: ExpandGiven): Promise<Expanded> {
  const drafts: DraftStage[] = [];
  const notes: string[] = [];
  const account: string[] = [];
  const problems: string[] = [];
  const texts: CutText[] = [];
  if (stages.length === 0) problems.push('stages must not be empty where kind is fan_out');
  if (stages.length > MAX_STAGES) problems.push(`there are ${stages.length} stages, and at most ${MAX_STAGES} are allowed`);
  const resolve = createIdResolver(given.sources);
  for (const [index, said] of stages.slice(0, MAX_STAGES).entries()) {
    const stage = withIds(said, resolve);
    const at = `stage ${index + 1}: `;
    const own = stage.lanes.flatMap((lane, nth) => toLane(lane, `${at}lane ${nth + 1}: `, problems, account));
    const { each } = stage;
    if (each === null) {
      if (own.length === 0) problems.push(`${at}it has no lanes and no each`);
      drafts.push(toStage(stage, own, null, null));
      continue;
    }
    const named = { ...each, prompt: toPrompt(each.prompt, at, problems), output: toOutput(each, null, account) };
    const over = await findOver(each, index, own.length, given, { at: `${at}each: `, problems, account });
    if (over === null) {
      drafts.push(toStage(stage, own, own.length > 0 ? null : toEach(named, given.deps.maxLanes), null));
      if (own.length > 0) account.push(`Left out: a lane for each ${quote(each.one || 'item')} beside the other lanes of one stage.`);
    } else if ('code' in over) return over;
    else {
      for (const text of over.texts) if (!texts.some(({ id }) => id === text.id)) texts.push(text);
      const lanes = toLanes(over, {
        template: named.prompt,
        // The table whose rows they are, say: none has it whole.
        shared: named.sources.filter((id) => !over.parted.includes(id)),
        work: named.work,
        output: named.output,
        lang: given.lang,
      });
      const written = lanes.map((lane): DraftLane => ({ ...lane, objective: lane.prompt, needs: [] }));
      drafts.push(toStage(stage, [...own, ...written], null, over.rowName));
      notes.push(...over.notes);
      account.push(...over.account);
    }
  }
  return problems.length > 0
    ? { kind: 'problems', problems }
    : { kind: 'stages', stages: drafts, texts, notes, account: [...new Set(account)] };
}

/** Material by its ids, however the planner names it. */
function withIds(stage: PlannerStage, resolve: (said: readonly string[]) => readonly string[]): PlannerStage {
  const { lanes, each } = stage;
  return {
    ...stage,
    lanes: lanes.map((lane) => ({ ...lane, sources: [...resolve(lane.sources)] })),
    each: each === null ? null : { ...each, sources: [...resolve(each.sources)] },
  };
}

function toLane(lane: PlannerLane, at: string, problems: string[], account: string[]): DraftLane[] {
  const objective = lane.objective.trim() === '' ? lane.title : lane.objective;
  if (!/[\p{L}\p{N}]/u.test(objective)) {
    problems.push(`${at}objective must say what is to be done`);
    return [];
  }
  const { sources, work, needs } = lane;
  return [
    {
      title: lane.title.trim() === '' ? objective : lane.title,
      objective,
      sources,
      work,
      output: toOutput(lane, lane.count, account),
      needs,
    },
  ];
}

/** Where the item goes; one that forgot to say so has it at its end. */
function toPrompt(prompt: string, at: string, problems: string[]): string {
  if (!/[\p{L}\p{N}]/u.test(prompt)) problems.push(`${at}each: prompt must say what is to be done for each`);
  const named = prompt.replaceAll(/\{\{?\s?item\s?\}?\}/gi, '{item}');
  return named.includes('{item}') ? named : `${named.replace(/[\s.]+$/, '')}: {item}`;
}

function toEach(each: Omit<PlannerEach, 'output'> & { readonly output: Output }, maxLanes: number): DraftEach {
  const likely = each.likely ?? Math.min(LIKELY, maxLanes);
  const limit = each.limit ?? Math.max(LEAST_LIMIT, SPARE * likely);
  const { prompt, one, by, sources, work, output } = each;
  return {
    prompt,
    one,
    by: each.over === 'groups' || each.over === 'unsaid' ? by : null,
    sources,
    work,
    output,
    limit: Math.max(limit, likely),
    likely,
  };
}

const toStage = (stage: PlannerStage, lanes: readonly DraftLane[], each: DraftEach | null, rowName: string | null): DraftStage => ({
  title: stage.title,
  lanes,
  each,
  merge: stage.merge,
  mergePrompt: stage.merge_prompt,
  digest: stage.digest,
  key: stage.key,
  distinct: stage.distinct,
  shown: stage.shown,
  rowName,
});
