import { toNeutralLine } from '../../text/neutral.ts';
import type { Form } from '../form/read-form.ts';
import { overFiles } from '../over/files.ts';
import { overGroups } from '../over/groups.ts';
import { overList } from '../over/list.ts';
import type { Over, Piece } from '../over/over.ts';
import { overRows } from '../over/rows.ts';
import type { KnownSource, PlanDeps, Question } from '../plan.ts';
import type { PlannerEach } from './answer.ts';

export interface ExpandGiven {
  readonly sources: readonly KnownSource[];
  readonly list: Form['list'];
  /** Of the instructions, ISO 639-1. */
  readonly lang: string;
  readonly deps: PlanDeps;
}

const MAX_NAME_CHARS = 40;

/** What a stage goes over, where code knows it; null: what the stage before finds, or nothing that can be. */
export async function findOver(
  each: PlannerEach,
  index: number,
  others: number,
  given: ExpandGiven,
  at: string,
  problems: string[],
): Promise<Over | Question | null> {
  const { sources, list, deps } = given;
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
    case 'unsaid':
      // Names that came with it say what it goes over.
      if (items.length > 0) return { ...overNames(items), rowName: toHeading(each.one) };
      return await findOver({ ...each, over: each.by === null ? 'before' : 'groups' }, index, others, given, at, problems);
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
