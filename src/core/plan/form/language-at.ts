import { languageIndex } from './language-index.ts';
import { type Language, languageNames } from './language-names.ts';
import { isEnd } from './lex.ts';
import { VARIETIES } from './regions.ts';

const MAX_WORDS = 4;
const CODE = /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}/;
/** What stands right behind a code in a list, or ends it. */
const CLOSED = /^(?:\s*$|\s*[,;/&+|、，:：.)\n]|\s+(?:and|or|und|et|y|e|и|ve)\s)/u;

interface Found {
  readonly language: Language;
  readonly end: number;
}

/**
 * The longest language that is named at a place of folded text: by a name in any language, with its variety
 * ("Brazilian Portuguese"), or by its code. `taken`: how much a phrase of the order's own words
 * takes there; a name must be longer, since "it" is more often a word than Italian.
 */
export function languageAt(text: string, at: number, { taken, lang }: { readonly taken: number; readonly lang: string }): Found | null {
  const { names, lengths } = languageIndex();
  let best: Found | null = null;
  for (const length of lengths.get(text.charAt(at)) ?? []) {
    if (length <= taken) break;
    if (at + length > text.length) continue;
    const language = names.get(text.slice(at, at + length));
    if (language === undefined || !isEnd(text, at + length)) continue;
    best = { language, end: at + length };
    break;
  }
  return (lang === 'en' ? varietyAt(text, at, best?.end ?? at) : null) ?? best ?? codeAt(text, at, taken);
}

/** "Brazilian Portuguese", "Chinese (Taiwan)": more words than the bare name has. */
function varietyAt(text: string, at: number, least: number): Found | null {
  const words = /^[\p{L}\p{M}'-]+(?: \(?[\p{L}\p{M}' -]+?\)?){0,1}/u.exec(text.slice(at, at + 60));
  if (words === null) return null;
  let best: Found | null = null;
  let end = at;
  for (let count = 0; count < MAX_WORDS; count += 1) {
    const word = /^ ?\(?[\p{L}\p{M}'-]+\)?/u.exec(text.slice(end, end + 40));
    if (word === null) break;
    end += word[0].length;
    const language = count > 0 && end > least && isEnd(text, end) ? languageNames().find(text.slice(at, end).trim()) : null;
    if (language !== null) best = { language, end };
  }
  return best;
}

/** Codes that are words as well count only beside another code. */
const WORDY = /^(?:as|so|no|or|is|it|to|an|be|my|am|he|hi|id|la|in|do|at|on|us|me|and|the|for|all|any|not|but|out|new)$/;
const BESIDE_BEFORE = /(?:^|[\s:(])([a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3})\s*(?:[,/;]|\sand)\s*$/;
const BESIDE_AFTER = /^\s*(?:[,/;]|and\s)\s*([a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3})(?![\p{L}\p{N}])/u;

const isPlainCode = (code: string | undefined): boolean => code !== undefined && !WORDY.test(code) && isKnown(code);
const isKnown = (code: string): boolean => languageIndex().codes.has(code.split(/[-_]/)[0] ?? '');

function codeAt(text: string, at: number, taken: number): Found | null {
  const [code] = CODE.exec(text.slice(at, at + 24)) ?? [];
  if (code === undefined || code.length < taken || !isKnown(code)) return null;
  const end = at + code.length;
  if (!CLOSED.test(text.slice(end, end + 8)) || !isEnd(text, end)) return null;
  const isBeside = (): boolean =>
    isPlainCode(BESIDE_BEFORE.exec(text.slice(Math.max(0, at - 24), at))?.[1]) ||
    isPlainCode(BESIDE_AFTER.exec(text.slice(end, end + 24))?.[1]);
  if ((WORDY.test(code) || code.length === taken) && !isBeside()) return null;
  const language = languageNames().find(code);
  return language === null ? null : { language, end };
}

/** Words that make a variety of the language behind them: "simplified". */
const VARIETY_WORDS: ReadonlySet<string> = new Set(VARIETIES.flatMap(([, ...names]) => names));

export const isVariety = (word: string): boolean => VARIETY_WORDS.has(word);
