import { MAX_TITLE_CHARS } from '../limits.ts';

/** One line of at most `maxChars` UTF-16 code units; never half a character. */
export function shorten(text: string, maxChars: number = MAX_TITLE_CHARS): string {
  const line = text
    .slice(0, maxChars * 40)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= maxChars) return line;
  const head = line.slice(0, maxChars - 1);
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}`.trimEnd().concat('…');
}

/** Titles for lanes: short, never empty, and each unlike the others; a later one that would be equal gets a number. */
export function toTitles(texts: readonly string[]): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return texts.map((text, index) => {
    const wanted = shorten(text) || `Lane ${index + 1}`;
    let title = wanted;
    let count = counts.get(wanted) ?? 1;
    while (taken.has(title)) {
      count += 1;
      const suffix = ` (${count})`;
      title = shorten(wanted, MAX_TITLE_CHARS - suffix.length) + suffix;
    }
    counts.set(wanted, count);
    taken.add(title);
    return title;
  });
}
