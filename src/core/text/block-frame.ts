import { cutCharacters, cutProse, type Measure, SAFE_START, toSafeStart } from './cut-prose.ts';
import type { Block } from './markdown-blocks.ts';
import { toPrefix } from './markdown-containers.ts';

/** What each piece of a cut fence or table has around its lines. Everything but `close` ends in a line ending. */
interface Frame {
  readonly first: string;
  readonly again: string;
  readonly close: string;
  readonly last: string;
  readonly lines: readonly string[];
  readonly prefix: string;
  /** The marks of a fence, which no piece of a line may spell; '' in indented code, null in a table. */
  readonly marks: string | null;
}

const ended = (line: string): string => (/[\r\n]$/.test(line) ? line : `${line}\n`);

function toFrame(block: Block): Frame | null {
  const prefix = toPrefix(block.containers);
  const [head = '', second = ''] = block.lines;
  if (block.kind === 'table') {
    const again = `${prefix}${ended(head.slice(block.contentAt))}${ended(second)}`;
    return { first: ended(head) + ended(second), again, close: '', last: '', lines: block.lines.slice(2), prefix, marks: null };
  }
  if (block.kind === 'indented')
    return { first: '', again: '', close: '', last: '', lines: block.lines, prefix: `${prefix}    `, marks: '' };
  if (block.kind !== 'fence' || !block.closed) return null;
  const { marks, info, lines } = block;
  const again = `${prefix}${marks}${info}\n`;
  return { first: ended(head), again, close: `${prefix}${marks}`, last: lines.at(-1) ?? '', lines: lines.slice(1, -1), prefix, marks };
}

/**
 * A fence, table or indented code in pieces, the first of at most `firstRoom` where something of it has that room, the others of at most `max`: each with its own fence, or header and delimiter row. Null for other blocks, and
 * where these would take more than half of a piece.
 */
export function framedPieces(block: Block, firstRoom: number, max: number, size: Measure): Generator<string> | null {
  const frame = toFrame(block);
  if (frame === null) return null;
  const around = Math.max(size(frame.first), size(frame.again)) + Math.max(size(frame.close), size(frame.last));
  if (around + size('\n') > max / 2) return null;
  return fill(frame, firstRoom - around - size('\n'), max - around - size('\n'), size);
}

function* fill(frame: Frame, firstRoom: number, fullRoom: number, size: Measure): Generator<string> {
  const { lines, prefix, marks } = frame;
  let head = frame.first;
  let room = size(lines[0] ?? '') <= firstRoom ? firstRoom : fullRoom;
  let body = '';
  let used = 0;
  const end = (): string => {
    const piece = head + body + frame.close;
    head = frame.again;
    room = fullRoom;
    body = '';
    used = 0;
    return piece;
  };
  for (const line of lines) {
    const whole = size(line);
    if (used > 0 && used + whole > room) yield end();
    let from = 0;
    if (whole > room) {
      // A line too long for a piece of its own: cut like prose in a table, anywhere in code, where each space counts.
      const left = room - size(prefix) - size('\n') - 2 * size('\u200b');
      while (size(line.slice(from, from + left + 1)) > left || line.length - from > left) {
        const to = marks === null ? cutProse(line, from, left, size) : cutCharacters(line, from, left, size);
        if (to >= line.length) break;
        body = ended(toPiece(line, from, to, prefix, marks));
        from = to;
        yield end();
      }
    }
    body += from === 0 ? line : toPiece(line, from, line.length, prefix, marks);
    used += from === 0 ? whole : size(body);
  }
  yield head + (body === '' ? '' : ended(body)) + frame.last;
}

function toPiece(line: string, from: number, to: number, prefix: string, marks: string | null): string {
  const text = line.slice(from, to);
  if (from === 0) return text;
  if (marks === null) return prefix + toSafeStart(text);
  // A piece of only marks would close the fence.
  return prefix + (marks !== '' && text.trimStart().startsWith(marks) ? SAFE_START : '') + text;
}
