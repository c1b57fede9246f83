/** Characters that take two columns in a fixed-width font (Unicode's East Asian wide and full-width ones) and emoji. */
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}\p{RI}]|\ufe0f/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]/u;
/** Joins with the character before it, yet takes a column of its own. */
const SPACING_MARK = /[\p{Mc}\u0e33\u0eb3\uff9e\uff9f]/gu;
/** Characters that take one column and join with none beside them: Latin, Greek and Cyrillic letters, punctuation, arrows, what boards are drawn with. */
const SIMPLE =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u203a\u2190-\u2193\u21bb\u2298\u2500-\u257f\u25cb\u25cf\u2713\u2717\u2800-\u28ff]*$/;

/** Made when a text first needs it: that takes 10 ms, and most boards have none. */
let graphemes: Intl.Segmenter | null = null;

/** The characters of a text as a person counts them. */
export function charactersOf(text: string): Iterable<string> {
  if (SIMPLE.test(text)) return text;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Iterator.from(graphemes.segment(text)).map(({ segment }) => segment);
}

/** Columns a text takes in a fixed-width font, as near as fonts agree: 2 for a CJK character or an emoji, 0 for a combining mark. */
export function columnsOf(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let columns = 0;
  for (const character of charactersOf(text)) columns += characterColumns(character);
  return columns;
}

function characterColumns(character: string): number {
  if (SIMPLE.test(character)) return 1;
  if (NO_WIDTH.test(character)) return 0;
  const joined = character.length === 1 ? 0 : (character.slice(1).match(SPACING_MARK)?.length ?? 0);
  return (WIDE.test(character) ? 2 : 1) + joined;
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
    for (const character of charactersOf(word)) {
      add(character, characterColumns(character), space);
      space = '';
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}
