import { foldWord } from './fold.ts';
import { isVariety } from './language-at.ts';
import { LANGUAGE_GROUPS, type LanguageGroup } from './language-groups.ts';
import { type Language, languageNames } from './language-names.ts';
import type { Token } from './lex.ts';

/** So many of a list, in its order. */
export interface LanguagePick {
  readonly count: number;
  readonly pool: readonly Language[];
  /** What the pool is called: "India"; empty for the default list. */
  readonly of: string;
}

/** Into which languages, as far as it was said. */
export interface LanguageWish {
  readonly named: readonly Language[];
  readonly picks: readonly LanguagePick[];
  readonly notes: readonly string[];
  /** Languages are spoken of, and neither named nor counted: "into many languages". */
  readonly vague: boolean;
}

export interface WithLanguages {
  /** Null: no language is spoken of. */
  readonly wish: LanguageWish | null;
  /** Numbers that count the languages. */
  readonly used: ReadonlySet<Token>;
}

const toPool = (codes: readonly string[]): readonly Language[] =>
  codes.map((code) => languageNames().find(code)).filter((language) => language !== null);

/** A remark on one language alone: "German (formal)". */
const REMARK = /^[ \t]*\((?!\s*(?:and|or|plus|und|et|y|e)\b)([^()\n]{1,40})\)/iu;

/**
 * What is said of languages, out of the tokens of an order. Numbers count where the word for languages is behind
 * them. `targets`: the tokens of languages that something is wanted in.
 */
export function readLanguages(words: string, tokens: readonly Token[], targets: ReadonlySet<Token>): WithLanguages {
  const used = new Set<Token>();
  const nouns = tokens.filter((token) => token.kind === 'word' && token.role === 'languages');
  const group = nouns.length === 0 ? null : findGroup(words, tokens, used);
  const named = readNamed(words, tokens, targets, used);
  const count = nouns.length === 0 ? null : findCount(tokens, used);
  if (named.length === 0 && nouns.length === 0) return { wish: null, used };
  const picks: LanguagePick[] = [];
  const notes: string[] = [];
  let all = named;
  // "2 languages: French and German" says the same twice; "3 languages, one of them Finnish", "Welsh, French and 2
  // languages" do not say how many it is in all.
  const isTotal = named.length > 0 && isBehind(tokens, nouns[0]);
  if (isTotal ? count !== named.length && (count ?? group) !== null : named.length > 0 && count === named.length)
    for (const token of [...used]) if (token.kind === 'number' || group !== null) used.delete(token);
  if (!isTotal && count !== null) picks.push(toPick(count, group));
  else if (!isTotal && group !== null) {
    all = [...named, ...toPool(group.codes)];
    notes.push(`The languages of ${group.title}: ${group.codes.length}, the largest first.`);
  }
  return { wish: { named: all, picks, notes, vague: all.length === 0 && picks.length === 0 }, used };
}

const toPick = (count: number, group: LanguageGroup | null): LanguagePick =>
  group === null ? { count, pool: languageNames().bySpeakers, of: '' } : { count, pool: toPool(group.codes), of: group.title };

/** Whether all languages stand behind the word for languages. */
const isBehind = (tokens: readonly Token[], noun: Token | undefined): boolean =>
  noun !== undefined && tokens.every((token) => token.kind !== 'language' || token.start > noun.start);

function readNamed(words: string, tokens: readonly Token[], targets: ReadonlySet<Token>, used: Set<Token>): Language[] {
  return tokens.flatMap((token, index): Language[] => {
    if (token.kind === 'language') {
      if (!targets.has(token) || used.has(token)) return [];
      const remark = REMARK.exec(words.slice(token.end, token.end + 60));
      if (remark === null) return [token.language];
      for (const other of tokens) if (other.start >= token.end && other.end <= token.end + remark[0].length) used.add(other);
      const said = (remark[1] ?? '').trim();
      const same = languageNames().find(said)?.code === token.language.code || foldWord(said) === foldWord(token.language.title);
      return [same ? token.language : { ...token.language, title: `${token.language.title} (${said})` }];
    }
    const variety = token.kind === 'unknown' && !used.has(token) ? varietyOf(words, tokens, targets, index) : null;
    if (variety === null) return [];
    used.add(token);
    return [variety];
  });
}

/** "simplified and traditional Chinese": an adjective whose language stands behind the next one. */
function varietyOf(words: string, tokens: readonly Token[], targets: ReadonlySet<Token>, index: number): Language | null {
  const token = tokens[index];
  if (token?.kind !== 'unknown' || !isVariety(foldWord(token.text))) return null;
  const next = tokens.slice(index + 1).find((it) => it.kind !== 'separator' && !(it.kind === 'word' && it.role === 'and'));
  if (next?.kind !== 'language' || !targets.has(next)) return null;
  const base = words.slice(next.start, next.end).trim().split(/\s+/).at(-1) ?? '';
  return languageNames().find(`${token.text} ${base}`);
}

function findCount(tokens: readonly Token[], used: Set<Token>): number | null {
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.role !== 'languages') continue;
    let count: number | null = null;
    for (let at = index - 1; at >= 0; at -= 1) {
      const before = tokens[at];
      if (before?.kind === 'number' && (count === null || before.value === count)) {
        count = before.value;
        used.add(before);
      } else if (before !== undefined && used.has(before) && before.kind === 'unknown') continue;
      else if (before?.kind !== 'word' || (before.role !== 'filler' && before.role !== 'rank')) break;
    }
    if (count !== null) return count;
  }
  return null;
}

/**
 * A group of languages by its name, where the order is in English: "the EU's official languages", "the languages of
 * Switzerland".
 */
function findGroup(words: string, tokens: readonly Token[], used: Set<Token>): LanguageGroup | null {
  const text = foldWord(words);
  let best: { readonly group: LanguageGroup; readonly name: string } | null = null;
  for (const group of LANGUAGE_GROUPS) {
    for (const name of group.names) {
      const stands = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, 'u').test(text);
      if (stands && name.length > (best?.name.length ?? 0)) best = { group, name };
    }
  }
  if (best === null) return null;
  const parts = best.name.split(' ');
  for (const token of tokens) {
    if (token.kind !== 'unknown' && token.kind !== 'language') continue;
    const said = foldWord(words.slice(token.start, token.end)).replace(/'s$/, '');
    if (parts.includes(said) || best.name.replaceAll('.', '').includes(said)) used.add(token);
  }
  return best.group;
}
