import { PART_NOUNS } from '../data/nouns.ts';
import { IMPERATIVES, SUMMARIZING, TRANSLATING, WISHING } from '../data/verbs.ts';
import type { Work } from '../plan.ts';
import { workOf } from '../work.ts';
import { splitChain } from './chain.ts';
import { COUNT } from './count.ts';
import { findLanguageList, readLanguages } from './language-list.ts';
import type { LanguageNames } from './language-names.ts';
import { isQuotation, parseList } from './list.ts';
import { mask, unquote } from './mask.ts';
import { isMention } from './mention.ts';
import { oneOf } from './pattern.ts';
import { findReferences } from './reference.ts';

export interface Split {
  /** What is to be done. */
  readonly words: string;
  /** The text it is to be done to; null where the request holds none. */
  readonly text: string | null;
}

/** An instruction is shorter than this; past it everything is material. In UTF-16 code units. */
const MAX_INSTRUCTION_CHARS = 4_000;

const BREAK = /[:：](?=\s|$)|：|\n/g;
const TAKES_LANGUAGES = /(?:\b(?:into|to|in)|languages?)$/i;
const COUNTED = new RegExp(`(${COUNT})(?:\\s+[\\p{L}-]+){0,3}\\s+languages?$`, 'iu');
const UNFINISHED = /(?:[,;]|\b(?:and|or|into|to|in|then)|&)\s*$/i;
const WISH = new RegExp(`^\\s*${oneOf(WISHING)}(?![\\p{L}-])[^\\n]*(?:\\n|$)`, 'iu');
const POINTS_AT_SOURCES = /\b(?:this|it|attached|attachments?|files?)\b/i;
const TO_TRANSLATE = new RegExp(`^${oneOf(TRANSLATING)}\\s+`, 'iu');
const TO_SUMMARIZE = new RegExp(`^${oneOf(SUMMARIZING)}\\s+`, 'iu');
const STARTS_WITH_VERB = new RegExp(`^\\s*${oneOf(IMPERATIVES)}(?![\\p{L}-])`, 'iu');
const ENDS_QUOTED = /^(?:the|this|that|my)\s+(?:following\s+)?[\p{L}-]+:?\s+(?=\uFFFC)/iu;

const TAKES_TEXT: readonly Work[] = ['extract', 'classify', 'count', 'dedupe', 'language', 'keywords'];
/** "deduplicate: …", "remove all duplicates: …", "keywords: …": no more than what is to be done. */
const BARE_WORDS = 3;
/** A list and an order behind it: "keywords: tea, coffee. Write a line about each" names the list. */
const LISTED_FOR_ORDER = new RegExp(
  `^(?:[^.!?\\n]|[.!?](?=\\S))*(?:[.!?](?=\\s)|\\n)\\s*(?:(?:and|then|now|please|also)\\s+)*${oneOf([...IMPERATIVES, ...WISHING])}(?![\\p{L}-])`,
  'iu',
);
const POINTS_AT_TEXT = /\b(?:this|following|below)\b|\b(?:from|in|of|text|list|lines)\s*$/i;
const POINTS_AT_MANY = /\b(?:these|those|each|every|following\s+[\p{L}-]+s)\b/iu;

const isBare = (words: string, work: Work): boolean =>
  (work === 'dedupe' || work === 'keywords') && words.trim().split(/\s+/).length <= BARE_WORDS;

/** Whether a text that follows the words is what they are done to. */
function takesMaterial(words: string): boolean {
  const masked = mask(words);
  const work = workOf(masked);
  if (work === 'summarize' || work === 'translate') return true;
  if (isBare(words, work)) return true;
  return TAKES_TEXT.includes(work) && (work === 'dedupe' || !POINTS_AT_MANY.test(masked)) && POINTS_AT_TEXT.test(masked);
}

/** Where the list of languages ends that begins at a colon ("into: French, German"); null where the colon begins something else. */
function languagesEnd(text: string, masked: string, at: number, names: LanguageNames): number | null {
  const before = masked.slice(Math.max(0, at - 120), at).trimEnd();
  if (masked.charAt(at) === '\n' || !TAKES_LANGUAGES.test(before)) return null;
  const list = readLanguages(text, at, names);
  if (
    list === null ||
    list.entries.some((entry) => entry.kind === 'vague') ||
    !/^\s*(?:[:：.\n]|$)/.test(text.slice(list.end, list.end + 20))
  )
    return null;
  const count = COUNTED.exec(before)?.[1];
  // "into 3 languages: French" is a short text; "into 2 languages: French and German" is the list.
  return count === undefined || list.entries.length > 1 ? list.end : null;
}

/** Where the instruction ends: at its colon or its first line that is finished. -1 when it never does. */
function instructionEnd(text: string, masked: string, names: LanguageNames): number {
  const list = findLanguageList(masked, text, names);
  let from = 0;
  for (const match of masked.matchAll(BREAK)) {
    if (match.index < from) continue;
    const inList = list !== null && match.index > list.anchor && match.index < list.end;
    const end = inList ? list.end : languagesEnd(text, masked, match.index, names);
    if (end !== null) {
      from = end;
      continue;
    }
    if (match[0] === '\n') {
      const line = masked.slice(0, match.index).trimEnd();
      const next = masked.slice(match.index).trimStart();
      const wish = WISH.exec(next);
      if (line === '' || UNFINISHED.test(line) || (wish !== null && wish[0].length < next.length)) continue;
    }
    return match.index;
  }
  return -1;
}

/** "translate each of these: …", where what follows is what "each" counts and stays with the words. */
function isListOfMany(before: string, body: string): boolean {
  const each = findReferences(mask(before)).find((reference) => reference.kind === 'each');
  if (each === undefined || PART_NOUNS.some((noun) => each.noun.startsWith(noun))) return false;
  const { form, items } = parseList(body);
  return items.length > 1 && (form !== 'commas' || items.every((item) => item.length <= 80 && !/[.!?]\s/.test(item)));
}

/** "translate good morning into French", "summarize “…”": the text stands where its name would. */
function takeObject(words: string, hasSources: boolean, names: LanguageNames): Split {
  const masked = mask(words);
  const verb = (TO_TRANSLATE.exec(masked) ?? TO_SUMMARIZE.exec(masked))?.[0];
  if (verb === undefined) return { words, text: null };
  const translates = TO_TRANSLATE.test(masked);
  const anchor = translates ? findLanguageList(masked, words, names)?.anchor : undefined;
  const quote = /^[^\uFFFC]*\uFFFC+/.exec(masked.slice(verb.length))?.[0].length ?? 0;
  const end = anchor ?? verb.length + quote;
  const object = words.slice(verb.length, end);
  const maskedObject = masked.slice(verb.length, end);
  const named = ENDS_QUOTED.exec(maskedObject)?.[0].length ?? 0;
  const quoted = isQuotation(maskedObject.slice(named)) && unquote(object.slice(named)) !== object.slice(named).trim();
  const plain =
    anchor !== undefined && !hasSources && object.trim() !== '' && !isMention(maskedObject) && findReferences(maskedObject).length === 0;
  if (!quoted && !plain) return { words, text: null };
  return { words: `${verb}the material ${words.slice(end).trim()}`, text: unquote(quoted ? object.slice(named) : object) };
}

/** "<text>\n\nTranslate this into French": the instruction is the last line. */
function takeLastLine(text: string): Split | null {
  const at = text.lastIndexOf('\n');
  const last = text.slice(at + 1);
  const before = text.slice(0, Math.max(at, 0)).trim();
  if (at === -1 || last.length > MAX_INSTRUCTION_CHARS || before === '' || STARTS_WITH_VERB.test(before)) return null;
  if (!STARTS_WITH_VERB.test(last) || !takesMaterial(last) || isListOfMany(last, before)) return null;
  return { words: last.trim(), text: before };
}

/**
 * Parts the text that stands in a request from the words about it: after a colon, after a line, in quotes, or as the verb's object. Only
 * requests to translate, to summarize or to find something in a text have one; of any other the whole is the instruction.
 */
export function splitMaterial(request: string, hasSources: boolean, names: LanguageNames): Split {
  const head = request.slice(0, MAX_INSTRUCTION_CHARS);
  const masked = mask(head);
  const end = instructionEnd(head, masked, names);
  const before = end === -1 ? request : request.slice(0, end);
  const steps = splitChain(before);
  if (!takesMaterial(steps[0] ?? before)) return takeLastLine(request) ?? { words: request, text: null };
  const body = end === -1 ? '' : request.slice(end + 1).trim();
  const isLabel = isBare(before, workOf(mask(before))) && LISTED_FOR_ORDER.test(mask(body.slice(0, MAX_INSTRUCTION_CHARS)));
  if (isLabel) return takeLastLine(request) ?? { words: request, text: null };
  const object = takeObject(before.trim(), hasSources, names);
  if (body === '') return object;
  if (isListOfMany(before, body)) return { words: request, text: null };
  const sameLine = masked.charAt(end) !== '\n' && !/^[ \t]*\n/.test(request.slice(end + 1, end + 40));
  const pointed = POINTS_AT_SOURCES.test(masked.slice(0, end)) || findReferences(masked.slice(0, end)).length > 0;
  const isWish = object.text !== null || (hasSources && sameLine && (pointed || workOf(masked.slice(0, end)) === 'summarize'));
  return isWish
    ? { words: object.text === null ? request : `${object.words}: ${body}`, text: object.text }
    : { words: before.trim(), text: unquote(body) };
}
