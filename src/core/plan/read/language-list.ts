import type { LanguageGroup } from '../data/language-groups.ts';
import { IMPERATIVES, WISHING } from '../data/verbs.ts';
import { COUNT, parseCount } from './count.ts';
import { groupAt } from './language-group.ts';
import type { Language, LanguageNames } from './language-names.ts';
import { oneOf } from './pattern.ts';

/** One entry as written: a language, a word in the place of one, a number of them, or a wish for them that names none ("all languages"). */
export type LanguageEntry =
  | { readonly kind: 'language'; readonly written: string; readonly language: Language }
  | { readonly kind: 'unknown'; readonly written: string }
  | { readonly kind: 'count'; readonly count: number; readonly qualifier: string }
  /** Of a group the largest, or all of it (null). */
  | { readonly kind: 'group'; readonly group: LanguageGroup; readonly count: number | null }
  | { readonly kind: 'vague'; readonly written: string };

export interface LanguageList {
  readonly entries: readonly LanguageEntry[];
  /** Where it stands in the words: [start, end); what comes before ends in "into", "to" or "in". */
  readonly start: number;
  readonly end: number;
  /** Where that "into", "to" or "in" begins. */
  readonly anchor: number;
}

const LEAD =
  /(?:\s*:)?\s*(?:(?:both|(?:each|all)\s+of|the|these|following|languages?(?=\s*[:\n]|\s+(?:\p{Lu}|\p{Lo})))(?:\s*:)?\s+)*(?:[-*•]\s+|\(?1[.)]\s+)?/uy;
const QUALIFIED = new RegExp(
  `(?:the\\s+|at\\s+least\\s+|about\\s+|another\\s+)?(?:(?:top|first)\\s+)?(${COUNT})((?:\\s+[\\p{L}’'-]+){0,6}?)\\s+(?:languages?|langs?)\\b(?:\\s+(?:worldwide|(?:in|of|on)\\s+(?:the\\s+world|earth)|by\\s+(?:number\\s+of\\s+)?speakers|of\\s+(?:your|my|our)\\s+(?:own\\s+)?choice|(?:that\\s+)?you\\s+like))?`,
  'iuy',
);
const FILLER =
  /\b(?:different|other|more|further|additional|major|main|big|biggest|large|largest|great|top|important|most|widely|commonly|spoken|common|popular|used|foreign|world|world['’]s|various|separate|distinct|of|the|global)\b/giu;
const VAGUE =
  /(?:(?:all|every|any|many|several|some|various|multiple|different|other|another|more|a\s+few|few|as\s+many|a\s+different|lots\s+of|the|my|your|our|their)\s+){0,4}(?:languages?)\b(?:\s+(?:as\s+possible|you\s+(?:can|know)|there\s+(?:are|is)))?/iuy;
const SEPARATOR =
  /\s*(?:,|;|\/|\+|&|、|，|،|\||\n\s*(?:[-*•]|\(?\d{1,3}[.)])[ \t])\s*(?:(?:and|or|as\s+well\s+as)\s+|&\s*)?|\s+(?:and(?:\s+also)?|or|as\s+well\s+as|plus|&)\s+|[ \t]*\n(?!\s*\n)/iuy;
const WORD = /[\p{L}\p{M}\p{N}’ʻ'().-]{1,60}/uy;
const NO_LANGUAGE = new RegExp(
  `^(?:${oneOf([...IMPERATIVES, ...WISHING])}|me|us|them|everyone|you|it|this|that|these|those|the|a|an|each|all|something|someone|my|our|your|their|his|her|one|then|i|we|but|so|not|in|into|to|for|of|on|at|by|as|from|using|which|if|what|how)(?![\\p{L}-])`,
  'iu',
);
/** Codes that are English words count only where nothing but the next of the list follows. */
const WORDY_CODE = /^(?:as|so|no|or|is|it|to|an|be|my|am|he|hi|id|la|in|do|at|on|us|me|and|the|for|all|any|not|but|out|new)$/i;
const CLOSED = /^(?:\s*$|\s*[,;/+&、，،|.:!?)\]\n]|\s+(?:and|or|plus|as\s+well\s+as)\s)/iu;

const MAX_ANCHORS = 100;

const stickyAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

interface Found {
  readonly entry: LanguageEntry;
  readonly end: number;
}

/** What is said of one language alone: "German (formal)". */
const REMARK = /[ \t]*\((?!\s*(?:and|or|plus)\b)([^()\n]{1,40})\)/iuy;

/** A language with the remark behind it; as it was where there is none, where the list does not go on and none of it has one, or where it is only its code or another name of it. */
function withRemark({ entry, end }: Found, words: string, names: LanguageNames, remarked: boolean): Found {
  const remark = entry.kind === 'language' ? stickyAt(REMARK, words, end) : null;
  if (remark === null || entry.kind !== 'language') return { entry, end };
  const after = end + remark[0].length;
  const next = stickyAt(SEPARATOR, words, after);
  const goesOn = next !== null && languageAt(words, after + next[0].length, names) !== null;
  if (!goesOn && !remarked) return { entry, end };
  const said = (remark[1] ?? '').trim();
  if (names.find(said)?.code === entry.language.code) return { entry, end: after };
  const title = `${entry.language.title} (${said})`;
  return { entry: { ...entry, language: { ...entry.language, title } }, end: after };
}

/** The longest run of up to five words from `at` on that is a language. */
function languageAt(words: string, at: number, names: LanguageNames): Found | null {
  let best: Found | null = null;
  let end = at;
  for (let count = 0; count < 5; count++) {
    const word = stickyAt(WORD, words, end);
    if (word === null) break;
    end += word[0].length;
    const raw = words.slice(at, end);
    // A stop after a name ends the sentence; a bracket that opened before it is not the name's.
    const written = raw.replace(/[.'’-]+$/, '').replace(/^([^()]*)\)+$/, '$1');
    const language = written.length > 60 ? null : names.find(written);
    const after = at + written.length;
    const wordy = /^[a-z]{2,3}$/i.test(written) && (WORDY_CODE.test(written) || written.length === 3);
    const follows = words.slice(after, after + 12);
    const known = language !== null && (!wordy || language.title.toLowerCase() === written.toLowerCase() || CLOSED.test(follows));
    if (known) best = { entry: { kind: 'language', written, language }, end: after };
    if (!/^[ \t]\S/.test(words.slice(end, end + 2))) break;
    end += 1;
  }
  return best;
}

function countAt(words: string, at: number): Found | null {
  const wish = groupAt(words, at);
  if (wish !== null) return { entry: { kind: 'group', group: wish.group, count: wish.count }, end: wish.end };
  const counted = stickyAt(QUALIFIED, words, at);
  if (counted !== null) {
    const qualifier = (counted[2] ?? '').replace(FILLER, '').replace(/\s+/g, ' ').trim();
    return { entry: { kind: 'count', count: parseCount(counted[1] ?? ''), qualifier }, end: at + counted[0].length };
  }
  const vague = stickyAt(VAGUE, words, at);
  return vague === null ? null : { entry: { kind: 'vague', written: vague[0] }, end: at + vague[0].length };
}

/** Up to three words that stand where a language would: between separators, or last with a capital or an "and" before it. */
function unknownAt(words: string, at: number, separator: string, names: LanguageNames): Found | null {
  const piece = /^[\p{L}\p{M}’'-]+(?: (?!(?:and|or|plus|as) )[\p{L}\p{M}’'-]+){0,2}/iu.exec(words.slice(at, at + 80))?.[0];
  const end = at + (piece?.length ?? 0);
  if (piece === undefined || NO_LANGUAGE.test(piece) || !CLOSED.test(words.slice(end, end + 12))) return null;
  const next = stickyAt(SEPARATOR, words, end);
  const between = next !== null && languageAt(words, end + next[0].length, names) !== null;
  const capital = piece.split(' ').every((word) => /^(?:\p{Lu}|\p{Lo})/u.test(word));
  const joined = /and|or|&|plus/i.test(separator) && !piece.includes(' ');
  return between || capital || joined ? { entry: { kind: 'unknown', written: piece }, end } : null;
}

/** Reads a list of languages from `at` on; null where none begins. `words` must have its quotations masked. */
export function readLanguages(words: string, at: number, names: LanguageNames): Omit<LanguageList, 'anchor'> | null {
  const start = at + (stickyAt(LEAD, words, at)?.[0].length ?? 0);
  const entries: LanguageEntry[] = [];
  let separator = '';
  const unled = at + (/^[\s:]*/.exec(words.slice(at, at + 10))?.[0].length ?? 0);
  let from = languageAt(words, start, names) === null && countAt(words, unled) !== null ? unled : start;
  let end = at;
  let remarked = false;
  for (;;) {
    const language = languageAt(words, from, names);
    const known: Found | null = countAt(words, from) ?? (language === null ? null : withRemark(language, words, names, remarked));
    remarked ||= language !== null && known !== null && known.end > language.end;
    const found = known ?? (entries.length === 0 || separator.trim() === '' ? null : unknownAt(words, from, separator, names));
    // A next line without a comma goes on with the list only where it is one language and nothing else.
    if (found === null || (/^[ \t]*\n$/.test(separator) && !/^[ \t]*(?:\n|$)/.test(words.slice(found.end)))) break;
    entries.push(found.entry);
    end = found.end;
    const next = stickyAt(SEPARATOR, words, end);
    if (next === null) break;
    separator = next[0];
    from = end + separator.length;
  }
  return entries.length === 0 ? null : { entries, start: at, end };
}

/** The instruction stands at one end of a long text, so the places in its middle are not tried. */
function anchors(masked: string, pattern: RegExp): readonly RegExpExecArray[] {
  const all = [...masked.matchAll(pattern)];
  return all.length <= MAX_ANCHORS ? all : [...all.slice(0, MAX_ANCHORS / 2), ...all.slice(-MAX_ANCHORS / 2)];
}

/** Where in the words a list of languages stands, "into" before "to" before "in"; null where there is none. */
export function findLanguageList(masked: string, words: string, names: LanguageNames): LanguageList | null {
  for (const preposition of ['into', 'to', 'in']) {
    for (const match of anchors(masked, new RegExp(`\\b${preposition}\\b(?=\\s|:)`, 'gi'))) {
      const list = readLanguages(words, match.index + preposition.length, names);
      if (list !== null) return { ...list, anchor: match.index };
    }
  }
  return null;
}

/** A word that stands alone after "into" or "to" where a language should, of any name ("into Dothraki"). */
export function findUnknownLanguage(masked: string): LanguageList | null {
  for (const preposition of ['into', 'to']) {
    for (const match of anchors(masked, new RegExp(`\\b${preposition}\\s(?=[\\p{L}])`, 'giu'))) {
      const start = match.index + match[0].length;
      const written = /^[\p{L}\p{M}’'-]+(?: [\p{L}\p{M}’'-]+){0,2}(?=\s*(?:[.,;:!?\n]|$))/u.exec(masked.slice(start, start + 80))?.[0];
      if (written === undefined || NO_LANGUAGE.test(written)) continue;
      return { entries: [{ kind: 'unknown', written }], start: start - 1, end: start + written.length, anchor: match.index };
    }
  }
  return null;
}
