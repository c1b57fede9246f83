import type { Work } from '../plan.ts';
import { type LanguageWish, readLanguages } from './language-wish.ts';
import { lex, MAX_ORDER_CHARS, type Token } from './lex.ts';
import { LEXICON, type Role } from './lexicon.ts';
import { parseList } from './list.ts';

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

export interface Span {
  readonly start: number;
  readonly end: number;
}

const WORKS: Readonly<Partial<Record<Role, Work>>> = {
  translate: 'translate',
  summarize: 'summarize',
  do: 'write',
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
  let best: Order | null = null;
  for (const lang of Object.keys(LEXICON)) {
    const order = readIn(words, lang);
    if (order.verb !== null && order.left.length === 0) return order;
    if (best === null || isBetter(order, best)) best = order;
  }
  if (best === null) throw new Error('there is no language to read in');
  return best;
}

const isBetter = (a: Order, b: Order): boolean =>
  (a.verb === null) !== (b.verb === null) ? a.verb !== null : a.left.length < b.left.length;

/** Whether nothing of it is left over, and nothing that such an order needs is missing. */
export function isPlain(order: Order): boolean {
  if (order.verb === null || order.left.length > 0) return false;
  if (order.verb === 'fill') return order.columns !== null;
  if (order.verb === 'classify') return order.labels !== null;
  return true;
}

function readIn(words: string, lang: string): Order {
  const head = words.slice(0, MAX_ORDER_CHARS);
  const { tokens, columns, labels } = takeNames(words, lex(words, lang));
  const { wish, used } = readLanguages(head, tokens);
  const roles = (role: Role): readonly Token[] => tokens.filter((token) => token.kind === 'word' && token.role === role);
  const verbs = [...new Set(tokens.flatMap((token) => (token.kind === 'word' && WORKS[token.role] !== undefined ? [token.role] : [])))];
  // "extract" and "count" want a noun that says what of; their nouns alone are no order.
  const countable = (['countable', 'findable', 'piece', 'row'] as const).some((role) => roles(role).length > 0);
  const verb = pickVerb(verbs, roles('findable').length > 0, countable);
  const quotes = tokens.filter((token) => token.kind === 'quote');
  const counted = findCounted(tokens, used);
  const left = tokens.flatMap((token): string[] => {
    if (used.has(token) || token === counted) return [];
    switch (token.kind) {
      case 'unknown':
        return [token.text];
      case 'number':
        return [String(token.value)];
      case 'quote':
        return quotes.length > 1 ? [token.text] : [];
      case 'language':
        return verb === 'translate' ? [] : [words.slice(token.start, token.end)];
      case 'word':
        return isOdd(token, verb) ? [token.text] : [];
      case 'separator':
        return [];
      default:
        throw new Error(`unknown token ${JSON.stringify(token satisfies never)}`);
    }
  });
  const named = (['row', 'file', 'piece'] as const).find((role) => roles(role).length > 0) ?? null;
  return {
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
    dropped: [...roles('dropped'), ...roles('digest')].map(({ start, end }) => ({ start, end })),
    left: [...left, ...(verbs.length > 1 && verb === null ? verbs : [])],
  };
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

/** The number right before what the order is done to: "these 3 files". */
function findCounted(tokens: readonly Token[], used: ReadonlySet<Token>): Numeral | null {
  const found = tokens.find((token, index): token is Numeral => {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    // "in 2 lines" is about what comes out.
    if (before?.kind !== 'word' || before.role === 'into' || before.role === 'filler') return false;
    return (
      token.kind === 'number' &&
      !used.has(token) &&
      next?.kind === 'word' &&
      (next.role === 'file' || next.role === 'row' || next.role === 'piece')
    );
  });
  return found ?? null;
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

interface Names {
  readonly tokens: readonly Token[];
  readonly columns: readonly string[] | null;
  readonly labels: readonly string[] | null;
}

/** "fill in the columns A, B and C", "classify each as A, B or C": the names end the order, and are the person's own. */
function takeNames(words: string, tokens: readonly Token[]): Names {
  const has = (role: Role): number => tokens.findIndex((token) => token.kind === 'word' && token.role === role);
  const from = has('fill') !== -1 ? has('columns') : has('classify') !== -1 ? has('as') : -1;
  const token = tokens[from];
  const items = token === undefined ? [] : parseList(words.slice(token.end).replace(/^\s*[:：]\s*/, '')).items;
  const isNames = items.length > 0 && items.every((item) => item.length <= 60 && item.split(/\s+/).length <= 5);
  if (token === undefined || !isNames || (has('classify') !== -1 && has('fill') === -1 && items.length < 2))
    return { tokens, columns: null, labels: null };
  const kept = tokens.filter((other) => other.start < token.start);
  return has('fill') !== -1 ? { tokens: kept, columns: items, labels: null } : { tokens: kept, columns: null, labels: items };
}

const POINTING: ReadonlySet<Role> = new Set(['each', 'these', 'this', 'file', 'row', 'piece'] as const);
/** May stand within a reference, and make none by themselves. */
const WITHIN = /^(?:the|of|my|our|your|their|a|attached|below|above)$/;

/** Runs of words that point at what an English order is done to; "each of the attached files" is one. */
function toReferences(words: string, tokens: readonly Token[], verb: Role | null): Span[] {
  // "count the words in each file": the words are what is counted.
  const isPointing = (token: Token): boolean =>
    token.kind === 'word' && POINTING.has(token.role) && !(verb === 'count' && token.role === 'piece');
  const spans: Span[] = [];
  let open: { start: number; end: number; last: number; points: boolean } | null = null;
  const close = (): void => {
    if (open?.points === true) spans.push({ start: open.start, end: open.end });
    open = null;
  };
  for (const token of tokens) {
    const points = isPointing(token);
    const within =
      (token.kind === 'word' && token.role === 'filler' && WITHIN.test(token.text)) || (token.kind === 'number' && open !== null);
    if (open !== null && (!(points || within) || /\S/.test(words.slice(open.last, token.start)))) close();
    if (!(points || within)) continue;
    const { start, end } = token;
    open =
      open === null
        ? { start, end, last: end, points }
        : { start: open.start, end: points ? end : open.end, last: end, points: open.points || points };
  }
  close();
  return spans;
}
