import { NEAR, toKey, toLikeness } from './near.ts';
import type { Section } from './section.ts';

/** One thing that lanes found, with all who found it. */
export interface Found {
  /** The first of its longest wordings, punctuation not counted: what says most. */
  readonly text: string;
  /** Titles of its lanes, in the order asked, each once. */
  readonly from: readonly string[];
}

/**
 * What lanes found, each thing once, in the order it first came: list items, or lines where there is no list. Items are the same when they are equal after normalising, or nearly so. An item with nothing to
 * compare (only punctuation, say) is never the same as another.
 */
export function dedupe(sections: readonly Section[]): Found[] {
  const found: { key: string; text: string; from: string[] }[] = [];
  const byKey = new Map<string, (typeof found)[number]>();
  for (const section of sections) {
    for (const item of toItems(section.text)) {
      const key = toKey(item);
      const same = key === '' ? undefined : (byKey.get(key) ?? found.find((other) => isNear(key, other.key)));
      if (same === undefined) {
        const added = { key, text: item, from: [section.title] };
        found.push(added);
        if (key !== '') byKey.set(key, added);
        continue;
      }
      if (key.length > toKey(same.text).length) same.text = item;
      if (!same.from.includes(section.title)) same.from.push(section.title);
    }
  }
  return found.map(({ text, from }) => ({ text, from }));
}

/** Lengths that differ much can't be near: the cheap look first. */
function isNear(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= long.length * NEAR - 2 && sameNumbers(a, b) && toLikeness(a, b) >= NEAR;
}

/** "Invoice 17" and "Invoice 18" are nearly equal as text and not the same thing. */
const sameNumbers = (a: string, b: string): boolean => (a.match(/\d+/g) ?? []).join() === (b.match(/\d+/g) ?? []).join();

const BULLET = /^\s*(?:[-*•+]|\d+[.)])\s+/;

function toItems(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const hasList = lines.some((line) => BULLET.test(line));
  const items: string[] = [];
  for (const line of lines) {
    if (!hasList || BULLET.test(line)) items.push(line.replace(BULLET, '').trim());
    else if (items.length > 0 && /^\s/.test(line)) items[items.length - 1] += ` ${line.trim()}`;
  }
  return items;
}

/** A list, each item with the lanes it came from where there is more than one lane. */
export function toFoundList(found: readonly Found[], lanes: number): string {
  return found.map(({ text, from }) => `- ${text}${lanes > 1 ? ` *(${from.join(', ')})*` : ''}`).join('\n');
}
