const BULLET = /^\s*(?:[-*•+]|\d+[.)])\s+/;
const TASK = /^\[[ xX]\]\s+/;

const isBullet = (line: string): boolean => BULLET.test(line);

/**
 * The items of a Markdown or numbered list, each with its indented lines; null where there is no list. What stands
 * around the list is left out.
 */
export function readList(text: string): string[] | null {
  const lines = toLines(text);
  if (!lines.some(isBullet)) return null;
  const items: string[] = [];
  for (const line of lines) {
    if (isBullet(line)) items.push(line.replace(BULLET, '').replace(TASK, '').trim());
    else if (items.length > 0 && /^\s/.test(line)) items[items.length - 1] += ` ${line.trim()}`;
  }
  return items;
}

/** Its list items, or its lines where it is no list. */
export const readListOrLines = (text: string): string[] => readList(text) ?? toLines(text).map((line) => line.trim());

const toLines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A value as a list: nothing is an empty one, and one alone a list of one. */
export function toListed(value: unknown): readonly unknown[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
