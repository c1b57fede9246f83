import { type Folded, fold, foldWord } from './fold.ts';
import { languageAt } from './language-at.ts';
import type { Language } from './language-names.ts';
import { LEXICON, type Role } from './lexicon.ts';
import { NUMBERS } from './number-words.ts';

/** A piece of an order: what it is, and where it stands in the words: [start, end), in UTF-16 code units. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'word'; readonly role: Role; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'quote'; readonly text: string }
  /** A comma or the like: what is before and after it are two. */
  | { readonly kind: 'separator' }
  | { readonly kind: 'unknown'; readonly text: string }
);

/** Longer words than this are no order, and are not looked at. */
export const MAX_ORDER_CHARS = 1_500;

interface Phrase {
  readonly text: string;
  readonly role: Role | number;
}

/** The phrases of a language by their first character, the longest first. */
type Phrases = ReadonlyMap<string, readonly Phrase[]>;

const compiled = new Map<string, Phrases>();

/** Read once for each language: what they come to never changes. */
function phrasesOf(lang: string): Phrases {
  const known = compiled.get(lang) ?? compile(lang);
  compiled.set(lang, known);
  return known;
}

function compile(lang: string): Phrases {
  const phrases: Phrase[] = [];
  for (const [role, written] of Object.entries(LEXICON[lang] ?? {}) as [Role, string][]) {
    for (const text of written.split('|')) phrases.push({ text: foldWord(text), role });
  }
  for (const [index, written] of (NUMBERS[lang] ?? '').split('|').entries()) {
    for (const text of written.split('/')) if (text !== '') phrases.push({ text: foldWord(text), role: index + 1 });
  }
  const byFirst = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const first = phrase.text.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), phrase]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.text.length - a.text.length);
  return byFirst;
}

/** Scripts that set no space between words, and those that hang endings on theirs. */
const RUNS_ON = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const IN_WORD = /[\p{L}\p{M}\p{N}'_-]/u;

/** Whether a word that ends there is over: nothing of it follows. */
export function isEnd(text: string, end: number): boolean {
  const last = text.charAt(end - 1);
  return RUNS_ON.test(last) || last === "'" || !IN_WORD.test(text.charAt(end)) || RUNS_ON.test(text.charAt(end)) || !IN_WORD.test(last);
}

const SEPARATOR = /[,;/、，،؛|]/u;
const SKIPPED = /[\s.!?:。！？：؟।¿¡·•*_~()-]/u;
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」', '『': '』', '‘': '’' };

/** The words as they are compared, which is the same in every language. */
export const foldOrder = (words: string): Folded => fold(words.slice(0, MAX_ORDER_CHARS));

/**
 * What the words are made of, as far as one language's phrases go. Languages are known by their names in any. Takes
 * any text; of a long one only the beginning counts, and the rest is unknown.
 */
export function lex(words: string, lang: string, folded: Folded = foldOrder(words)): readonly Token[] {
  const phrases = phrasesOf(lang);
  const head = words.slice(0, MAX_ORDER_CHARS);
  const tokens: Token[] = [];
  for (let at = 0; at < folded.text.length; ) {
    const token = tokenAt(head, folded, at, { phrases, lang, before: tokens.at(-1) });
    if (token.token !== null) tokens.push(token.token);
    at = token.next;
  }
  if (words.length > MAX_ORDER_CHARS)
    tokens.push({ kind: 'unknown', start: MAX_ORDER_CHARS, end: words.length, text: words.slice(MAX_ORDER_CHARS) });
  return tokens;
}

interface Read {
  readonly token: Token | null;
  /** Where the next one may begin, in the folded text. */
  readonly next: number;
}

interface Reading {
  readonly phrases: Phrases;
  readonly lang: string;
  readonly before: Token | undefined;
}

/** A list of languages, or what leads to one: "Polish" is a language there, and a verb elsewhere. */
const leadsToLanguage = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'separator' || token.kind === 'language' || (token.kind === 'word' && (token.role === 'into' || token.role === 'and')));

function tokenAt(words: string, folded: Folded, at: number, { phrases, lang, before }: Reading): Read {
  const { text } = folded;
  const place = (end: number) => ({ start: folded.at[at] ?? 0, end: folded.at[end] ?? words.length });
  const char = text.charAt(at);
  if (char === '&') return { token: { kind: 'word', role: 'and', text: '&', ...place(at + 1) }, next: at + 1 };
  if (SEPARATOR.test(char)) return { token: { kind: 'separator', ...place(at + 1) }, next: at + 1 };
  const original = words.charAt(folded.at[at] ?? 0);
  if (Object.hasOwn(QUOTES, original)) {
    const start = folded.at[at] ?? 0;
    const close = words.indexOf(QUOTES[original] ?? '', start + 1);
    const end = close === -1 ? -1 : folded.at.indexOf(close + 1);
    if (end !== -1) return { token: { kind: 'quote', start, end: close + 1, text: words.slice(start + 1, close) }, next: end };
  }
  if (SKIPPED.test(char)) return { token: null, next: at + 1 };
  const number = /^\d{1,6}(?![\p{L}\p{N}%])/u.exec(text.slice(at, at + 8));
  const counted =
    number ?? /^\d{1,3}(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/u.exec(text.slice(at, at + 8));
  const phrase = phrases.get(char)?.find((it) => text.startsWith(it.text, at) && isEnd(text, at + it.text.length));
  if (counted !== null && phrase === undefined) {
    const end = at + counted[0].length;
    return { token: { kind: 'number', value: Number(counted[0]), ...place(end) }, next: end };
  }
  const taken = phrase === undefined ? 0 : phrase.role === 'do' && leadsToLanguage(before) ? phrase.text.length - 1 : phrase.text.length;
  const language = languageAt(text, at, { taken, lang });
  if (language !== null) return { token: { kind: 'language', language: language.language, ...place(language.end) }, next: language.end };
  if (phrase !== undefined) {
    const end = at + phrase.text.length;
    const { role } = phrase;
    if (typeof role === 'number') return { token: { kind: 'number', value: role, ...place(end) }, next: end };
    return { token: { kind: 'word', role, text: phrase.text, ...place(end) }, next: end };
  }
  // "والفرنسية": the word for "and" hangs on the next one.
  if (lang === 'ar' && char === 'و' && IN_WORD.test(text.charAt(at + 1)))
    return { token: { kind: 'word', role: 'and', text: 'و', ...place(at + 1) }, next: at + 1 };
  const end = wordEnd(text, at);
  return { token: { kind: 'unknown', text: words.slice(place(end).start, place(end).end), ...place(end) }, next: end };
}

/** Where an unknown word ends: of a script without spaces it is one character. */
function wordEnd(text: string, at: number): number {
  const first = String.fromCodePoint(text.codePointAt(at) ?? 0);
  let end = at + first.length;
  if (RUNS_ON.test(first) && !/\p{Script=Hangul}/u.test(first)) return end;
  while (
    end < text.length &&
    IN_WORD.test(text.charAt(end)) &&
    !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text.charAt(end))
  )
    end += 1;
  return end;
}
