/**
 * N items asked for, N counted by code: a lane that gave fewer is asked for the rest, at most twice; then it says how
 * many there are. Nothing is invented and nothing repeated to fill up.
 */

import { findSame } from '../merge/same.ts';
import type { LanePlan, Output } from '../plan/plan.ts';
import type { Material } from '../ports/model.ts';
import { type Item, readItems, toItemText } from './output/items.ts';
import { toOutputRule } from './output.ts';

const MAX_TOP_UPS = 2;

/** How many items are missing; 0 where no number was asked for. `text` has passed `checkOutput`. */
export function toShortfall(output: Output, text: string): number {
  if (output.kind !== 'items' || output.count === null) return 0;
  return Math.max(0, output.count - toDistinct(readItems(text)).length);
}

/**
 * Whether a lane that was topped up so often is to be asked once more. Whoever asks stops also when a call gave
 * nothing new.
 */
export const isTopUpDue = (output: Output, text: string, topUps: number): boolean => topUps < MAX_TOP_UPS && toShortfall(output, text) > 0;

/**
 * What the next call of a lane asks, with its rule about the form; `prompt` is the lane's own, without one. What was
 * given goes with it as `toGivenMaterial`.
 */
export function toTopUpInstruction(prompt: string, { output, sources }: Pick<LanePlan, 'output' | 'sources'>, text: string): string {
  const missing = toShortfall(output, text);
  const rule = toOutputRule(output.kind === 'items' ? { ...output, count: missing } : output, sources.length > 0);
  const given = readItems(text).length;
  const so = `The material ${GIVEN} holds what was given already: ${given} ${given === 1 ? 'item' : 'items'}. Give ${missing} more, each different from all of those; an empty list where there are no more.`;
  return [prompt, so, rule].join('\n\n');
}

const GIVEN = 'G1';

/** The items so far, for a model to tell others from them. They came from a model: data, to be fenced. */
export const toGivenMaterial = (text: string): Material => ({
  id: GIVEN,
  title: 'Items that were given already',
  text: readItems(text)
    .map((item, index) => `${index + 1}. ${toItemText(item).replace(/\s+/g, ' ')}`)
    .join('\n'),
  picture: null,
});

/**
 * Both lists as one, canonical: repeats left out, and what is beyond the number that was asked for. Also for one list
 * alone.
 */
export function joinItems(output: Output, text: string, more = '[]'): string {
  if (output.kind !== 'items') return text;
  const items = [...readItems(text), ...readItems(more)];
  return JSON.stringify(output.count === null ? items : toDistinct(items).slice(0, output.count));
}

/** `42 of 50`; null where as many as were asked for are there, or no number was. */
export function toCountNote(output: Output, text: string): string | null {
  if (output.kind !== 'items' || output.count === null) return null;
  const missing = toShortfall(output, text);
  return missing === 0 ? null : `${output.count - missing} of ${output.count}`;
}

/** The first of each that are the same. */
function toDistinct(items: readonly Item[]): Item[] {
  const { union } = findSame(items.map(toItemText));
  return items.filter((_, index) => union.root(index) === index);
}
