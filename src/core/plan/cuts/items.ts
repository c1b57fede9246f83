import { applyEdits, type Finder, type Part } from '../cut.ts';
import type { Work } from '../plan.ts';
import { toQuestion } from '../question.ts';
import { findItemList, type ItemList } from '../read/item-list.ts';
import { findLanguageList } from '../read/language-list.ts';
import { createLanguageNames } from '../read/language-names.ts';
import { findReferences, isMaterialNoun, type Reference } from '../read/reference.ts';
import { materialOf, type Step } from '../step.ts';
import { shorten, toTitles } from '../title.ts';

/** Longest item that stands inside its sentence; a longer one follows it. In UTF-16 code units. */
const MAX_INLINE_CHARS = 80;
const MAX_NAMED_CHARS = 40;

const key = (item: string): string => item.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function dropRepeats(items: readonly string[]): { readonly kept: readonly string[]; readonly notes: readonly string[] } {
  const kept = new Map<string, string>();
  const repeats = new Map<string, number>();
  for (const item of items) {
    if (kept.has(key(item))) repeats.set(key(item), (repeats.get(key(item)) ?? 0) + 1);
    else kept.set(key(item), item);
  }
  const notes = [...repeats].map(([repeat, times]) => {
    const title = shorten(kept.get(repeat) ?? repeat, MAX_NAMED_CHARS);
    return times === 1 ? `Dropped a repeat: ${title}.` : `Dropped ${times} repeats: ${title}.`;
  });
  return { kept: [...kept.values()], notes };
}

/** Whether an item reads well inside the sentence; "summarize" or "translate" before several words would not. */
function fitsInline(item: string, work: Work): boolean {
  if (item.length > MAX_INLINE_CHARS || item.includes('\n')) return false;
  const words = item.split(/\s+/).length;
  return work === 'summarize' || work === 'translate' ? words === 1 : words < 3 || !/[.!?。！？](?:\s|$)/.test(item);
}

function toPart(item: string, title: string, list: ItemList, work: Work): Part {
  const inline = fitsInline(item, work);
  const name = { start: list.name.start, end: list.name.end, text: inline ? item : 'the passage below' };
  return { title, edits: [name, ...list.drop], passage: inline ? '' : item, sources: null };
}

/** Whether anything is left to do once the list and "for each of" are taken away. */
function hasTask(list: ItemList, words: string): boolean {
  const gone = [...list.drop, list.name];
  const left = applyEdits(
    words,
    gone.map((edit) => ({ ...edit, text: ' ' })),
  );
  return /[\p{L}\p{N}]/u.test(left.replace(/\b(?:for|about|on|with|in|and)\b/gi, ''));
}

/** With several sources "each of these" means them, unless a list is plainly announced. */
function countsItems(step: Step): (reference: Reference) => boolean {
  if (step.sources.length < 2) return () => true;
  return ({ start, end, of, pointed, noun }) =>
    /following/i.test(step.masked.slice(start, end)) || (of && !pointed) || (noun !== '' && !isMaterialNoun(noun));
}

/** Where the languages begin that the items are to be put into; they are none of the items. */
function languagesAt(step: Step): number {
  if (!/\b(?:into|to|in)\b/i.test(step.masked)) return step.words.length;
  const languages = findLanguageList(step.masked, step.words, createLanguageNames());
  return languages !== null && (step.work === 'translate' || languages.entries.length > 1) ? languages.anchor : step.words.length;
}

/** "for each of:" with nothing behind it. */
function isEmptyList(step: Step): boolean {
  if (materialOf(step).length > 0) return false;
  return findReferences(step.masked).some(({ kind, start, end, of, pointed }) => {
    const led = /^\s*for\s+$/i.test(step.masked.slice(0, start));
    const rest = step.masked.slice(end);
    const bare = of && !pointed && !/^\s*[\p{L}\p{N}\uFFFC]/u.test(rest);
    const announced = bare || /(?:these|those|following)/i.test(step.masked.slice(start, end));
    return kind === 'each' && announced && (led || /^\s*[:：]/.test(rest));
  });
}

/** Items of a list the person wrote out: "for each of A, B and C: …", bullets, numbers, lines. */
export const findItems: Finder = async (step) => {
  const list = findItemList(step.words, countsItems(step), languagesAt(step));
  if (list === null) {
    if (!isEmptyList(step)) return null;
    return toQuestion(
      'items_missing',
      'For each of which? List them after a colon, like “for each of Paris, Rome and Oslo: write a slogan”.',
    );
  }
  if (!hasTask(list, step.words)) {
    return toQuestion(
      'task_missing',
      'What should be done for each of them? Say it like “for each of Paris, Rome and Oslo: write a slogan”.',
    );
  }
  const { kept, notes } = dropRepeats(list.items);
  const titles = toTitles(kept);
  const parts = kept.map((item, index) => toPart(item, titles[index] ?? item, list, step.work));
  return { one: 'item', many: 'items', parts, notes, holdsMaterial: true };
};
