import { type Output, TEXT } from './plan.ts';
import { findFields } from './read/fields.ts';
import { findLabels } from './read/labels.ts';

/** What each lane of a step is to answer with, told by its words. */
export interface Shape {
  readonly output: Output;
  /** One value only, not called a column: a value where the lanes are rows of a table, else a text. */
  readonly weak: boolean;
  /** Where labels or fields stand in the words, so that nobody takes them for a list of things: [start, end). */
  readonly start: number;
  readonly end: number;
}

const PLAIN: Shape = { output: TEXT, weak: false, start: 0, end: 0 };

/** `hasMany`: the material is several sources or a table. */
export function toShape(words: string, masked: string, hasMany: boolean): Shape {
  const labels = findLabels(words, masked);
  if (labels !== null) return { output: { kind: 'label', labels: labels.items }, weak: false, start: labels.start, end: labels.end };
  const fields = findFields(words, masked, hasMany);
  if (fields === null) return PLAIN;
  const { items, columns, start, end } = fields;
  return { output: { kind: 'fields', fields: items }, weak: items.length === 1 && !columns, start, end };
}
