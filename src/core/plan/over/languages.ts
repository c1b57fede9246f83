import { type Language, languageNames } from '../form/language-names.ts';
import type { LanguagePick, LanguageWish } from '../form/language-wish.ts';
import type { PlanDeps, Question } from '../plan.ts';
import { toQuestion } from '../question.ts';

export const LANGUAGE_EXAMPLE = 'Say it like “translate into French, German and Japanese” or “translate into 15 languages”.';

export interface Languages {
  /** English names, each once, in order. */
  readonly titles: readonly string[];
  readonly notes: readonly string[];
  readonly account: readonly string[];
}

interface Picked {
  readonly languages: readonly Language[];
  readonly note: string;
}

/** The first of a list, without the text's own language and what was named before. */
function pick({ count, pool, of }: LanguagePick, own: Language | null, taken: ReadonlySet<string>): Picked | Question {
  const ownTag = own?.code.split('-')[0];
  const free = pool.filter(({ code }) => !taken.has(code));
  const foreign = free.filter(({ code }) => code !== ownTag);
  const left = foreign.length < count ? free : foreign;
  const most = (of === '' ? foreign : left).length;
  if (count > most) {
    const list = of === '' ? 'The default list' : `The list for ${of}`;
    return toQuestion(
      'language_missing',
      `${list} has ${most} languages to choose from, which is fewer than ${count}. Ask for up to ${most}, or name the others.`,
    );
  }
  const languages = left.slice(0, count);
  const without = own === null || left === free ? '' : `, without the text's own ${own.title}`;
  const titles = languages.map(({ title }) => title).join(', ');
  const order = of === '' ? 'by number of speakers' : `of ${of}, the largest first`;
  const noun = count === 1 ? 'language' : 'languages';
  return { languages, note: `${count}${taken.size > 0 ? ' more' : ''} ${noun} ${order}${without}: ${titles}` };
}

/**
 * The languages of a wish; `own` is the code of the language that the material is in, null where that can't be told.
 */
export function toLanguages({ named, picks, notes: said }: LanguageWish, own: string | null, hasMaterial: boolean): Languages | Question {
  const notes = [...said];
  const account: string[] = [];
  const languages: Language[] = [];
  const titles = new Set<string>();
  for (const language of named) {
    if (titles.has(language.title)) account.push(`Dropped a repeat: ${language.title}.`);
    else languages.push(language);
    titles.add(language.title);
  }
  const ownLanguage = own === null ? null : languageNames().find(own);
  for (const wish of picks) {
    const found = pick(wish, ownLanguage, new Set(languages.map(({ code }) => code)));
    if ('code' in found) return found;
    languages.push(...found.languages);
    account.push(found.note);
  }
  if (picks.length > 0 && own === null && hasMaterial) account.push('The language of the text could not be told, so none was left out.');
  return { titles: languages.map(({ title }) => title), notes, account };
}

/** The language all material is in, as its code; null where it can't be told, or is more than one. */
export async function ownLanguage(
  texts: readonly string[],
  sources: readonly string[],
  deps: Pick<PlanDeps, 'detectLanguage' | 'sourceLanguage'>,
): Promise<string | null> {
  const told = await Promise.all([...texts.map((text) => deps.detectLanguage(text)), ...sources.map((id) => deps.sourceLanguage(id))]);
  const [first = null] = told;
  return first !== null && told.every((code) => code === first) ? first : null;
}
