const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Characters that take two columns in a fixed-width font: CJK with its punctuation and full-width forms, and emoji. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303e\u30fb-\u30fe\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\p{RI}]|\ufe0f/u;
const HALF = /^[\uff61-\uffdc]/;
const NO_WIDTH = /^[\p{M}\p{Cc}\p{Cf}]/u;
const ONLY_ASCII = /^[ -~]*$/;

/** Columns a text takes in a fixed-width font, as near as fonts agree: 2 for a CJK character or an emoji, 0 for a combining mark. */
export function columnsOf(text: string): number {
  if (ONLY_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += characterColumns(segment);
  return columns;
}

function characterColumns(character: string): number {
  if (ONLY_ASCII.test(character)) return 1;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) && !HALF.test(character) ? 2 : 1;
}

/** Broken at spaces into lines of at most `columns`, at least 2; a word that is wider alone is cut between characters. Nothing but spaces is lost; [''] for blank text. */
export function wrapColumns(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const add = (piece: string, width: number, space: string): void => {
    if (line !== '' && used + space.length + width > columns) {
      lines.push(line);
      line = '';
      used = 0;
    }
    line += line === '' ? piece : space + piece;
    used += (line === piece ? 0 : space.length) + width;
  };
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    const width = columnsOf(word);
    if (width <= columns) {
      add(word, width, ' ');
      continue;
    }
    let space = ' ';
    for (const { segment } of graphemes.segment(word)) {
      add(segment, characterColumns(segment), space);
      space = '';
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}
