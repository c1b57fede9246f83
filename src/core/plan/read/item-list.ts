import type { Edit } from '../cut.ts';
import { JOINT_PLURALS } from '../data/nouns.ts';
import { DISTRIBUTING, IMPERATIVES } from '../data/verbs.ts';
import { fromLeadingRange, fromRange } from './item-range.ts';
import { findLaidOut } from './laid-out.ts';
import { parseList } from './list.ts';
import { type ItemList, told } from './listed.ts';
import { MASKED, mask } from './mask.ts';
import { oneOf } from './pattern.ts';
import { findReferences, type Reference } from './reference.ts';

const VERB = `${oneOf(IMPERATIVES)}(?![\\p{L}-])`;
const STARTS_WITH_VERB = new RegExp(`^\\s*(?:please\\s+)?${VERB}`, 'iu');
/** What comes after these is asked of each thing, and is not the things: "for each city, list: …". */
const ENUMERATES =
  /\b(?:list|include|including|give|tell|answer|provide|state|return|note|say|add|cover|report|mention|output|following)\s*[:：]?\s*$/i;
/** Where a list in running text gives way to the task. */
const TASK = new RegExp(`[.!?]\\s+(?=${VERB})|\\n\\s*(?=(?:please\\s+)?${VERB})`, 'giu');
const LIST_END = new RegExp(`[:：](?=\\s|$)|：|,\\s*(?=(?:please\\s+)?${VERB})|[.!?](?=\\s|$)|\\n`, 'iu');
const VERB_INSIDE = new RegExp(`\\s(?=${VERB}\\s)`, 'iu');
const COLON = /[:：](?=\s|$)|：/;
const TAKES_NAME = new RegExp(`(?:^|${VERB}|\\b(?:for|of|on|about|from|in|to|with|give|per))\\s+$`, 'iu');
const POSSESSED = /^\s*(?:the|my|our|your|their|its|his|her)\s/i;
const TRAILING = /[\s,](?:each|respectively)\s*[.!]?\s*$/i;
const PREPOSITION = /\b(?:for|about|on|of|to|from|with|in)\s+/gi;
const LEAD_IN = /^\s*(?:here|these|those|the|my|our|your|given|consider|take|list|items?|there)\b/i;

/** A text that says "each" more often is material, not an instruction. */
const MAX_REFERENCES = 20;

const several = (items: readonly string[]): boolean => items.length > 1;
const span = (start: number, end: number, text = ''): Edit => ({ start, end, text });

/** A list in lines, with what counts it before or after ("For each of these, write a haiku:\n- …"). */
function fromBlock(words: string, masked: string): ItemList | null {
  const block = findLaidOut(words);
  if (block === null) return null;
  const outer = masked.slice(0, block.start) + MASKED.repeat(block.end - block.start) + masked.slice(block.end);
  const reference = findReferences(outer).find((found) => {
    const between = outer.slice(found.end, Math.max(found.end, block.start));
    if (between.trim() !== '' && ENUMERATES.test(between)) return false;
    return isCounting(found, outer);
  });
  if (reference === undefined) return null;
  const start = block.start - (/[\s:：]{0,12}$/.exec(outer.slice(0, block.start))?.[0].length ?? 0);
  const end = block.end + (/^\s*/.exec(words.slice(block.end, block.end + 20))?.[0].length ?? 0);
  const after = reference.start >= block.end;
  const led = after && LEAD_IN.test(outer) ? 0 : start;
  const named = /^\s*(?:for|in|with|about)\s+$/i.test(outer.slice(0, reference.start)) && reference.end >= start;
  const join = led === 0 || end >= words.length ? '' : named ? ': ' : '. ';
  const items = block.items(reference.noun);
  return { ...told({ items, open: block.open }, reference), details: block.details, name: reference, drop: [span(led, end, join)] };
}

/** Whether a reference counts the items of a list: "each" where a name could stand, or a verb done to each of "these vendors". */
function isCounting(reference: Reference, masked: string): boolean {
  const before = masked.slice(Math.max(0, reference.start - 40), reference.start);
  if (reference.kind === 'each') return reference.of || reference.pointed || TAKES_NAME.test(before);
  const plural = reference.noun === '' || (reference.noun.endsWith('s') && !JOINT_PLURALS.includes(reference.noun));
  return reference.pointed && plural && new RegExp(`^(?:${oneOf(DISTRIBUTING)})\\s+$`, 'iu').test(masked.slice(0, reference.start));
}

/** "each of A, B and C: …", "each of A, B and C, write …", "… about each of A, B and C". */
function fromOf(words: string, masked: string, reference: Reference, limit: number): ItemList | null {
  if (!reference.of || reference.pointed) return null;
  const rest = masked.slice(reference.end, limit > reference.end ? limit : undefined);
  let length = LIST_END.exec(rest)?.index ?? rest.length;
  if (/^\s*for\s+$/i.test(masked.slice(0, reference.start)) && masked.charAt(reference.end + length) !== ':') {
    const last = Math.max(
      rest.lastIndexOf(',', length),
      rest.toLowerCase().lastIndexOf(' and ', length),
      rest.toLowerCase().lastIndexOf(' or ', length),
    );
    const inside = last === -1 ? null : VERB_INSIDE.exec(rest.slice(last + 4, length));
    length = inside === null ? length : last + 4 + inside.index;
  }
  const list = parseList(words.slice(reference.end, reference.end + length));
  const { items } = list;
  const pair = items.length === 2 && POSSESSED.test(rest);
  return several(items) && !pair
    ? { ...told(list), name: { start: reference.start, end: reference.end + rest.slice(0, length).trimEnd().length }, drop: [] }
    : null;
}

/** A list behind a colon or a line break after the reference, at once or after the task. */
function fromColon(words: string, masked: string, reference: Reference, answerEnd: number): ItemList | null {
  const rest = masked.slice(reference.end);
  const at = /^\s*\n/.test(rest) ? 0 : (COLON.exec(rest)?.index ?? -1);
  const direct = at !== -1 && rest.slice(0, at).trim() === '';
  // "classify each as good or bad: …": what is wanted of each stands before the colon.
  const answered = answerEnd > reference.end && reference.end + at >= answerEnd;
  if (at === -1 || (!direct && !(reference.of || reference.pointed || answered)) || (!direct && ENUMERATES.test(rest.slice(0, at))))
    return null;
  const from = reference.end + at + (rest.charAt(at) === '\n' || (at === 0 && !COLON.test(rest.charAt(0))) ? 0 : 1);
  const region = masked.slice(from);
  if (STARTS_WITH_VERB.test(region)) return null;
  const task = [...region.matchAll(TASK)].at(-1);
  const length = task?.index ?? region.length;
  const list = parseList(words.slice(from, from + length));
  if (!several(list.items)) return null;
  const colon = reference.end + at;
  if (task === undefined) return { ...told(list, reference), name: reference, drop: [span(colon, words.length)] };
  const named = direct && /^\s*(?:for|in|with|about)\s+$/i.test(masked.slice(0, reference.start));
  return { ...told(list, reference), name: reference, drop: [span(colon, from + length + task[0].length, named ? ': ' : '. ')] };
}

/** A list that comes first: "Paris, Rome, Oslo: write a haiku for each", "Here are three cities: …. Write a haiku for each." */
function fromBefore(words: string, masked: string, reference: Reference): ItemList | null {
  const before = masked.slice(0, reference.start);
  if (STARTS_WITH_VERB.test(before)) return null;
  const task = [...before.matchAll(TASK)].at(-1);
  const colon = COLON.exec(before)?.index ?? -1;
  const end = task?.index ?? colon;
  if (end <= 0) return null;
  const led = colon !== -1 && colon < end ? colon + 1 : 0;
  const list = parseList(words.slice(led, end));
  const { form, items } = list;
  if (!several(items) || (led === 0 && form === 'commas' && items.length < 3 && task !== undefined)) return null;
  return { ...told(list, reference), name: reference, drop: [span(0, task === undefined ? colon + 1 : end + task[0].length)] };
}

/** "write one haiku each about cats, dogs and birds". */
function fromEachAbout(words: string, masked: string, reference: Reference): ItemList | null {
  if (reference.kind !== 'each' || reference.of || reference.pointed || reference.noun !== '') return null;
  const rest = masked.slice(reference.end);
  const lead = /^\s+(?:about|for|on|of|to)\s+/i.exec(rest)?.[0].length ?? 0;
  if (lead === 0) return null;
  const end = LIST_END.exec(rest)?.index ?? rest.length;
  const list = parseList(words.slice(reference.end + lead, reference.end + end));
  const name = { start: reference.end + lead, end: reference.end + end };
  return several(list.items) ? { ...told(list), name, drop: [span(reference.start, reference.end + 1)] } : null;
}

/** "write a slogan for Paris, Rome and Oslo each", "… respectively". */
function fromTrailing(words: string, masked: string): ItemList | null {
  const tail = TRAILING.exec(masked.slice(-40))?.[0].length ?? 0;
  if (tail === 0) return null;
  const end = masked.length - tail;
  const first = /,|;|\s(?:and|or|&)\s/i.exec(masked.slice(0, end))?.index ?? -1;
  const preposition = first === -1 ? undefined : [...masked.slice(0, first).matchAll(PREPOSITION)].at(-1);
  if (preposition === undefined) return null;
  const start = preposition.index + preposition[0].length;
  const list = parseList(words.slice(start, end));
  return several(list.items) ? { ...told(list), name: { start, end: masked.length }, drop: [] } : null;
}

/**
 * The list a step is about with the place that names "each" of it; null where the step has none. `counts` leaves out references that mean
 * something else; from `limit` on the words speak of something else; up to
 * `answerEnd` they say what is wanted of each.
 */
export function findItemList(words: string, counts: (reference: Reference) => boolean, limit: number, answerEnd = 0): ItemList | null {
  const masked = mask(words);
  const block = fromBlock(words, masked);
  if (block !== null) {
    const reference = findReferences(masked).find((found) => found.start === block.name.start);
    return reference !== undefined && counts(reference) ? block : null;
  }
  for (const reference of findReferences(masked).slice(0, MAX_REFERENCES)) {
    if (!counts(reference)) continue;
    const about = fromEachAbout(words, masked, reference);
    if (about !== null) return about;
    if (!isCounting(reference, masked)) continue;
    const found =
      fromRange(masked, reference) ??
      fromOf(words, masked, reference, limit) ??
      fromColon(words, masked, reference, answerEnd) ??
      (reference.kind === 'each' ? fromBefore(words, masked, reference) : null);
    if (found !== null) return found;
  }
  return fromLeadingRange(masked) ?? fromTrailing(words, masked);
}
