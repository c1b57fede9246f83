import { dropRepeats } from '../drop-repeats.ts';
import type { FormList } from '../form/read-form.ts';
import type { CutText, PlanDeps, Question } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { shorten } from '../title.ts';
import type { Over, Piece } from './over.ts';

/** Longest item that stands inside its sentence; a longer one is material. In UTF-16 code units. */
const MAX_INLINE_CHARS = 120;
/** Items longer than this on average are a call's worth of work each. */
const LONG_CHARS = 600;
/** Items that are named where it can be argued what they are. */
const MOST_NAMED = 8;

/** One piece for each thing of a list that a person wrote out. `inline`: an item may stand in the sentence. */
export function overList({ items, open, argued }: FormList, inline: boolean, { maxLanes }: Pick<PlanDeps, 'maxLanes'>): Over | Question {
  const { indices, notes: repeats } = dropRepeats(
    items.map((item) => item.text),
    (text) => items.find((item) => item.text === text)?.title ?? text,
  );
  if (indices.length > maxLanes) return tooManyLanes(indices.length, maxLanes);
  const kept = indices.flatMap((index) => items[index] ?? []);
  const texts: CutText[] = [];
  const pieces = kept.map((item, index): Piece => {
    const { text } = item;
    const title = shorten(item.title) || 'item';
    if (inline && text === item.title && text.length <= MAX_INLINE_CHARS && !text.includes('\n'))
      return { title, item: text, isNamed: true, sources: [], aside: null };
    const id = `T1.${index + 1}`;
    texts.push({ id, title, text, ...(item.row !== undefined && { row: item.row }) });
    return { title, item: 'the material', isNamed: false, sources: [id], aside: null };
  });
  const named = kept.slice(0, MOST_NAMED).map((item) => shorten(item.title, 40));
  const notes = argued ? [`Taken as the items: ${named.join(' · ')}${kept.length > MOST_NAMED ? ' · …' : ''}`] : [];
  const account = [...repeats, ...(open ? ['The list ends in “etc.”: only what it names was taken.'] : [])];
  const chars = texts.reduce((sum, text) => sum + text.text.length, 0);
  const long = chars > LONG_CHARS * pieces.length;
  return { one: 'item', many: 'items', pieces, texts, rowName: 'Item', notes, account, parted: [], long };
}
