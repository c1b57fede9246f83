import { applyEdits, type Edit, enumerate, type Finder, type Part, PLAIN_CUT } from '../cut.ts';
import { dropRepeats } from '../drop-repeats.ts';
import type { Work } from '../plan.ts';
import { tooManyLanes, toQuestion } from '../question.ts';
import { findItemList } from '../read/item-list.ts';
import { findLanguageList } from '../read/language-list.ts';
import { languageNames } from '../read/language-names.ts';
import type { ItemList } from '../read/listed.ts';
import { capitalize, singular } from '../read/noun.ts';
import { findReferences, isMaterialNoun, type Reference } from '../read/reference.ts';
import { materialOf, type Step } from '../step.ts';
import { toTitles } from '../title.ts';

/** Longest item that stands inside its sentence; a longer one follows it. In UTF-16 code units. */
const MAX_INLINE_CHARS = 80;
/** Items longer than this on average are a call's worth of work each. */
const LONG_CHARS = 600;

/** Whether an item reads well inside the sentence; "summarize" or "translate" before several words would not. */
function fitsInline(item: string, work: Work): boolean {
  if (item.length > MAX_INLINE_CHARS || item.includes('\n')) return false;
  const words = item.split(/\s+/).length;
  return work === 'summarize' || work === 'translate' ? words === 1 : words < 3 || !/[.!?。！？](?:\s|$)/.test(item);
}

function toPart(item: string, detail: string, title: string, list: ItemList, work: Work): Part {
  const inline = fitsInline(item, work);
  const name = { start: list.name.start, end: list.name.end, text: inline ? item : 'the passage below' };
  return { title, edits: [name, ...list.drop], passage: detail !== '' ? detail : inline ? '' : item, aside: '', sources: null };
}

/** What the words say of the list and is not so. */
function toNotes(list: ItemList): readonly string[] {
  const { items, open, count } = list;
  const counted =
    count === null || count === items.length ? [] : [`${count} were announced and ${items.length} listed: the listed ones were taken.`];
  return open ? [...counted, 'The list ends in “etc.”: only what it names was taken.'] : counted;
}

/** The words for all items at once, where they stand in the sentence. */
function toJoined(parts: readonly Part[], kept: readonly string[], list: ItemList): readonly Edit[] | null {
  if (parts.some((part) => part.passage !== '')) return null;
  return [{ start: list.name.start, end: list.name.end, text: enumerate(kept) }, ...list.drop];
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

/** Where the languages stand that the items are to be put into; they are none of the items. Null where there are none. */
function languagesOf(step: Step): { readonly start: number; readonly end: number } | null {
  if (!/\b(?:into|to|in)\b/i.test(step.masked)) return null;
  const languages = findLanguageList(step.masked, step.words, languageNames());
  const counts = languages !== null && (step.work === 'translate' || languages.entries.length > 1);
  return counts ? { start: languages.anchor, end: languages.end } : null;
}

/** Labels and fields are what is wanted of each thing, and not the things. */
function isAnswer({ shape }: Step, { name, drop }: ItemList): boolean {
  return shape.output.kind !== 'text' && [name, ...drop].some(({ start, end }) => start < shape.end && shape.start < end);
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
export const findItems: Finder = async (step, { maxLanes }) => {
  const languages = languagesOf(step);
  const answerEnd = step.sources.length === 0 ? Math.max(step.shape.end, languages?.end ?? 0) : step.shape.end;
  const listed = findItemList(step.words, countsItems(step), languages?.start ?? step.words.length, answerEnd);
  const list = listed !== null && isAnswer(step, listed) ? null : listed;
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
  const keys = list.items.map((item, index) => (list.details[index] === undefined ? item : `${item}\n${list.details[index]}`));
  const { indices, notes } = dropRepeats(keys, (key) => (list.details.length > 0 ? (key.split('\n')[0] ?? '') : key));
  const kept = indices.map((index) => list.items[index] ?? '');
  if (kept.length > maxLanes) return tooManyLanes(kept.length, maxLanes);
  const titles = toTitles(kept);
  const parts = kept.map((item, index) => toPart(item, list.details[indices[index] ?? -1] ?? '', titles[index] ?? item, list, step.work));
  const chars = parts.reduce((sum, part) => sum + part.passage.length, 0);
  return {
    ...PLAIN_CUT,
    one: 'item',
    many: 'items',
    rowName: isMaterialNoun(list.noun) ? 'Item' : capitalize(singular(list.noun)) || 'Item',
    parts,
    notes: [...toNotes(list), ...notes],
    holdsMaterial: true,
    joined: toJoined(parts, kept, list),
    long: chars > LONG_CHARS * parts.length,
  };
};
