import type { Work } from '../plan.ts';
import type { Folded } from './fold.ts';
import { type LanguageWish, readLanguages } from './language-wish.ts';
import { foldOrder, lex, MAX_ORDER_CHARS, type Token } from './lex.ts';
import { LEXICON, type Role } from './lexicon.ts';
import { findCounted, isAside, isEach, isMisplaced } from './misplaced.ts';
import { takeNames } from './names.ts';
import { type Span, toReferences } from './references.ts';
import { findTargets } from './targets.ts';
import { WORKS } from './works.ts';

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
  readonly noun: 'file' | 'row' | 'part' | 'piece' | null;
  readonly languages: LanguageWish | null;
  /** One result is named, and not one of each: "a summary of these". */
  readonly one: boolean;
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

/** A result as a thing, in the verbs of the table. */
const ONE_RESULT = /\b(?:summary|gist|zusammenfassung|un resume|un resumen|un riassunto|um resumo)\b|ملخص|^özet .|^özetini|резюме|выжимку/u;

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

type Word = Extract<Token, { readonly kind: 'word' }>;

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
  const roles = (role: Role): readonly Word[] => tokens.filter((token) => token.kind === 'word').filter((token) => token.role === role);
  const verbs = [...new Set(tokens.flatMap((token) => (token.kind === 'word' && WORKS[token.role] !== undefined ? [token.role] : [])))];
  // "extract" and "count" want a noun that says what of; their nouns alone are no order.
  const countable = (['countable', 'findable', 'piece', 'part', 'row'] as const).some((role) => roles(role).length > 0);
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
        const isOut = isMisplaced({ tokens, index, verb, lang }) || (token.role === 'greeting' && !isAside(tokens, index, points));
        return isOut ? [words.slice(token.start, token.end)] : [];
      }
      case 'separator':
        return [];
      default:
        throw new Error(`unknown token ${JSON.stringify(token satisfies never)}`);
    }
  });
  const named = (['row', 'file', 'part', 'piece'] as const).find((role) => roles(role).length > 0) ?? null;
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
    one: roles('summarize').some(({ text }) => ONE_RESULT.test(text)) && roles('each').every(({ text }) => text.startsWith('all')),
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
