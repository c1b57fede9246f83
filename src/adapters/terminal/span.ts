import { charactersOf, columnsOf } from '#core/text/columns.ts';
import { paint, type Style } from './style.ts';

/** A piece of a line in one style. Its text holds no escapes: those are added last, when nothing is measured any more. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

export const span = (text: string, style: Style = 'plain'): Span => ({ text, style });

/** The text when it fits, else its beginning and `…`, never wider than `columns`; a character is never cut in half. */
export function cutText(text: string, columns: number): string {
  if (columns <= 0) return '';
  // A text of n code units may be narrower than n columns but is never wider than 2n.
  if (text.length * 2 <= columns || columnsOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of charactersOf(text)) {
    width += columnsOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  // A separator with nothing after it says nothing.
  return `${kept.replace(/[\s·,:;]+$/u, '')}…`;
}

/** Cut or filled with spaces to exactly `columns`. */
export function fitText(text: string, columns: number): string {
  const cut = cutText(text, columns);
  return cut + ' '.repeat(Math.max(0, columns - columnsOf(cut)));
}

export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + columnsOf(text), 0);
}

/** Puts a separator between the lines, leaving out those without text. */
export function joinLines(lines: readonly Line[], separator: Span): Line {
  const said = lines.filter((line) => lineWidth(line) > 0);
  return said.flatMap((line, at) => (at === 0 ? line : [separator, ...line]));
}

/** The line as it goes to a terminal, never wider than `columns`. */
export function printLine(line: Line, columns: number, colour: boolean): string {
  const show = ({ text, style }: Span): string => (colour ? paint(style, text) : text);
  if (columns <= 0) return '';
  if (lineWidth(line) <= columns) return line.map(show).join('');
  let printed = '';
  let left = columns;
  for (const piece of line) {
    const width = columnsOf(piece.text);
    // More follows, so the piece that would fill the line to its end is the one to be cut, for the sake of the `…`.
    if (width >= left) return printed + show(span(cutText(`${piece.text}  `, left), piece.style));
    printed += show(piece);
    left -= width;
  }
  return printed;
}

/** Broken at spaces into lines of at most `columns`; a word that is wider alone is cut. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = cutText(word, columns);
  }
  return line === '' ? lines : [...lines, line];
}
