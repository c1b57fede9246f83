import { type Block, toBlocks } from './markdown-blocks.ts';
import { skipIndent } from './markdown-containers.ts';

const DEEPEST = 6;
const MARKS = /^#{1,6}(?=[ \t\r\n]|$)/;
/** The line under a heading of the other kind; a rule has no text above it. */
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;

interface Heading {
  readonly level: number;
  moved(level: number): string;
}

type Piece = string | Heading;

/**
 * Markdown whose highest heading is of level `highest` (1 to 6) at most: where it is higher, all headings go down
 * together, the lowest staying at level 6. All else is as it was.
 */
export function moveHeadings(markdown: string, highest: number): string {
  const pieces = toBlocks(markdown).flatMap((block) => [...toPieces(block), block.gap]);
  const levels = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.level]));
  const down = highest - levels.reduce((least, level) => Math.min(least, level), DEEPEST);
  if (levels.length === 0 || down <= 0) return markdown;
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.moved(Math.min(piece.level + down, DEEPEST)))).join('');
}

function toPieces({ kind, lines, contentAt, containers }: Block): Piece[] {
  if (kind === 'heading') {
    const [line = ''] = lines;
    const marks = MARKS.exec(line.slice(contentAt))?.[0] ?? '';
    const [before, after] = [line.slice(0, contentAt), line.slice(contentAt + marks.length)];
    return [{ level: marks.length, moved: (level) => `${before}${'#'.repeat(level)}${after}` }];
  }
  return kind === 'prose' && containers.length === 0 ? toUnderlined(lines) : [lines.join('')];
}

/** A paragraph, of which lines may be headings by what stands under them. */
function toUnderlined(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let text: string[] = [];
  for (const line of lines) {
    const [, underline = ''] = UNDERLINE.exec(line.replace(/[\r\n]+$/, '')) ?? [];
    if (underline === '' || text.length === 0) {
      text.push(line);
      continue;
    }
    const words = text.map((it) => it.slice(skipIndent(it, { at: 0, col: 0 }, 3).at).trim()).join(' ');
    const end = /[\r\n]+$/.exec(line)?.[0] ?? '';
    pieces.push({ level: underline.startsWith('=') ? 1 : 2, moved: (level) => `${'#'.repeat(level)} ${words}${end}` });
    text = [];
  }
  return text.length === 0 ? pieces : [...pieces, text.join('')];
}
