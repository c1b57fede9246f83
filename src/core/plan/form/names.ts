import type { Token } from './lex.ts';
import type { Role } from './lexicon.ts';
import { parseList } from './list.ts';
import { trimEndBy } from './trim.ts';

export interface Names {
  /** Without those of the names. */
  readonly tokens: readonly Token[];
  readonly columns: readonly string[] | null;
  readonly labels: readonly string[] | null;
}

const MAX_NAME_CHARS = 60;
const MAX_NAME_WORDS = 5;
/** "for each row" behind the names is no part of them. */
const AFTER: ReadonlySet<Role> = new Set(['foreach', 'dropped', 'greeting'] as const);
/** Parts of sentences: a name that has one of them is more than a name. */
const NO_NAME: ReadonlySet<Role> = new Set(['filler', 'foreach', 'into', 'each', 'these', 'as', 'dropped', 'columns'] as const);
/** "date of birth", "not urgent". */
const IN_NAME = /^(?:of|the|different|more|other|major|common|popular|main|top|official|main)$/;

const isWord = (token: Token | undefined, roles: ReadonlySet<Role>): boolean => token?.kind === 'word' && roles.has(token.role);

/**
 * "fill in the columns A, B and C", "classify each as A, B or C": the names end the order, and are the person's own.
 * Names that may be more than that are none.
 */
export function takeNames(words: string, tokens: readonly Token[]): Names {
  const has = (role: Role): number => tokens.findIndex((token) => token.kind === 'word' && token.role === role);
  const isFill = has('fill') !== -1;
  const from = isFill ? has('columns') : has('classify') === -1 ? -1 : has('as');
  const none = { tokens, columns: null, labels: null };
  const token = tokens[from];
  if (token === undefined) return none;
  const behind = tokens.slice(from + 1);
  const tail = behind.findIndex(
    (other) => isWord(other, AFTER) && other.kind === 'word' && (other.role !== 'foreach' || /\s/.test(other.text)),
  );
  const after = tail === -1 ? [] : behind.slice(tail);
  const inside = tail === -1 ? behind : behind.slice(0, tail);
  const end = after[0]?.start ?? words.length;
  const named = trimEndBy(words.slice(token.end, end).replace(/^\s*[:：]\s*/, ''), /[\s,;]/);
  const { items } = parseList(named);
  const isSentence = /[.!?;:。]\s/u.test(named) || (/\bor\b/i.test(named) && /\band\b/i.test(named));
  // "A, B or C": a name may be such a word.
  const isMore = inside.some(
    (other) =>
      isWord(other, NO_NAME) && other.kind === 'word' && !IN_NAME.test(other.text) && !items.includes(words.slice(other.start, other.end)),
  );
  const isNames = items.length > 0 && items.every((item) => item.length <= MAX_NAME_CHARS && item.split(/\s+/).length <= MAX_NAME_WORDS);
  if (!isNames || isSentence || isMore || (!isFill && items.length < 2)) return none;
  const kept = [...tokens.slice(0, from), ...after];
  return isFill ? { tokens: kept, columns: items, labels: null } : { tokens: kept, columns: null, labels: items };
}
