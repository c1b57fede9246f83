import type { Token } from './lex.ts';
import type { Role } from './lexicon.ts';
import { WORKS } from './works.ts';

type Numeral = Extract<Token, { readonly kind: 'number' }>;

/** A word of an order, and where it stands. */
export interface Place {
  readonly tokens: readonly Token[];
  readonly index: number;
  readonly verb: Role | null;
  /** Of the words, ISO 639-1. */
  readonly lang: string;
}

/**
 * Whether a word of the table says more at its place than code understands: a result, a part of the material, some of
 * it.
 */
export const isMisplaced = (place: Place): boolean =>
  isOdd(place) || isThing(place) || isOutcome(place) || isSecond(place) || isPartOfMore(place) || isSelection(place);

/** "for each", and not "for" alone, which leads to anything. */
export const isEach = (token: Token): boolean => token.kind === 'word' && /[ごと对對]|\s/.test(token.text);

const hasRole = (token: Token | undefined, ...roles: readonly Role[]): boolean => token?.kind === 'word' && roles.includes(token.role);
const isNoun = (token: Token | undefined): boolean => hasRole(token, 'file', 'row', 'piece', 'part');
const isFiller = (token: Token | undefined, pattern: RegExp): boolean =>
  token?.kind === 'word' && token.role === 'filler' && pattern.test(token.text);

/** What leads to the form of a result: "in a sentence", "on one page", "with one headline". */
const leadsToResult = (token: Token | undefined): boolean => hasRole(token, 'into', 'as') || isFiller(token, /^(?:on|with)$/);

/**
 * The number right before what the order is done to: "these 3 files", "these two". One thing alone is what is to come
 * out as likely.
 */
export function findCounted(tokens: readonly Token[], used: ReadonlySet<Token>): Numeral | null {
  const found = tokens.find((token, index): token is Numeral => {
    const before = tokens[index - 1];
    if (token.kind !== 'number' || token.value === 1 || used.has(token) || before?.kind !== 'word') return false;
    // "in 2 lines", "in the 2 lines" may be about what comes out.
    const lead = before.role === 'filler' && !leadsToResult(before) ? tokens[index - 2] : before;
    if (lead?.kind !== 'word' || leadsToResult(lead)) return false;
    return before.role === 'these' || isNoun(tokens[index + 1]);
  });
  return found ?? null;
}

const ARTICLES = /^(?:the|a|an|my|our|your|their)$/;

/** "The review": a verb that stands there as a thing. */
function isThing({ tokens, index }: Place): boolean {
  const [token, before] = [tokens[index], tokens[index - 1]];
  if (token?.kind !== 'word' || WORKS[token.role] === undefined || token.role === 'keywords' || token.text.includes(' ')) return false;
  return isFiller(before, ARTICLES);
}

/** Before the order or behind it, where it is not the text that the order is about: "translate thanks into French". */
export function isAside(tokens: readonly Token[], index: number, points: boolean): boolean {
  const isBeside = (token: Token): boolean => token.kind === 'separator' || hasRole(token, 'greeting', 'dropped');
  return tokens.slice(0, index).every(isBeside) || (points && tokens.slice(index + 1).every(isBeside));
}

/** Work whose result is a text of another form: "in sentences", "to a paragraph". */
const FORMS: ReadonlySet<Role | null> = new Set(['summarize', 'do', 'tell', 'answer'] as const);
/** Languages whose word for "into" stands behind the noun. */
const BEHIND: ReadonlySet<string> = new Set(['ja', 'ko', 'hi', 'tr']);

/** Whether a noun says what is to come out, and not what is there. */
function isOutcome({ tokens, index, verb, lang }: Place): boolean {
  if (!isNoun(tokens[index])) return false;
  const before = tokens[index - 1];
  const isLoose = isFiller(before, /^an?$/) || (before?.kind === 'number' && before.value === 1);
  if (isLoose && leadsToResult(tokens[index - 2])) return true;
  if (!FORMS.has(verb)) return false;
  return leadsToResult(before) || (BEHIND.has(lang) && hasRole(tokens[index + 1], 'into'));
}

/**
 * Another noun than the one that the order is done to, and not named along with it ("PDF files", "files and notes"):
 * "sum these files up as a report".
 */
function isSecond({ tokens, index }: Place): boolean {
  if (!hasRole(tokens[index], 'file', 'row')) return false;
  const first = tokens.slice(0, index).findLastIndex((token) => hasRole(token, 'file', 'row'));
  if (first === -1) return false;
  // "Each file of these files" names it twice.
  if (hasRole(tokens[index - 1], 'these')) return false;
  return tokens.slice(first + 1, index).some((token) => token.kind !== 'separator' && !hasRole(token, 'and'));
}

/** Words that point at what stands there, and are more than an article, which "the title" of a longer text has too. */
const isPointer = (token: Token | undefined): boolean =>
  hasRole(token, 'each', 'foreach') ||
  (token?.kind === 'word' &&
    (token.role === 'these' || token.role === 'this') &&
    !/^(?:den|die|das|les?|la|el|l[ao]s|lo|il|i|gli|[ao]s?|sie)$/.test(token.text));

/** Languages that say "each" behind the noun as well. */
const EACH_BEHIND: ReadonlySet<string> = new Set([...BEHIND, 'zh']);

/**
 * A title, a name, a sentence: a part of a longer text, unless the words point at just that ("these titles: …"). What
 * is counted is named and not worked on.
 */
function isPartOfMore({ tokens, index, verb, lang }: Place): boolean {
  if (verb === 'count' || !hasRole(tokens[index], 'part')) return false;
  // "The phrase “…”" says what stands in the marks.
  if (tokens[index + 1]?.kind === 'quote') return false;
  if (tokens.some((token) => hasRole(token, 'file', 'row'))) return true;
  const lead = tokens.slice(0, index).findLast((token) => token.kind !== 'number' && !hasRole(token, 'filler', 'part'));
  return !isPointer(lead) && !(EACH_BEHIND.has(lang) && tokens.some((token) => hasRole(token, 'each')));
}

/** "The largest of these", "every other line": some of what is there. Of languages code knows which are meant. */
function isSelection({ tokens, index }: Place): boolean {
  if (!hasRole(tokens[index], 'rank')) return false;
  const isStop = (token: Token): boolean => isNoun(token) || (token.kind === 'word' && WORKS[token.role] !== undefined);
  const reaches = (beside: readonly Token[]): boolean =>
    hasRole(
      beside.find((token) => isStop(token) || hasRole(token, 'languages')),
      'languages',
    );
  return !reaches(tokens.slice(index + 1)) && !reaches(tokens.slice(0, index).toReversed());
}

/** Words of the table that have no place in an order of this kind. */
function isOdd({ tokens, index, verb }: Place): boolean {
  const token = tokens[index];
  if (token?.kind !== 'word') return false;
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
