import type { Edit } from '../cut.ts';
import type { List } from './list.ts';
import type { Reference } from './reference.ts';

/** A list that a step is about, and what the words say of it. */
export interface ItemList {
  readonly items: readonly string[];
  /** Of a table: what else stands in the row of each item; else empty. */
  readonly details: readonly string[];
  /** True where it ended in "etc.". */
  readonly open: boolean;
  /** What the items are called, in lower case, and how many are said to be there; empty and null where nothing says it. */
  readonly noun: string;
  readonly count: number | null;
  /** Where the words name "each of …": [start, end), to be replaced by one item. */
  readonly name: { readonly start: number; readonly end: number };
  /** What else makes way: the list itself where it stands apart, a lead-in to it. */
  readonly drop: readonly Edit[];
}

const NAMELESS = { noun: '', count: null } as const;

/** What the list says of itself, and the reference to it says of the list. */
export function told(
  { items, open }: Pick<List, 'items' | 'open'>,
  { noun, count }: Pick<Reference, 'noun' | 'count'> = NAMELESS,
): Omit<ItemList, 'name' | 'drop'> {
  return { items, open, noun, count, details: [] };
}
