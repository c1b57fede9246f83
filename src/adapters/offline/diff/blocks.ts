/** A paragraph, a heading, a list item or a line of a text: what is compared as one. */
export interface Block {
  /** 1-based number of the line it begins in. */
  readonly line: number;
  /** On one line, single spaces between its words. */
  readonly text: string;
}

/** Begins a block of its own, without an empty line before it. */
const OWN = /^\s*(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\||>|```|~~~)/;

/** A text whose lines are this long was not wrapped by hand: each is a paragraph. */
const WRAPPED_CHARS = 100;

/**
 * A text as what a person sees changed: lines, or where prose was wrapped by hand the paragraphs they make. Empty lines are no blocks.
 */
export function toBlocks(text: string): Block[] {
  const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ line: index + 1, text: line.replace(/\s+/g, ' ').trim() }));
  const blocks: Block[] = [];
  let open: string[] = [];
  let begin = 0;
  const end = (): void => {
    if (open.length > 0) blocks.push({ line: begin, text: open.join(' ') });
    open = [];
  };
  for (const [index, { line, text: piece }] of lines.entries()) {
    const before = lines[index - 1]?.text ?? '';
    const goesOn = open.length > 0 && !OWN.test(piece) && isWrapped(before);
    if (piece === '' || !goesOn) end();
    if (piece === '') continue;
    if (open.length === 0) begin = line;
    open.push(piece);
  }
  end();
  return blocks;
}

/** A line of prose that was broken because it was full, not because it ended. */
const isWrapped = (line: string): boolean =>
  line.length >= 50 && line.length <= WRAPPED_CHARS && !/[.!?:;|]$/.test(line) && !/^[#|]/.test(line);
