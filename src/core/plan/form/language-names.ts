import { LANGUAGES_BY_SPEAKERS, OTHER_LANGUAGES, USUAL_NAMES } from './languages.ts';
import { EUROPEAN, VARIETIES } from './regions.ts';

export interface Language {
  /** BCP 47, canonical. */
  readonly code: string;
  /** English, with its region or script: "Portuguese (Brazil)". */
  readonly title: string;
}

export interface LanguageNames {
  /** By English name, own name or code, in any case; null for a name it does not know. */
  find(name: string): Language | null;
  /** The default list, widest reach first. */
  readonly bySpeakers: readonly Language[];
}

const normalise = (name: string): string => name.normalize('NFC').toLowerCase().replace(/[’ʻ]/g, "'").replace(/\s+/g, ' ').trim();
const CODE = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/i;

let names: LanguageNames | null = null;

/** The names `Intl` has for each language of the data: read once, when first asked for, since that takes milliseconds and never gives anything else. */
export function languageNames(): LanguageNames {
  names ??= readLanguageNames();
  return names;
}

function readLanguageNames(): LanguageNames {
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none', languageDisplay: 'standard' });
  const titleOf = (code: string): string | null => {
    try {
      return USUAL_NAMES[code] ?? english.of(code) ?? null;
    } catch {
      return null; // not the form of a language tag
    }
  };
  const codes = new Map<string, string>();
  for (const [code, ...names] of [...LANGUAGES_BY_SPEAKERS, ...OTHER_LANGUAGES]) {
    for (const name of [titleOf(code) ?? code, ...names]) if (!codes.has(normalise(name))) codes.set(normalise(name), code);
  }
  const subtags = new Map(VARIETIES.flatMap(([subtag, ...names]) => names.map((name) => [name, subtag] as const)));

  const toLanguage = (tag: string): Language | null => {
    const title = CODE.test(tag) ? titleOf(tag.replaceAll('_', '-')) : null;
    return title === null ? null : { code: Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? tag, title };
  };
  const ofVariety = (base: string, variety: string): Language | null => {
    const code = codes.get(base);
    if (code === undefined) return null;
    const subtag = variety === 'european' || variety === 'europe' ? EUROPEAN[code] : subtags.get(variety);
    return subtag === undefined ? null : toLanguage(`${code}-${subtag}`);
  };
  const find = (name: string): Language | null => {
    const words = normalise(name);
    const code = codes.get(words);
    if (code !== undefined) return toLanguage(code);
    const inParentheses = /^([^()]{1,40}) \(([^()]{1,40})\)$/.exec(words);
    if (inParentheses !== null) return ofVariety(inParentheses[1] ?? '', inParentheses[2] ?? '');
    const pieces = words.split(' ');
    for (let cut = 1; cut < Math.min(pieces.length, 4); cut++) {
      const [head, tail] = [pieces.slice(0, cut).join(' '), pieces.slice(cut).join(' ')];
      const language = ofVariety(tail, head) ?? ofVariety(head, tail);
      if (language !== null) return language;
    }
    return toLanguage(words);
  };
  return { find, bySpeakers: LANGUAGES_BY_SPEAKERS.map(([code]) => toLanguage(code)).filter((language) => language !== null) };
}
