import { dropRepeats } from '../drop-repeats.ts';
import type { FormList } from '../form/read-form.ts';
import type { PlanDeps, Question } from '../plan.ts';
import { tooManyLanes } from '../question.ts';
import { shorten } from '../title.ts';
import type { Over, Piece } from './over.ts';

/** Longest item that stands inside its sentence; a longer one follows it. In UTF-16 code units. */
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
  const pieces = kept.map(({ title, text }): Piece => {
    const fits = inline && text === title && text.length <= MAX_INLINE_CHARS && !text.includes('\n');
    return { title: shorten(title) || 'item', item: fits ? text : 'the passage below', sources: [], passage: fits ? '' : text, aside: '' };
  });
  const named = kept.slice(0, MOST_NAMED).map((item) => shorten(item.title, 40));
  const notes = argued ? [`Taken as the items: ${named.join(' · ')}${kept.length > MOST_NAMED ? ' · …' : ''}.`] : [];
  const account = [...repeats, ...(open ? ['The list ends in “etc.”: only what it names was taken.'] : [])];
  const chars = pieces.reduce((sum, piece) => sum + piece.passage.length, 0);
  return { one: 'item', many: 'items', pieces, rowName: 'Item', notes, account, parted: [], long: chars > LONG_CHARS * pieces.length };
}
