import { type ItemList, told } from './listed.ts';
import { RANGE, toRange } from './range.ts';
import type { Reference } from './reference.ts';

const RANGE_AT = new RegExp(`\\s*${RANGE}(?![\\p{L}\\p{N}])`, 'iuy');
const LEADING_RANGE = new RegExp(`^\\s*for\\s+(?:all\\s+(?:of\\s+)?)?${RANGE}(?=\\s*[:,])`, 'iu');

/** "for each of the years 2019 to 2024", "every chapter 1-5". */
export function fromRange(masked: string, reference: Reference): ItemList | null {
  if (reference.kind !== 'each' || reference.noun === '') return null;
  RANGE_AT.lastIndex = reference.end;
  const match = RANGE_AT.exec(masked);
  const items = match === null ? null : toRange(match[1] ?? reference.noun, match[2] ?? '', match[3] ?? '');
  if (match === null || items === null || items.length < 2) return null;
  return { ...told({ items, open: false }, reference), name: { start: reference.start, end: reference.end + match[0].length }, drop: [] };
}

/** "For the years 2019 to 2024: …". */
export function fromLeadingRange(masked: string): ItemList | null {
  const match = LEADING_RANGE.exec(masked);
  const noun = match?.[1] ?? '';
  const items = noun.endsWith('s') && match !== null ? toRange(noun, match[2] ?? '', match[3] ?? '') : null;
  if (match === null || items === null || items.length < 2) return null;
  const start = match[0].search(/for\s/i) + 'for '.length;
  return { ...told({ items, open: false }, { noun: noun.toLowerCase(), count: null }), name: { start, end: match[0].length }, drop: [] };
}
