import { foldWord } from './fold.ts';
import { languageIndex } from './language-index.ts';
import type { Token } from './lex.ts';

type LanguageToken = Extract<Token, { readonly kind: 'language' }>;

/** Languages whose word for "into" stands behind the name, or is an ending of it. */
const BEHIND: ReadonlySet<string> = new Set(['ja', 'ko', 'hi', 'tr']);
/** "翻译成": into is a part of the verb. */
const HOLDS_INTO = /[成为為]$/u;
/** "للفرنسية", "بالفرنسية": the word for "into" hangs on the name. */
const LEADS_ITSELF = /^و?(?:لل|بال)/u;
/** "İngilizceye": the ending says into what. */
const DATIVE = /'?y?[ea]$/u;

const isJoint = (token: Token): boolean => token.kind === 'separator' || (token.kind === 'word' && token.role === 'and');

/** What may stand between "into" and a language, or between languages. */
function isBetween(token: Token): boolean {
  switch (token.kind) {
    case 'number':
    case 'separator':
      return true;
    case 'word':
      return ['and', 'filler', 'rank', 'dropped', 'languages', 'into', 'each', 'these', 'this'].includes(token.role);
    default:
      return false;
  }
}

/**
 * The languages that an order wants something in, out of all that it names: those that its word for "into" leads to.
 * "From French into German", "this English text into Japanese" name one more, which says
 * what is there.
 */
export function findTargets(words: string, tokens: readonly Token[], lang: string): ReadonlySet<Token> {
  return BEHIND.has(lang) ? backward(words, tokens, lang) : forward(words, tokens);
}

function forward(words: string, tokens: readonly Token[]): ReadonlySet<Token> {
  const targets = new Set<Token>();
  let open = false;
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.kind === 'language') {
      if (LEADS_ITSELF.test(foldWord(words.slice(token.start, token.end)))) open = true;
      const isFrom = before?.kind === 'word' && before.role === 'filler' && before.text === 'from';
      if (isFrom) open = false;
      if (open) targets.add(token);
    } else if (token.kind === 'word' && (token.role === 'into' || (token.role === 'translate' && HOLDS_INTO.test(token.text)))) {
      // "the text in English into French": what the first leads to is where it is from.
      if (targets.size > 0 && before !== undefined && !isJoint(before)) return new Set();
      open = true;
    } else if (!isBetween(token) && token.kind !== 'unknown') open = false;
  }
  return targets;
}

function backward(words: string, tokens: readonly Token[], lang: string): ReadonlySet<Token> {
  const targets = new Set<Token>();
  let open = false;
  let isJoined = true;
  for (const [index, token] of [...tokens.entries()].toReversed()) {
    if (token.kind === 'language') {
      open = (open && isJoined) || (lang === 'tr' && isDative(words, token));
      isJoined = false;
      if (open) targets.add(token);
    } else if (isJoint(token)) isJoined = true;
    else if (token.kind === 'word' && isInto(token, tokens[index + 1], lang)) {
      open = true;
      isJoined = true;
    } else if (!isBetween(token) && token.kind !== 'unknown') open = false;
  }
  return targets;
}

/** "İngilizce ve Almanca dillerine": the noun has the ending. */
const isInto = ({ role }: Extract<Token, { readonly kind: 'word' }>, next: Token | undefined, lang: string): boolean =>
  role === 'into' || (role === 'languages' && (lang === 'tr' || next === undefined || next.kind === 'word'));

const isDative = (words: string, { start, end }: LanguageToken): boolean => {
  const name = foldWord(words.slice(start, end));
  return DATIVE.test(name) && languageIndex().names.has(name.replace(DATIVE, ''));
};
