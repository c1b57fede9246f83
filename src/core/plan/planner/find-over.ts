import { stripControls, toNeutralLine } from '../../text/neutral.ts';
import type { Form } from '../form/read-form.ts';
import { overFiles } from '../over/files.ts';
import { overGroups } from '../over/groups.ts';
import { overList } from '../over/list.ts';
import type { Over, Piece } from '../over/over.ts';
import { overRows } from '../over/rows.ts';
import type { CutText, KnownSource, PlanDeps, Question } from '../plan.ts';
import { shorten } from '../title.ts';
import type { PlannerEach } from './answer.ts';
import { createIdResolver } from './resolve-ids.ts';
import { quote } from './said.ts';

export interface ExpandGiven {
  readonly sources: readonly KnownSource[];
  readonly list: Form['list'];
  /** Of the instructions, ISO 639-1. */
  readonly lang: string;
  readonly deps: PlanDeps;
}

const MAX_NAME_CHARS = 40;

/** Where what is wrong is said. */
interface Saying {
  /** Which part of the answer it is. */
  readonly at: string;
  readonly problems: string[];
  readonly account: string[];
}

/** What a stage goes over, where code knows it; null: what the stage before finds, or nothing that can be. */
export async function findOver(
  each: PlannerEach,
  index: number,
  others: number,
  given: ExpandGiven,
  saying: Saying,
): Promise<Over | Question | null> {
  const { sources, list, deps } = given;
  const { at, problems, account } = saying;
  const items = each.items.filter((item) => item.trim() !== '');
  const names = (): Over => ({ ...overNames(items, index), rowName: toHeading(each.one) });
  const namesOr = (problem: string): Over | null => {
    if (items.length > 0) return names();
    problems.push(at + problem);
    return null;
  };
  switch (each.over) {
    case 'items':
      return namesOr('items must name what it goes over');
    case 'list': {
      // Who gives the things of a list that can be argued has read it.
      if (list === null || (list.argued && items.length > 0)) return namesOr('code found no list in the request: give its things in items');
      const over = overList(list, true, deps);
      return 'code' in over ? over : { ...over, rowName: toHeading(each.one) };
    }
    case 'files': {
      const files = findFiles(items, each.sources, sources, saying);
      return files.length === 0 ? null : overFiles(files, each.work === 'translate', deps);
    }
    case 'rows': {
      const table = findTable(each, sources, saying);
      return table === null ? null : await overRows(table, toNoun(each.one), deps);
    }
    case 'groups': {
      if (each.by === null) problems.push(`${at}by must name the column whose values make the groups`);
      if (each.by === null || index > 0) return null;
      const table = findTable(each, sources, saying);
      if (table === null) return null;
      const over = await overGroups(table, each.by, toNoun(each.one), deps);
      if (over === null) problems.push(`${at}the table ${table.id} has no column ${JSON.stringify(each.by)}`);
      return over;
    }
    case 'unsaid':
      // Names that came with it say what it goes over.
      if (items.length > 0) return names();
      return await findOver({ ...each, over: each.by === null ? 'before' : 'groups' }, index, others, given, saying);
    case 'before':
      if (index > 0 || others > 0) {
        if (items.length > 0) account.push(`Not taken as the items: ${quote(items.join(', '), 100)}. What the stage before finds is.`);
        return null;
      }
      // Names that came with it say what it goes over all the same.
      return namesOr('the first stage has nothing before it: give it lanes, or each over items, files, rows or the list');
    default:
      throw new Error(`unknown over ${JSON.stringify(each.over satisfies never)}`);
  }
}

/** Files that are named, else all that lanes do not share. */
function findFiles(
  items: readonly string[],
  shared: readonly string[],
  sources: readonly KnownSource[],
  { at, problems, account }: Saying,
): readonly KnownSource[] {
  const ids = createIdResolver(sources)(items);
  const named = sources.filter((source) => ids.includes(source.id));
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id));
  if (unknown.length > 0 && named.length === 0) problems.push(`${at}items must be ids of files, and there is no ${unknown[0]}`);
  else if (unknown.length > 0)
    account.push(
      `There is no file ${unknown
        .slice(0, 5)
        .map((id) => quote(id))
        .join(', ')}: left out.`,
    );
  if (items.length > 0) return named;
  const all = sources.filter((source) => source.kind === 'file');
  const others = all.filter((source) => !shared.includes(source.id));
  if (all.length === 0) problems.push(`${at}there are no files to go over`);
  // Who names all files as what lanes share means them all.
  return others.length > 0 ? others : all;
}

/** The table that is named, or the only one. */
function findTable({ items, sources: shared }: PlannerEach, sources: readonly KnownSource[], { at, problems }: Saying): KnownSource | null {
  const tables = sources.filter((source) => source.rows > 0);
  const resolve = createIdResolver(sources);
  const namedBy = (said: readonly string[]): readonly KnownSource[] => tables.filter(({ id }) => resolve(said).includes(id));
  const found = [namedBy(items), namedBy(shared), tables].find((it) => it.length > 0) ?? [];
  if (found.length === 0) problems.push(`${at}there is no table to go over`);
  if (found.length > 1)
    problems.push(`${at}there are several tables (${found.map(({ id }) => id).join(', ')}): name one of them in items, a stage for each`);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Longest name that stands in a sentence; a longer one is material. In UTF-16 code units. */
const MAX_INLINE_CHARS = 300;

/** One piece for each name. */
function overNames(items: readonly string[], stage: number): Over {
  const names = [
    ...new Set(items.map((item) => (item.length > MAX_INLINE_CHARS ? stripControls(item).trim() : toNeutralLine(item, MAX_INLINE_CHARS)))),
  ];
  const texts: CutText[] = [];
  const pieces = names
    .filter((name) => name !== '')
    .map((name, index): Piece => {
      const title = shorten(name);
      if (name.length <= MAX_INLINE_CHARS) return { title: name, item: name, isNamed: true, sources: [], aside: null };
      // No list of a person's has such a number.
      const id = `T${900 + stage}.${index + 1}`;
      texts.push({ id, title, text: name });
      return { title, item: 'the material', isNamed: false, sources: [id], aside: null };
    });
  return { one: 'item', many: 'items', pieces, texts, rowName: 'Item', notes: [], account: [], parted: [], long: false };
}

const toHeading = (one: string): string => {
  const noun = toNeutralLine(one, MAX_NAME_CHARS);
  return noun === '' ? 'Item' : noun.charAt(0).toLocaleUpperCase() + noun.slice(1);
};

const toNoun = (one: string): string => (/^[\p{L}][\p{L}\p{M} -]{0,30}$/u.test(one) ? one : 'row');
