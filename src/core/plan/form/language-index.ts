import { foldWord } from './fold.ts';
import { type Language, languageNames } from './language-names.ts';
import { LANGUAGES_BY_SPEAKERS, OTHER_LANGUAGES } from './languages.ts';

/** In whose words languages are known by name. */
const LOCALES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'ja', 'zh', 'zh-Hant', 'ru', 'tr', 'ar', 'hi', 'ko'] as const;

/** Names in everyday use that `Intl` has no form of. */
const EVERYDAY: readonly (readonly [code: string, ...names: string[]])[] = [
  ['en', '英文'],
  ['fr', '法文'],
  ['de', '德文'],
  ['ja', '日文'],
  ['ko', '韩文', '韓文', '한국말'],
  ['es', '西班牙文'],
  ['it', '意大利文'],
  ['ru', '俄文'],
  ['pt', '葡萄牙文'],
  ['zh', '中国语', '汉语'],
  ['ar', '阿拉伯文'],
];

/**
 * The forms that a name takes in a sentence of that language: "ins Französische", "на английском", "İngilizceye",
 * "بالفرنسية".
 */
function toForms(locale: string, name: string): readonly string[] {
  switch (locale) {
    case 'de':
      return ['e', 'en', 'es'].map((ending) => name + ending);
    case 'ru':
      return name.endsWith('ий') ? ['ого', 'ому', 'ом', 'им'].map((ending) => name.slice(0, -2) + ending) : [];
    case 'tr':
      return ['ye', 'ya', "'ye", "'ya", 'e', 'a', "'e", "'a"].map((ending) => name + ending);
    case 'ar':
      return name.startsWith('ال') ? [`لل${name.slice(2)}`, `بال${name.slice(2)}`, `وال${name.slice(2)}`] : [];
    default:
      return [];
  }
}

export interface LanguageIndex {
  /** By a name in any of a dozen languages, its own name or an inflected form, folded (`foldWord`). */
  readonly names: ReadonlyMap<string, Language>;
  /** Of the languages that have a name here. */
  readonly codes: ReadonlySet<string>;
  /** How long names are that begin with a character, the longest first, in UTF-16 code units. */
  readonly lengths: ReadonlyMap<string, readonly number[]>;
}

let index: LanguageIndex | null = null;

/** Read once, when first asked for: it takes tens of milliseconds and never gives anything else. */
export function languageIndex(): LanguageIndex {
  index ??= readIndex();
  return index;
}

function readIndex(): LanguageIndex {
  const { find } = languageNames();
  const names = new Map<string, Language>();
  const add = (name: string, language: Language): void => {
    const key = foldWord(name);
    if (key !== '' && !names.has(key)) names.set(key, language);
  };
  const languages = [...LANGUAGES_BY_SPEAKERS, ...OTHER_LANGUAGES].flatMap(([code, ...own]) => {
    const language = find(code);
    return language === null ? [] : [{ code, own, language }];
  });
  for (const { own, language } of languages) for (const name of [language.title, ...own]) add(name, language);
  for (const [code, ...own] of EVERYDAY) {
    const language = find(code);
    if (language !== null) for (const name of own) add(name, language);
  }
  for (const locale of LOCALES) {
    const known = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' });
    for (const { code, language } of languages) {
      const name = known.of(code);
      if (name === undefined) continue;
      for (const form of [name, ...toForms(locale, name)]) add(form, language);
    }
  }
  const codes = new Set(languages.map(({ code }) => code));
  return { names, codes, lengths: toLengths([...names.keys()]) };
}

function toLengths(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const byFirst = Map.groupBy(names, (name) => name.charAt(0));
  return new Map([...byFirst].map(([first, group]) => [first, [...new Set(group.map((name) => name.length))].sort((a, b) => b - a)]));
}
