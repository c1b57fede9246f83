import { shorten } from './title.ts';

const MAX_NAMED_CHARS = 40;

const key = (item: string): string => item.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

export interface WithoutRepeats {
  readonly kept: readonly string[];
  /** Where in what was given each kept one stands. */
  readonly indices: readonly number[];
  readonly notes: readonly string[];
}

/** The first of each that is equal but for case and spacing, with a note on each of the others. */
export function dropRepeats(items: readonly string[], toName: (item: string) => string = (item) => item): WithoutRepeats {
  const first = new Map<string, number>();
  const repeats = new Map<string, number>();
  items.forEach((item, index) => {
    const same = key(item);
    if (first.has(same)) repeats.set(same, (repeats.get(same) ?? 0) + 1);
    else first.set(same, index);
  });
  const notes = [...repeats].map(([repeat, times]) => {
    const title = shorten(toName(items[first.get(repeat) ?? 0] ?? ''), MAX_NAMED_CHARS);
    return times === 1 ? `Dropped a repeat: ${title}.` : `Dropped ${times} repeats: ${title}.`;
  });
  const indices = [...first.values()];
  return { kept: indices.map((index) => items[index] ?? ''), indices, notes };
}
