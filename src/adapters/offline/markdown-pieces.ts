/** Once a piece is this long, the next blank line or heading ends it. */
const ENOUGH_CHARS = 3_000;

/** And no piece is longer than this: the parser's time grows with the square of hostile input, so that a bound on the piece bounds the harm. */
const MOST_CHARS = 5_000;

const FENCE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;

const closes = (line: string, fence: string): boolean => {
  const marks = line.trim();
  return marks.length >= fence.length && marks === fence.charAt(0).repeat(marks.length);
};

/** A block of `key: value` lines at the very start belongs to a tool, not to the text. */
const withoutFrontMatter = (text: string): string =>
  text.replace(/^\uFEFF?---[ \t]*\r?\n(?:[\w-]+:.*\r?\n|[ \t]+.*\r?\n|- .*\r?\n)+---[ \t]*(?:\r?\n|$)/, '');

/** Lines of which none is too long: a longer one (a page without line breaks) is cut, behind a sentence where there is one. */
function* linesOf(text: string): Generator<string> {
  for (const line of text.split(/\r\n|\n|\r/)) {
    let rest = line;
    while (rest.length > MOST_CHARS) {
      const end = rest.lastIndexOf('. ', MOST_CHARS - 2);
      const cut = end < ENOUGH_CHARS ? MOST_CHARS : end + 2;
      yield rest.slice(0, cut);
      yield '';
      rest = rest.slice(cut);
    }
    yield rest;
  }
}

/**
 * A document in pieces that can be parsed one by one, together the whole of it but for fenced code and front matter.
 * Cut between blocks; inside one only where it is longer than a piece may be.
 */
export function* markdownPieces(text: string): Generator<string> {
  let piece = '';
  let fence: string | null = null;
  for (const line of linesOf(withoutFrontMatter(text))) {
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      continue;
    }
    fence = FENCE.exec(line)?.[1] ?? null;
    const kept = fence === null ? line : '';
    const mayEnd = kept.trim() === '' || /^#{1,6}\s/.test(kept);
    if (piece.length + kept.length > MOST_CHARS || (mayEnd && piece.length > ENOUGH_CHARS)) {
      yield piece;
      piece = '';
    }
    piece += `${kept}\n`;
  }
  yield piece;
}
