import type { LanguageGroup } from '../data/language-groups.ts';
import type { Step } from '../step.ts';
import { type LanguageEntry, type LanguageList, readLanguages } from './language-list.ts';
import type { Language, LanguageNames } from './language-names.ts';

const INCLUDING = /^\s*[,(]?\s*(?:including|incl\.|among\s+them|namely)(?=\s)/iu;
const SPELT_OUT = /^\s*[:(](?=\s*\p{L})/iu;
const EXCEPT = /^\s*[,(]?\s*(?:except(?:\s+for)?|excluding|without|other\s+than|but\s+not|apart\s+from|not)(?=\s)(?:\s+(?:in)?to(?=\s))?/i;

/** So many of a list, in its order. */
export interface Pick {
  readonly count: number;
  readonly pool: readonly Language[];
  /** What the pool is called: "India"; empty for the default list. */
  readonly of: string;
}

/** What a list of languages comes to, before the text's own language is known. */
export interface Wanted {
  readonly named: readonly LanguageEntry[];
  readonly picks: readonly Pick[];
  /** Codes. */
  readonly except: readonly string[];
  readonly notes: readonly string[];
  /** Where it stands with its preposition, and how that reads in a lane. */
  readonly start: number;
  readonly end: number;
  readonly preposition: string;
}

const codesOf = (entries: readonly LanguageEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'language' ? [entry.language.code] : []));

/** A whole group is as if its languages were named one by one. */
function toNamed(entry: LanguageEntry, names: LanguageNames): readonly LanguageEntry[] {
  if (entry.kind === 'language' || entry.kind === 'unknown') return [entry];
  if (entry.kind !== 'group' || entry.count !== null) return [];
  return toPool(entry.group.codes, names).map((language) => ({ kind: 'language', written: language.title, language }));
}

const toPool = (codes: readonly string[], names: LanguageNames): readonly Language[] =>
  codes.map((code) => names.find(code)).filter((language) => language !== null);

/** What the group comes to, without those of it that are not wanted. */
function toGroupNote({ title, codes }: LanguageGroup, except: readonly Language[]): string {
  const gone = except.filter(({ code }) => codes.includes(code));
  const without = gone.length === 0 ? '' : `, without ${gone.map((language) => language.title).join(', ')}`;
  return `The languages of ${title}: ${codes.length - gone.length}, the largest first${without}.`;
}

function toPicks(entry: LanguageEntry, names: LanguageNames): readonly Pick[] {
  if (entry.kind === 'count' && entry.count > 0) return [{ count: entry.count, pool: names.bySpeakers, of: '' }];
  if (entry.kind !== 'group' || entry.count === null || entry.count === 0) return [];
  return [{ count: entry.count, pool: toPool(entry.group.codes, names), of: entry.group.title }];
}

/** The list with what may follow it: "15 languages, including Welsh", "all EU languages except French", "3 languages: French, German". */
export function toWanted(list: LanguageList, { words, work }: Step, names: LanguageNames): Wanted {
  const named = list.entries.flatMap((entry) => toNamed(entry, names));
  const picks = list.entries.flatMap((entry) => toPicks(entry, names));
  const groups = list.entries.flatMap((entry) => (entry.kind === 'group' && entry.count === null ? [entry.group] : []));
  const notes = groups.map((group) => toGroupNote(group, []));
  const preposition = work === 'translate' ? 'into' : words.slice(list.anchor, list.start);
  const wanted = { named, picks, except: [], notes, start: list.anchor, end: list.end, preposition };
  const tail = words.slice(list.end, list.end + 400);
  const counted = picks.length > 0;
  const lead = (counted ? (INCLUDING.exec(tail) ?? SPELT_OUT.exec(tail)) : null)?.[0] ?? EXCEPT.exec(tail)?.[0];
  const extra = lead === undefined ? null : readLanguages(words, list.end + lead.length, names);
  if (lead === undefined || extra === null || extra.entries.some((entry) => entry.kind !== 'language')) return wanted;
  const end = extra.end + (/[(]/.test(lead) && words.charAt(extra.end) === ')' ? 1 : 0);
  // "into French, not German ones" takes nothing away.
  if (EXCEPT.test(tail) && !counted && groups.length === 0 && !/^\s*(?:$|[.,;:!?\n)])/.test(words.slice(end, end + 20))) return wanted;
  if (EXCEPT.test(tail)) {
    const except = codesOf(extra.entries);
    return { ...wanted, except, notes: groups.map((group) => toGroupNote(group, toPool(except, names))), end };
  }
  const all = [...named, ...extra.entries];
  const asked = picks.reduce((sum, pick) => sum + pick.count, 0);
  if (SPELT_OUT.test(tail) && asked !== extra.entries.length) {
    const said = `${asked} languages were asked for and ${extra.entries.length} named: the named ones were taken.`;
    return { ...wanted, named: all, picks: [], notes: [...notes, said], end };
  }
  const [first, ...others] = picks;
  const left = first === undefined ? [] : [{ ...first, count: Math.max(0, first.count - extra.entries.length) }, ...others];
  return { ...wanted, named: all, picks: left.filter((pick) => pick.count > 0), end };
}
