import type { TextRow } from '../plan.ts';
import { findBlock } from './block.ts';
import { findFence } from './fence.ts';
import { fold } from './fold.ts';
import { LEXICON } from './lexicon.ts';
import { type List, parseList } from './list.ts';
import { findMarkdownTable } from './markdown-table.ts';
import { mask } from './mask.ts';
import { isPlain, readOrder } from './order.ts';
import { toAlone } from './order-prompt.ts';
import { readJsonList, tableItems } from './pasted-table.ts';
import { trimEndBy } from './trim.ts';

/** One thing of a list that a person wrote out. */
export interface ListItem {
  readonly title: string;
  /** All that stands there of it: more than the title where it is a row, an object or a long text. */
  readonly text: string;
  /** It is a row of a table. Default: it is none. */
  readonly row?: TextRow;
}

/** A list and what is to be done for each of it. */
export interface ForEach {
  readonly items: readonly ListItem[];
  /** The instruction of each lane; `{item}` stands for its item. */
  readonly template: string;
  readonly open: boolean;
  readonly argued: boolean;
  /** The task is a plain order, so that nothing is left to be understood. */
  readonly plain: boolean;
}

/** How a sentence begins that is about one thing. */
const ABOUT: Readonly<Record<string, string>> = {
  en: 'For {item}: ',
  de: 'Für {item}: ',
  fr: 'Pour {item} : ',
  es: 'Para {item}: ',
  it: 'Per {item}: ',
  pt: 'Para {item}: ',
  ru: 'Для {item}: ',
  tr: '{item} için: ',
  ja: '{item}について：',
  zh: '对于{item}：',
  ar: '{item}: ',
  hi: '{item}: ',
  ko: '{item}: ',
};

/** What a list in a sentence may be long, in UTF-16 code units: a thousand names. */
const MAX_LIST_CHARS = 50_000;
const MAX_NAME_CHARS = 120;

export const toItem = (text: string): ListItem => ({ title: text, text });

/**
 * "for each of A, B and C: …", "for weeks 1-12: …", "… for each of A and B", and a block of lines with an order about
 * each of them. Null where there is no list of at least two things.
 */
export function readForEach(request: string): ForEach | null {
  return fromBlock(request) ?? fromLead(request) ?? fromEnd(request);
}

const isNames = ({ items }: List): boolean =>
  items.length > 1 && items.every((item) => item.length <= MAX_NAME_CHARS && !item.includes('\n'));

/** The phrase that says "for each of" at the beginning, by its language; null where none does. */
function leadOf(text: string): { readonly lang: string; readonly end: number; readonly each: boolean } | null {
  const folded = fold(text.slice(0, 60));
  let best: { lang: string; end: number; each: boolean } | null = null;
  for (const [lang, { foreach = '' }] of Object.entries(LEXICON)) {
    for (const phrase of foreach.split('|')) {
      if (phrase === '' || !folded.text.startsWith(phrase) || /[\p{L}\p{N}]/u.test(folded.text.charAt(phrase.length))) continue;
      if (phrase.length > (best?.end ?? 0)) best = { lang, end: phrase.length, each: phrase.includes(' ') };
    }
  }
  return best === null ? null : { ...best, end: folded.at[best.end] ?? best.end };
}

const COLON = /[:：](?=\s|$)|：/g;

function fromLead(request: string): ForEach | null {
  const text = request.trimStart();
  const lead = leadOf(text);
  if (lead === null) return null;
  const colons = [...mask(text.slice(0, MAX_LIST_CHARS)).matchAll(COLON)].map((match) => match.index).filter((at) => at >= lead.end);
  const [first = -1, second = -1] = colons;
  if (first === -1) return null;
  // "for each of these cities: A, B and C: …" has its names behind the first colon.
  const many = pointsAtMany(text.slice(lead.end, first), lead.lang);
  const [from, to] = many ? [first + 1, second] : [lead.end, first];
  if (to === -1) return null;
  const list = parseList(text.slice(from, to));
  const task = text.slice(to + 1).trim();
  // "for" alone leads to many things; a list it is where several names stand before the colon.
  if (!isNames(list) || task === '' || (!lead.each && list.argued)) return null;
  const { open, argued } = list;
  return {
    items: list.items.map(toItem),
    template: (ABOUT[lead.lang] ?? '{item}: ') + task,
    open,
    argued,
    plain: isPlain(readOrder(task)),
  };
}

/** "for each of these cities": the names stand elsewhere. */
function pointsAtMany(named: string, lang: string): boolean {
  const [first = ''] = fold(named).text.trim().split(/[\s,]/);
  if (first === '') return true;
  return ['these', 'this'].some((role) => (LEXICON[lang]?.[role as 'these' | 'this'] ?? '').split('|').includes(first));
}

/** A list in lines of its own, and words before or behind it that are about each of it. */
function fromBlock(request: string): ForEach | null {
  const block = findLines(request);
  if (block === null) return null;
  const words = `${request.slice(0, block.start)} ${request.slice(block.end)}`.replace(/\s+/g, ' ').trim();
  if (words === '' || !pointsAtEach(words)) return null;
  return { items: block.items, template: toTemplate(trimEndBy(words, /[\s:：]/)), open: false, argued: false, plain: false };
}

interface Lines {
  readonly start: number;
  readonly end: number;
  readonly items: readonly ListItem[];
}

/** A list in lines of its own, or an array at the end; null where there is none. */
export function findLines(request: string): Lines | null {
  const bracket = request.trimEnd().endsWith(']') ? request.indexOf('[') : -1;
  const listed = bracket === -1 ? null : readJsonList(request.slice(bracket));
  if (listed !== null) return { start: bracket, end: request.length, items: listed };
  const fence = findFence(request);
  const fenced = fence === null ? [] : parseList(fence.body).items;
  if (fence !== null && fenced.length > 1) return { start: fence.start, end: fence.end, items: fenced.map(toItem) };
  const table = findMarkdownTable(request);
  if (table !== null) return { start: table.start, end: table.end, items: tableItems(table) };
  const block = findBlock(request);
  return block === null ? null : { start: block.start, end: block.end, items: block.items.map(toItem) };
}

/** "write a haiku about each of these: cats, dogs", "write a slogan for each of A, B and C". */
function fromEnd(request: string): ForEach | null {
  if (request.length > MAX_LIST_CHARS) return null;
  const masked = mask(request);
  const colon = /[:：](?=\s)/.exec(masked)?.index ?? -1;
  const named = fromNames(request, masked, colon);
  if (named !== null) return named;
  if (colon !== -1) {
    const words = request.slice(0, colon);
    const list = parseList(request.slice(colon + 1));
    // "for each of these cities: A, B and C, write …": the task stands among the names.
    const isList = list.form !== 'lines' && isNames(list) && leadOf(words) === null && !list.items.some((item) => /[:：]\s/.test(item));
    if (isList && pointsAtEach(words))
      return { items: list.items.map(toItem), template: toTemplate(words), open: list.open, argued: list.argued, plain: false };
  }
  return null;
}

/** Longest remark behind the names. In UTF-16 code units. */
const MAX_REMARK_CHARS = 500;

/**
 * "write a slogan for each of A, B and C: short and funny". Where such a list ends nobody can tell by its form: "…
 * for each of A and B in French".
 */
function fromNames(request: string, masked: string, colon: number): ForEach | null {
  const lead = / for each(?: one)? of /i.exec(masked);
  if (lead === null || (colon !== -1 && colon < lead.index)) return null;
  const end = colon === -1 ? request.length : colon;
  const list = parseList(request.slice(lead.index + lead[0].length, end));
  const remark = request.slice(end);
  if (!isNames(list) || remark.length > MAX_REMARK_CHARS) return null;
  return {
    items: list.items.map(toItem),
    template: `${request.slice(0, lead.index)} for {item}${remark}`,
    open: list.open,
    argued: true,
    plain: false,
  };
}

const pointsAtEach = (words: string): boolean => {
  const { each } = readOrder(words);
  return each || leadOf(words)?.each === true;
};

/**
 * The words with `{item}` where they point at the list, and at nothing closer: not "each of these cities". Else with
 * a line that says which thing is meant.
 */
function toTemplate(words: string): string {
  const { references, lang } = readOrder(words);
  const [only] = references.filter(({ start, end }) => /each|every|these|following/i.test(words.slice(start, end)));
  if (lang !== 'en' || only === undefined || !/^\s*(?:$|[,.;:!?(]|(?:in|into|to|as|for|with|and)\s)/i.test(words.slice(only.end)))
    return toAlone(words, lang, '\n\n');
  return `${words.slice(0, only.start)}{item}${words.slice(only.end)}`;
}
