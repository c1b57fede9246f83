import { COUNT, parseCount } from './count.ts';
import type { Reference } from './reference.ts';

const SOME = new RegExp(`\\b(?:the\\s+|these\\s+|those\\s+)?(first|top|last)\\s+(${COUNT})\\s+([\\p{L}-]+)(?![\\p{L}-])`, 'iu');

/** "the first 2 rows", "the last ten files": so many of what there is. */
export interface SomeOf {
  readonly from: 'first' | 'last';
  /** At least 1. */
  readonly count: number;
  /** As written. */
  readonly noun: string;
  /** Where the reference begins that it is said of, and where it ends itself, in the words. */
  readonly start: number;
  readonly end: number;
}

/** What of all that a reference points at is wanted; null where it is all of it, or something that `means` says is something else. */
export function findSomeOf(masked: string, reference: Pick<Reference, 'start' | 'end'>, means: (noun: string) => boolean): SomeOf | null {
  const match = SOME.exec(masked.slice(reference.start));
  const [told = '', from = '', count = '', noun = ''] = match ?? [];
  // Between "each of" and it there is nothing; further on the words say something else.
  if (match === null || reference.start + match.index > reference.end || !means(noun) || parseCount(count) < 1) return null;
  const end = reference.start + match.index + told.length;
  return { from: from.toLowerCase() === 'last' ? 'last' : 'first', count: parseCount(count), noun, start: reference.start, end };
}

/** Those that are wanted, in their order; all where there are no more than that. */
export function takeSomeOf<Item>(all: readonly Item[], { from, count }: SomeOf): readonly Item[] {
  return from === 'first' ? all.slice(0, count) : all.slice(-count);
}

/** What people should know of it; empty where none was left out. `many`: "rows". */
export const toSomeNotes = ({ from, count }: SomeOf, all: number, many: string): readonly string[] =>
  count < all ? [`The ${from} ${count} of ${all} ${many}, as asked.`] : [];
