import { type Cut, enumerate, type Finder, type Part, PLAIN_CUT } from '../cut.ts';
import { JOINING } from '../data/verbs.ts';
import type { PlanDeps, Question } from '../plan.ts';
import { toQuestion } from '../question.ts';
import { findLanguageList, findUnknownLanguage, type LanguageEntry, type LanguageList } from '../read/language-list.ts';
import { type Language, type LanguageNames, languageNames } from '../read/language-names.ts';
import { oneOf } from '../read/pattern.ts';
import { type Pick, toWanted, type Wanted } from '../read/wanted-languages.ts';
import { materialOf, type Step } from '../step.ts';

const EXAMPLE = 'Say it like “translate into French, German and Japanese” or “translate into 15 languages”.';
const JOINS = new RegExp(`^${oneOf(JOINING)}(?![\\p{L}-])`, 'iu');

/** The language all of the step's material is in; null where it can't be told, or is more than one. */
async function ownLanguage(step: Step, names: LanguageNames, deps: PlanDeps): Promise<Language | null> {
  const told = await Promise.all([
    ...step.texts.map((text) => deps.detectLanguage(text.text)),
    ...step.sources.filter((source) => source.readable).map((source) => deps.sourceLanguage(source.id)),
  ]);
  const first = told[0] ?? null;
  return first !== null && told.every((code) => code === first) ? names.find(first) : null;
}

interface Named {
  readonly written: string;
  readonly title: string;
}

type Lanes = { readonly [key in 'parts' | 'notes' | 'joined']: Cut[key] };

/** A lane's words for each language, once. */
function toParts(languages: readonly Named[], wanted: Wanted): Lanes {
  const parts: Part[] = [];
  const notes: string[] = [];
  const taken = new Set<string>();
  for (const { written, title } of languages) {
    if (taken.has(title.toLowerCase())) {
      notes.push(written === title ? `Dropped a repeat: ${title}.` : `Dropped a repeat: ${written} is ${title}.`);
      continue;
    }
    taken.add(title.toLowerCase());
    const edit = { start: wanted.start, end: wanted.end, text: `${wanted.preposition} ${title}` };
    parts.push({ title, edits: [edit], passage: '', aside: '', sources: null });
  }
  const text = `${wanted.preposition} ${enumerate(parts.map((part) => part.title))}`;
  return { parts, notes, joined: [{ start: wanted.start, end: wanted.end, text }] };
}

interface Picked {
  readonly languages: readonly Language[];
  readonly note: string;
}

/** The first of a list, without the text's own language and what was named before or excepted. */
function pick({ count, pool, of }: Pick, own: Language | null, taken: (language: Language) => boolean, more: boolean): Picked | Question {
  const ownTag = own?.code.split('-')[0];
  const free = pool.filter((language) => !taken(language));
  const foreign = free.filter(({ code }) => code !== ownTag);
  const left = foreign.length < count ? free : foreign;
  const list = of === '' ? 'The default list' : `The list for ${of}`;
  if (count > (of === '' ? foreign : left).length) {
    const most = (of === '' ? foreign : left).length;
    return toQuestion(
      'language_missing',
      `${list} has ${most} languages to choose from, which is fewer than ${count}. Ask for up to ${most}, or name the others.`,
    );
  }
  const languages = left.slice(0, count);
  const without = own === null || left === free ? '' : `, without the text's own ${own.title}`;
  const titles = languages.map(({ title }) => title).join(', ');
  const order = of === '' ? 'by number of speakers' : `of ${of}, the largest first`;
  return { languages, note: `${count}${more ? ' more' : ''} ${count === 1 ? 'language' : 'languages'} ${order}${without}: ${titles}` };
}

async function toCut(wanted: Wanted, step: Step, names: LanguageNames, deps: PlanDeps): Promise<Cut | Question> {
  const isExcepted = (code: string): boolean => wanted.except.includes(code);
  const kept = wanted.named.filter((entry) => entry.kind !== 'language' || !isExcepted(entry.language.code));
  const named = kept.flatMap((entry) => {
    if (entry.kind === 'language') return [{ written: entry.written, title: entry.language.title }];
    return entry.kind === 'unknown' ? [{ written: entry.written, title: entry.written }] : [];
  });
  const unknown = kept.flatMap((entry) => (entry.kind === 'unknown' ? [entry.written] : []));
  const notes = unknown.map((written) => `“${written}” is no language I know; it gets its lane as written.`);
  const own = wanted.picks.length === 0 ? null : await ownLanguage(step, names, deps);
  const picked: Language[] = [];
  const told: string[] = [];
  for (const wish of wanted.picks) {
    const taken = ({ code, title }: Language): boolean =>
      isExcepted(code) || named.some((other) => other.title === title) || picked.some((other) => other.code === code);
    const found = pick(wish, own, taken, named.length > 0);
    if ('kind' in found) return found;
    picked.push(...found.languages);
    told.push(found.note);
  }
  if (wanted.picks.length > 0 && own === null && materialOf(step).length > 0)
    notes.push('The language of the text could not be told, so none was left out.');
  const all = [...named, ...picked.map(({ title }) => ({ written: title, title }))];
  if (all.length === 0)
    return toQuestion('language_missing', `That asks for a language and takes it away again, so none is left. Into which one? ${EXAMPLE}`);
  const { parts, notes: repeats, joined } = toParts(all, wanted);
  return {
    ...PLAIN_CUT,
    one: 'language',
    many: 'languages',
    rowName: 'Language',
    parts,
    notes: [...told, ...wanted.notes, ...repeats, ...notes],
    joined,
  };
}

/** A list after "in" counts outside of translations only where it is several languages and ends the phrase ("write a greeting in French and Thai"). */
function isPlain(list: LanguageList, step: Step): boolean {
  const isSure = (entry: LanguageEntry): boolean =>
    entry.kind === 'language' || entry.kind === 'group' || (entry.kind === 'count' && entry.qualifier === '');
  const several =
    list.entries.length > 1 || list.entries.some(({ kind, ...entry }) => kind === 'group' || ('count' in entry && (entry.count ?? 0) > 1));
  const ends = /^\s*(?:$|[.,;:!?\n(]|(?:for|about|of|on|with|and|that|to)\b)/i.test(step.words.slice(list.end, list.end + 20));
  return step.work !== 'answer' && list.entries.every(isSure) && several && ends && !JOINS.test(step.masked);
}

/** Languages to translate into: named, counted ("15 languages" takes the default list), those of a place ("all EU languages"), or several of these. */
export const findLanguages: Finder = async (step, deps) => {
  if (step.work !== 'translate' && !/\bin(?:to)?\b/i.test(step.masked)) return null;
  const names = languageNames();
  const found = findLanguageList(step.masked, step.words, names);
  if (step.work !== 'translate')
    return found === null || !isPlain(found, step) ? null : toCut(toWanted(found, step, names), step, names, deps);
  const list = found ?? findUnknownLanguage(step.masked);
  if (list === null) return toQuestion('language_missing', `Into which language? ${EXAMPLE}`);
  const odd = list.entries.find(
    (entry) =>
      entry.kind === 'vague' ||
      (entry.kind === 'group' && entry.count === 0) ||
      (entry.kind === 'count' && (entry.qualifier !== '' || entry.count === 0)),
  );
  if (odd?.kind === 'count' && odd.qualifier !== '') {
    return toQuestion(
      'language_missing',
      `Which ${odd.count} ${odd.qualifier} languages? Name them, or ask for the ${odd.count} with most speakers: “into ${odd.count} languages”.`,
    );
  }
  if (odd !== undefined)
    return toQuestion('language_missing', `Into how many languages, or which? The default list has ${names.bySpeakers.length}. ${EXAMPLE}`);
  return toCut(toWanted(list, step, names), step, names, deps);
};
