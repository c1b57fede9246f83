import type { Token } from './lex.ts';
import type { Role } from './lexicon.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

const POINTING: ReadonlySet<Role> = new Set(['each', 'these', 'this', 'file', 'row', 'piece', 'part'] as const);
/** May stand within a reference, and make none by themselves. */
const WITHIN = /^(?:the|of|my|our|your|their|a|attached|below|above)$/;

/** "for each": it points behind its first word. */
const isForEach = (token: Token): boolean => token.kind === 'word' && token.role === 'foreach' && token.text.includes(' ');

interface Open extends Span {
  readonly last: number;
  readonly points: boolean;
}

/**
 * Runs of words that point at what an English order is done to; "each of the attached files" is one, and so is a text
 * in quotes.
 */
export function toReferences(words: string, tokens: readonly Token[], verb: Role | null): readonly Span[] {
  // "count the words in each file": the words are what is counted.
  const isObject = (token: Token): boolean =>
    token.kind === 'word' &&
    (token.role === 'findable' || token.role === 'countable' || (verb === 'count' && (token.role === 'piece' || token.role === 'part')));
  const isPointing = (token: Token): boolean => isForEach(token) || (token.kind === 'word' && POINTING.has(token.role) && !isObject(token));
  const spans: Span[] = [];
  let open: Open | null = null;
  const close = (): void => {
    if (open?.points === true) spans.push({ start: open.start, end: open.end });
    open = null;
  };
  for (const token of tokens) {
    const points = isPointing(token) || token.kind === 'quote';
    const within =
      (token.kind === 'word' && token.role === 'filler' && WITHIN.test(token.text)) || (token.kind === 'number' && open !== null);
    const isApart = open !== null && /\S/.test(words.slice(open.last, token.start));
    // "all dates": it says which of them, and points at nothing.
    if (isObject(token) && !isApart) open = null;
    if (isApart || !(points || within)) close();
    if (!(points || within)) continue;
    const { end } = token;
    const start = isForEach(token) ? words.indexOf(' ', token.start) + 1 : token.start;
    open =
      open === null
        ? { start, end, last: end, points }
        : { start: open.start, end: points ? end : open.end, last: end, points: open.points || points };
  }
  close();
  return spans;
}
