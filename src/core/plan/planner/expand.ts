import { toNeutralLine } from '../../text/neutral.ts';
import type { Form } from '../form/read-form.ts';
import { overFiles } from '../over/files.ts';
import { overGroups } from '../over/groups.ts';
import { overList } from '../over/list.ts';
import { type Over, type Piece, toLanes } from '../over/over.ts';
import { overRows } from '../over/rows.ts';
import { type CutText, type KnownSource, type Output, type PlanDeps, type Question, TEXT } from '../plan.ts';
import type { PlannerAnswer, PlannerEach, PlannerLane, PlannerStage } from './answer.ts';
import type { DraftEach, DraftLane, DraftStage } from './draft.ts';
import { quote } from './said.ts';

export interface ExpandGiven {
  readonly sources: readonly KnownSource[];
  readonly list: Form['list'];
  /** Of the instructions, ISO 639-1. */
  readonly lang: string;
  readonly deps: PlanDeps;
}

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
const MAX_FIELDS = 40;
const MAX_NAME_CHARS = 40;
const MAX_LABEL_CHARS = 80;
/** How many things a list is likely to have where nobody said, and how many lanes it may make at most. */
const LIKELY = 8;
const SPARE = 3;
const LEAST_LIMIT = 20;

/** Writes out what the planner said of many at once: a lane for each file, row, name or thing of a list. What only a stage before can tell stays as it is. */
export async function expand({ stages }: Pick<PlannerAnswer, 'stages'>, given: ExpandGiven): Promise<Expanded> {
  const drafts: DraftStage[] = [];
  const notes: string[] = [];
  const account: string[] = [];
  const problems: string[] = [];
  const texts: CutText[] = [];
  if (stages.length === 0) problems.push('stages must not be empty where kind is fan_out');
  if (stages.length > MAX_STAGES) problems.push(`there are ${stages.length} stages, and at most ${MAX_STAGES} are allowed`);
  for (const [index, stage] of stages.slice(0, MAX_STAGES).entries()) {
    const at = `stage ${index + 1}: `;
    const own = stage.lanes.flatMap((lane, nth) => toLane(lane, `${at}lane ${nth + 1}: `, problems));
    const { each } = stage;
    if (each === null) {
      if (own.length === 0) problems.push(`${at}it has no lanes and no each`);
      drafts.push(toStage(stage, own, null, null));
      continue;
    }
    const named = { ...each, prompt: toPrompt(each.prompt, at, problems), output: toOutput(each, null) };
    const over = await findOver(each, index, own.length, given, `${at}each: `, problems);
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
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'stages', stages: drafts, texts, notes, account };
}

/** What a stage goes over, where code knows it; null: what the stage before finds, or nothing that can be. */
async function findOver(
  each: PlannerEach,
  index: number,
  others: number,
  { sources, list, deps }: ExpandGiven,
  at: string,
  problems: string[],
): Promise<Over | Question | null> {
  const items = each.items.filter((item) => item.trim() !== '');
  switch (each.over) {
    case 'items':
      if (items.length === 0) problems.push(`${at}items must name what it goes over`);
      return items.length === 0 ? null : { ...overNames(items), rowName: toHeading(each.one) };
    case 'list': {
      if (list === null) return namesOr(items, each, at, 'code found no list in the request: give its things in items', problems);
      const over = overList(list, true, deps);
      return 'code' in over ? over : { ...over, rowName: toHeading(each.one) };
    }
    case 'files': {
      const named = sources.filter((source) => items.includes(source.id));
      const shared = new Set(each.sources);
      const all = sources.filter((source) => source.kind === 'file');
      const others = all.filter((source) => !shared.has(source.id));
      // Who names all files as what lanes share means them all.
      const files = named.length > 0 ? named : others.length > 0 ? others : all;
      if (files.length === 0) problems.push(`${at}there are no files to go over`);
      return files.length === 0 ? null : overFiles(files, each.work === 'translate', deps);
    }
    case 'rows': {
      const wanted = [...items, ...each.sources];
      const table = sources.find((source) => source.rows > 0 && wanted.includes(source.id)) ?? sources.find((source) => source.rows > 0);
      if (table === undefined) problems.push(`${at}there is no table to go over`);
      return table === undefined ? null : await overRows(table, toNoun(each.one), deps);
    }
    case 'groups':
      if (each.by === null) problems.push(`${at}by must name the column whose values make the groups`);
      if (each.by === null || index > 0) return null;
      return await findGroups(each, each.by, sources, deps, at, problems);
    case 'before':
      if (index > 0 || others > 0) return null;
      // Names that came with it say what it goes over all the same.
      return namesOr(
        items,
        each,
        at,
        'the first stage has nothing before it: give it lanes, or each over items, files, rows or the list',
        problems,
      );
    default:
      throw new Error(`unknown over ${JSON.stringify(each.over satisfies never)}`);
  }
}

/** Of a table that is attached, code knows the groups now. */
async function findGroups(
  each: PlannerEach,
  by: string,
  sources: readonly KnownSource[],
  deps: PlanDeps,
  at: string,
  problems: string[],
): Promise<Over | Question | null> {
  const tables = sources.filter((source) => source.rows > 0);
  const table = tables.find((source) => [...each.items, ...each.sources].includes(source.id)) ?? tables[0];
  if (table === undefined) {
    problems.push(`${at}there is no table whose rows could be grouped`);
    return null;
  }
  const over = await overGroups(table, by, toNoun(each.one), deps);
  if (over === null) problems.push(`${at}the table ${table.id} has no column ${JSON.stringify(by)}`);
  return over;
}

function namesOr(items: readonly string[], each: PlannerEach, at: string, problem: string, problems: string[]): Over | null {
  if (items.length > 0) return { ...overNames(items), rowName: toHeading(each.one) };
  problems.push(at + problem);
  return null;
}

/** One piece for each name. */
function overNames(items: readonly string[]): Over {
  const names = [...new Set(items.map((item) => toNeutralLine(item, 300)))].filter((name) => name !== '');
  const pieces = names.map((name): Piece => ({ title: name, item: name, isNamed: true, sources: [], aside: null }));
  return { one: 'item', many: 'items', pieces, texts: [], rowName: 'Item', notes: [], account: [], parted: [], long: false };
}

const toHeading = (one: string): string => {
  const noun = toNeutralLine(one, MAX_NAME_CHARS);
  return noun === '' ? 'Item' : noun.charAt(0).toLocaleUpperCase() + noun.slice(1);
};

const toNoun = (one: string): string => (/^[\p{L}][\p{L}\p{M} -]{0,30}$/u.test(one) ? one : 'row');

function toLane(lane: PlannerLane, at: string, problems: string[]): DraftLane[] {
  const objective = lane.objective.trim() === '' ? lane.title : lane.objective;
  if (!/[\p{L}\p{N}]/u.test(objective)) {
    problems.push(`${at}objective must say what is to be done`);
    return [];
  }
  const { sources, work, needs } = lane;
  return [
    { title: lane.title.trim() === '' ? objective : lane.title, objective, sources, work, output: toOutput(lane, lane.count), needs },
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
  return { prompt, one, by: each.over === 'groups' ? by : null, sources, work, output, limit: Math.max(limit, likely), likely };
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

/** A form that has nothing in it is a text. */
function toOutput({ output, fields, labels }: Pick<PlannerLane, 'output' | 'fields' | 'labels'>, count: number | null): Output {
  const names = toNames(fields, MAX_NAME_CHARS);
  switch (output) {
    case 'text':
      return TEXT;
    case 'claims':
      return { kind: output };
    case 'items':
      return { kind: output, fields: names, count };
    case 'fields':
      return names.length === 0 ? TEXT : { kind: output, fields: names };
    case 'label': {
      const known = toNames(labels, MAX_LABEL_CHARS);
      return known.length < 2 ? TEXT : { kind: output, labels: known };
    }
    default:
      throw new Error(`unknown output ${JSON.stringify(output satisfies never)}`);
  }
}

/** Names as a table's head takes them: short, each once whatever the case. */
function toNames(names: readonly string[], maxChars: number): readonly string[] {
  const short = names.map((name) => toNeutralLine(name, maxChars)).filter((name) => name !== '');
  return [...new Map(short.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed().slice(0, MAX_FIELDS);
}
