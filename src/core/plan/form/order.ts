import type { Work } from '../plan.ts';
import type { Folded } from './fold.ts';
import { type LanguageWish, readLanguages } from './language-wish.ts';
import { foldOrder, lex, MAX_ORDER_CHARS, type Token } from './lex.ts';
import { LEXICON, type Role } from './lexicon.ts';
import { takeNames } from './names.ts';
import { type Span, toReferences } from './references.ts';
import { findTargets } from './targets.ts';

/** A plain order, as far as it was understood. */
export interface Order {
  /** Of the words, ISO 639-1. */
  readonly lang: string;
  /** Null: no verb of the table. */
  readonly verb: Role | null;
  readonly work: Work;
  /** "each", "every one": done to one thing at a time. */
  readonly each: boolean;
  /** "these", "all": several things are pointed at; "this", "it": one. */
  readonly these: boolean;
  readonly this: boolean;
  /** How many things are said to be there: "these 3 files"; null: it is not said. */
  readonly count: number | null;
  /** What it is done to, where that is named. */
  readonly noun: 'file' | 'row' | 'piece' | null;
  readonly languages: LanguageWish | null;
  /** One text of all results is wanted at the end. */
  readonly digest: boolean;
  /** Columns to fill in, or labels to choose from; null: none were named. */
  readonly columns: readonly string[] | null;
  readonly labels: readonly string[] | null;
  /** A text in quotes, which the order is about. */
  readonly quote: string | null;
  /** Where the words point at what it is done to: [start, end). */
  readonly references: readonly Span[];
  /** What no lane is told: politeness, how it is to be run, and the wish for one text at the end. */
  readonly dropped: readonly Span[];
  /** Pieces that were not understood, in order. Empty: this is a plain order and nothing else. */
  readonly left: readonly string[];
}

const WORKS: Readonly<Partial<Record<Role, Work>>> = {
  translate: 'translate',
  summarize: 'summarize',
  do: 'write',
  tell: 'write',
  answer: 'answer',
  extract: 'extract',
  count: 'count',
  dedupe: 'dedupe',
  keywords: 'keywords',
  compare: 'compare',
  language: 'language',
  fill: 'write',
  classify: 'classify',
};

/** What the words order, in whichever language leaves least of them over. Takes any text. */
export function readOrder(words: string): Order {
  let best: Reading | null = null;
  const folded = foldOrder(words);
  for (const lang of languagesOf(folded.text)) {
    const reading = readIn(words, lang, folded);
    const { order } = reading;
    if (order.verb !== null && order.left.length === 0) return order;
    if (best === null || isBetter(reading, best)) best = reading;
  }
  if (best === null) throw new Error('there is no language to read in');
  return best.order;
}

/** Where a language is written otherwise than in Latin letters. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  zh: /\p{Script=Han}/u,
  ru: /\p{Script=Cyrillic}/u,
  ar: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  ko: /\p{Script=Hangul}/u,
};

/** Those that the words may be in; English where they may be in none. */
function languagesOf(text: string): readonly string[] {
  const langs = Object.keys(LEXICON).filter((lang) => (SCRIPTS[lang] ?? /\p{Script=Latin}/u).test(text));
  return langs.length === 0 ? ['en'] : langs;
}

interface Reading {
  readonly order: Order;
  /** It has verbs, one or several. */
  readonly orders: boolean;
}

const isBetter = (a: Reading, b: Reading): boolean => (a.orders === b.orders ? a.order.left.length < b.order.left.length : a.orders);

/** Whether nothing of it is left over, and nothing that such an order needs is missing. */
export function isPlain(order: Order): boolean {
  if (order.verb === null || order.left.length > 0) return false;
  if (order.verb === 'fill') return order.columns !== null;
  if (order.verb === 'classify') return order.labels !== null;
  return true;
}

function readIn(words: string, lang: string, folded: Folded): Reading {
  const head = words.slice(0, MAX_ORDER_CHARS);
  const { tokens, columns, labels } = takeNames(words, lex(words, lang, folded));
  const targets = findTargets(head, tokens, lang);
  const { wish, used } = readLanguages(head, tokens, targets);
  const roles = (role: Role): readonly Token[] => tokens.filter((token) => token.kind === 'word' && token.role === role);
  const verbs = [...new Set(tokens.flatMap((token) => (token.kind === 'word' && WORKS[token.role] !== undefined ? [token.role] : [])))];
  // "extract" and "count" want a noun that says what of; their nouns alone are no order.
  const countable = (['countable', 'findable', 'piece', 'row'] as const).some((role) => roles(role).length > 0);
  const verb = pickVerb(verbs, roles('findable').length > 0, countable);
  const quotes = tokens.filter((token) => token.kind === 'quote');
  const counted = findCounted(tokens, used);
  const points = (['each', 'these', 'this', 'file', 'row'] as const).some((role) => roles(role).length > 0);
  const left = tokens.flatMap((token, index): string[] => {
    if (used.has(token) || token === counted) return [];
    switch (token.kind) {
      case 'unknown':
        return [token.text];
      case 'number':
        return [String(token.value)];
      case 'quote':
        return quotes.length > 1 ? [token.text] : [];
      case 'language':
        return verb === 'translate' && targets.has(token) ? [] : [words.slice(token.start, token.end)];
      case 'word': {
        const isOut =
          isOdd(token, verb) ||
          isThing(tokens, index) ||
          (token.role === 'greeting' && !isAside(tokens, index, points)) ||
          isOutcome(tokens, index, verb);
        return isOut ? [words.slice(token.start, token.end)] : [];
      }
      case 'separator':
        return [];
      default:
        throw new Error(`unknown token ${JSON.stringify(token satisfies never)}`);
    }
  });
  const named = (['row', 'file', 'piece'] as const).find((role) => roles(role).length > 0) ?? null;
  const order: Order = {
    lang,
    verb,
    work: (verb === null ? undefined : WORKS[verb]) ?? 'write',
    each: roles('each').length > 0 || roles('foreach').some(isEach),
    count: counted?.value ?? null,
    these: roles('these').length > 0,
    this: roles('this').length > 0,
    noun: named,
    languages: verb === 'translate' ? wish : null,
    digest: roles('digest').length > 0,
    columns,
    labels,
    quote: quotes.length === 1 ? (quotes[0]?.text ?? null) : null,
    references: toReferences(head, tokens, verb),
    dropped: [...roles('dropped'), ...roles('greeting'), ...roles('digest')].map(({ start, end }) => ({ start, end })),
    left: [...left, ...(verbs.length > 1 && verb === null ? verbs : [])],
  };
  return { order, orders: verbs.length > 0 };
}

/** One kind of work is ordered; null where none is, or several. */
function pickVerb(verbs: readonly Role[], hasFindable: boolean, hasCountable: boolean): Role | null {
  const real = verbs.filter((role) => (role !== 'extract' || hasFindable) && (role !== 'count' || hasCountable));
  return real.length === 1 ? (real[0] ?? null) : null;
}

type Word = Extract<Token, { readonly kind: 'word' }>;
type Numeral = Extract<Token, { readonly kind: 'number' }>;

/** "for each", and not "for" alone, which leads to anything. */
const isEach = (token: Token): boolean => token.kind === 'word' && /[ごと对對]|\s/.test(token.text);

/** The number right before what the order is done to: "these 3 files", "these two". */
function findCounted(tokens: readonly Token[], used: ReadonlySet<Token>): Numeral | null {
  const found = tokens.find((token, index): token is Numeral => {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    if (token.kind !== 'number' || used.has(token) || before?.kind !== 'word') return false;
    // "in 2 lines", "in the 2 lines" may be about what comes out.
    const lead = before.role === 'filler' ? tokens[index - 2] : before;
    if (lead?.kind !== 'word' || lead.role === 'into') return false;
    return before.role === 'these' || (next !== undefined && isNoun(next));
  });
  return found ?? null;
}

const isNoun = (token: Token): boolean =>
  token.kind === 'word' && (token.role === 'file' || token.role === 'row' || token.role === 'piece');

const ARTICLES = /^(?:the|a|an|my|our|your|their)$/;

/** "The review": a verb that stands there as a thing. */
function isThing(tokens: readonly Token[], index: number): boolean {
  const [token, before] = [tokens[index], tokens[index - 1]];
  if (token?.kind !== 'word' || WORKS[token.role] === undefined || token.role === 'keywords' || token.text.includes(' ')) return false;
  return before?.kind === 'word' && before.role === 'filler' && ARTICLES.test(before.text);
}

/** Before the order or behind it, where it is not the text that the order is about: "translate thanks into French". */
function isAside(tokens: readonly Token[], index: number, points: boolean): boolean {
  const isBeside = (token: Token): boolean =>
    token.kind === 'separator' || (token.kind === 'word' && (token.role === 'greeting' || token.role === 'dropped'));
  return tokens.slice(0, index).every(isBeside) || (points && tokens.slice(index + 1).every(isBeside));
}

/** Work whose result is a text of another form: "in a sentence", "to a paragraph". */
const FORMS: ReadonlySet<Role | null> = new Set(['summarize', 'do', 'tell', 'answer'] as const);

/** Whether a noun says what is to come out, and not what is there. */
function isOutcome(tokens: readonly Token[], index: number, verb: Role | null): boolean {
  const token = tokens[index];
  if (token === undefined || !isNoun(token) || !FORMS.has(verb)) return false;
  const before = tokens[index - 1];
  const isLoose = before?.kind === 'word' && before.role === 'filler' && /^an?$/.test(before.text);
  const lead = isLoose ? tokens[index - 2] : before;
  return lead?.kind === 'word' && lead.role === 'into' && /^(?:in|into|to)$/.test(lead.text);
}

/** Words of the table that have no place in an order of this kind. */
function isOdd(token: Word, verb: Role | null): boolean {
  const { role } = token;
  switch (role) {
    case 'foreach':
      return !isEach(token);
    case 'columns':
      return true;
    case 'as':
      return verb !== 'translate';
    case 'findable':
      return verb !== 'extract' && verb !== 'count';
    case 'countable':
      return verb !== 'count';
    case 'languages':
      return verb !== 'translate';
    default:
      return WORKS[role] !== undefined && role !== verb;
  }
}
