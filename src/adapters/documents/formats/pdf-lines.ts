/** A line as it stands on a page; lengths in points, `y` from the bottom. */
export interface Line {
  readonly page: number;
  text: string;
  readonly y: number;
  height: number;
  ended: boolean;
}

/** Set larger than the text by this, and short, a line is a heading. */
const HEADING_SIZE = 1.15;
const MAX_HEADING_CHARS = 120;
/** Further below the line before it than this many heights, a line starts a paragraph. */
const PARAGRAPH_GAP = 1.7;

/** Lines become paragraphs: words that were hyphenated at a line's end are put together, headings are told by their size. */
export function linesToMarkdown(lines: readonly Line[]): string {
  const usual = usualHeight(lines);
  const blocks: { text: string; height: number; heading: boolean; last: Line }[] = [];
  for (const line of lines) {
    const text = line.text.trim();
    if (text === '') continue;
    const heading = usual > 0 && line.height >= usual * HEADING_SIZE && text.length <= MAX_HEADING_CHARS;
    const block = blocks.at(-1);
    if (block !== undefined && block.heading === heading && follows(line, block.last)) {
      block.text = heading ? `${block.text} ${text}` : join(block.text, text);
      block.last = line;
    } else blocks.push({ text, height: line.height, heading, last: line });
  }
  const largest = blocks.reduce((most, block) => (block.heading ? Math.max(most, block.height) : most), 0);
  return blocks.map(({ text, heading, height }) => (heading ? `${height >= largest * 0.95 ? '#' : '##'} ${text}` : text)).join('\n\n');
}

/** The height that most of the text is set in. */
function usualHeight(lines: readonly Line[]): number {
  const chars = new Map<number, number>();
  for (const { height, text } of lines) {
    const rounded = Math.round(height * 2) / 2;
    chars.set(rounded, (chars.get(rounded) ?? 0) + text.length);
  }
  return [...chars].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function follows(line: Line, before: Line): boolean {
  if (line.page !== before.page || Math.abs(line.height - before.height) > 1) return false;
  const gap = before.y - line.y;
  return gap > 0 && gap <= PARAGRAPH_GAP * Math.max(line.height, before.height);
}

/** Rows of columns keep their lines: only what ends in a letter or a comma near the next word is one sentence, and a newline is a space to Markdown anyway. */
function join(text: string, next: string): string {
  return /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next) ? `${text.slice(0, -1)}${next}` : `${text}\n${next}`;
}
