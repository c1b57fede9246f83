import type { Cut, Finder, Part } from '../cut.ts';
import { JOINING } from '../data/verbs.ts';
import type { PlanDeps, Question } from '../plan.ts';
import { toQuestion } from '../question.ts';
import { findLanguageList, findUnknownLanguage, type LanguageEntry, type LanguageList, readLanguages } from '../read/language-list.ts';
import { createLanguageNames, type Language, type LanguageNames } from '../read/language-names.ts';
import { oneOf } from '../read/pattern.ts';
import { materialOf, type Step } from '../step.ts';

const EXAMPLE = 'Say it like “translate into French, German and Japanese” or “translate into 15 languages”.';
const INCLUDING = /^\s*[,(]?\s*(?:including|incl\.|among\s+them|namely)(?=\s)|^\s*[:(](?=\s*\p{L})/iu;
const EXCEPT = /^\s*[,(]?\s*(?:except(?:\s+for)?|excluding|without|other\s+than|but\s+not|apart\s+from|not)(?=\s)/i;
const JOINS = new RegExp(`^${oneOf(JOINING)}(?![\\p{L}-])`, 'iu');

interface Wanted {
  readonly named: readonly LanguageEntry[];
  /** Of the default list, beside the named ones; 0 when all are named. */
  readonly more: number;
  readonly except: readonly string[];
  /** Where it stands with its preposition, and how that reads in a lane. */
  readonly start: number;
  readonly end: number;
  readonly preposition: string;
}

const codesOf = (entries: readonly LanguageEntry[]): string[] =>
  entries.flatMap((entry) => (entry.kind === 'language' ? [entry.language.code] : []));

/** The list with what may follow a number: "15 languages, including Welsh", "10 languages except French". */
function toWanted(list: LanguageList, { words, work }: Step, names: LanguageNames): Wanted {
  const named = list.entries.filter((entry) => entry.kind === 'language' || entry.kind === 'unknown');
  const count = list.entries.reduce((sum, entry) => sum + (entry.kind === 'count' ? entry.count : 0), 0);
  const preposition = work === 'translate' ? 'into' : words.slice(list.anchor, list.start);
  const wanted = { named, more: count, except: [], start: list.anchor, end: list.end, preposition };
  if (count === 0) return wanted;
  const tail = words.slice(list.end, list.end + 400);
  const including = INCLUDING.exec(tail)?.[0];
  const except = EXCEPT.exec(tail)?.[0];
  const lead = including ?? except;
  const extra = lead === undefined ? null : readLanguages(words, list.end + lead.length, names);
  if (extra === null || extra.entries.some((entry) => entry.kind !== 'language')) return wanted;
  const end = extra.end + (/[(]/.test(lead ?? '') && words.charAt(extra.end) === ')' ? 1 : 0);
  if (including === undefined) return { ...wanted, except: codesOf(extra.entries), end };
  return { ...wanted, named: [...named, ...extra.entries], more: Math.max(0, count - extra.entries.length), end };
}

/** The language all of the step's material is in; null where it can't be told, or is more than one. */
async function ownLanguage(step: Step, names: LanguageNames, deps: PlanDeps): Promise<Language | null> {
  const told = await Promise.all([
    ...step.texts.map((text) => deps.detectLanguage(text.text)),
    ...step.sources.filter((source) => source.readable).map((source) => deps.sourceLanguage(source.id)),
  ]);
  const first = told[0] ?? null;
  return first !== null && told.every((code) => code === first) ? names.find(first) : null;
}

function toParts(languages: readonly { readonly written: string; readonly title: string }[], wanted: Wanted): Pick<Cut, 'parts' | 'notes'> {
  const parts: Part[] = [];
  const notes: string[] = [];
  const taken = new Set<string>();
  for (const { written, title } of languages) {
    if (taken.has(title.toLowerCase())) {
      notes.push(written === title ? `Dropped a repeat: ${title}.` : `Dropped a repeat: ${written} is ${title}.`);
      continue;
    }
    taken.add(title.toLowerCase());
    parts.push({
      title,
      edits: [{ start: wanted.start, end: wanted.end, text: `${wanted.preposition} ${title}` }],
      passage: '',
      sources: null,
    });
  }
  return { parts, notes };
}

async function toCut(wanted: Wanted, step: Step, names: LanguageNames, deps: PlanDeps): Promise<Cut | Question> {
  const unknown = wanted.named.flatMap((entry) => (entry.kind === 'unknown' ? [entry.written] : []));
  const named = wanted.named.flatMap((entry) => {
    if (entry.kind === 'language') return [{ written: entry.written, title: entry.language.title }];
    return entry.kind === 'unknown' ? [{ written: entry.written, title: entry.written }] : [];
  });
  const notes = unknown.map((written) => `“${written}” is no language I know; it gets its lane as written.`);
  const cut = (defaults: readonly Language[]): Cut => {
    const found = toParts([...named, ...defaults.map(({ title }) => ({ written: title, title }))], wanted);
    return { one: 'language', many: 'languages', parts: found.parts, notes: [...found.notes, ...notes], holdsMaterial: false };
  };
  if (wanted.more === 0) return cut([]);
  const own = await ownLanguage(step, names, deps);
  const ownTag = own?.code.split('-')[0];
  const left = names.bySpeakers.filter(
    ({ code, title }) => code !== ownTag && !wanted.except.includes(code) && !named.some((language) => language.title === title),
  );
  if (wanted.more > left.length) {
    return toQuestion(
      'language_missing',
      `The default list has ${left.length} languages to choose from, which is fewer than ${wanted.more}. Ask for up to ${left.length}, or name the others.`,
    );
  }
  const defaults = left.slice(0, wanted.more);
  const without = own === null ? '' : `, without the text's own ${own.title}`;
  const [one, titles] = [defaults.length === 1, defaults.map(({ title }) => title).join(', ')];
  notes.unshift(
    `${defaults.length}${named.length > 0 ? ' more' : ''} ${one ? 'language' : 'languages'} by number of speakers${without}: ${titles}`,
  );
  if (own === null && materialOf(step).length > 0) notes.push('The language of the text could not be told, so none was left out.');
  return cut(defaults);
}

/** A list after "in" counts outside of translations only where it is several languages and ends the phrase ("write a greeting in French and Thai"). */
function isPlain(list: LanguageList, step: Step): boolean {
  const sure = list.entries.every((entry) => entry.kind === 'language' || (entry.kind === 'count' && entry.qualifier === ''));
  const several = list.entries.length > 1 || list.entries.some((entry) => entry.kind === 'count' && entry.count > 1);
  const ends = /^\s*(?:$|[.,;:!?\n(]|(?:for|about|of|on|with|and|that|to)\b)/i.test(step.words.slice(list.end, list.end + 20));
  return step.work !== 'answer' && sure && several && ends && !JOINS.test(step.masked);
}

/** Languages to translate into: named, counted ("15 languages" takes the default list) or both. */
export const findLanguages: Finder = async (step, deps) => {
  if (step.work !== 'translate' && !/\bin(?:to)?\b/i.test(step.masked)) return null;
  const names = createLanguageNames();
  const found = findLanguageList(step.masked, step.words, names);
  if (step.work !== 'translate')
    return found === null || !isPlain(found, step) ? null : toCut(toWanted(found, step, names), step, names, deps);
  const list = found ?? findUnknownLanguage(step.masked);
  if (list === null) return toQuestion('language_missing', `Into which language? ${EXAMPLE}`);
  const odd = list.entries.find(
    (entry) => entry.kind === 'vague' || (entry.kind === 'count' && (entry.qualifier !== '' || entry.count === 0)),
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
