import { framedPieces } from './block-frame.ts';
import { cutProse, type Measure, toSafeStart } from './cut-prose.ts';
import { type Block, toBlocks } from './markdown-blocks.ts';
import { type Container, toPrefix, withoutItems } from './markdown-containers.ts';

/** How long one message may be. `max` is in the unit of `size`; below `LEAST_MAX` fences and tables are not repeated. */
export interface SizeLimit {
  readonly size: Measure;
  readonly max: number;
}

const LEAST_MAX = 40;

/** A boundary better than the last one is taken while it leaves a part at least this full. */
const LEAST_FULL = 1 / 3;

/** A part's end is worst behind a heading, which belongs to what follows. */
const BEHIND_HEADING = 1_000;

/** A block, or a piece of one that is too long for a part, on its way into a part. */
interface Unit {
  readonly block: Block;
  /** Null for a whole block, whose lines are shown as the part needs them. */
  readonly piece: string | null;
  /** The containers that were open before it. */
  readonly inherited: readonly Container[];
  readonly size: number;
  readonly gap: number;
  /** How bad it is to end a part before it; 0 is best. */
  readonly rank: number;
}

/**
 * Markdown in parts, in order, each of at most `max` and readable alone; [] for blank text, and a text that fits unchanged.
 *
 *   before headings > between blocks > between list items > inside an item
 *   and inside a block too long for a part: between rows, lines of a fence, sentences, words, characters
 *
 * Rows get their header again, code its fence, a quote its `>`. Nothing but blank space is lost. A part that begins deep in a list moves to the left, else it would read as code. Throws a RangeError
 * when `max` is less than one character takes.
 */
export function splitMarkdown(text: string, limit: SizeLimit): string[] {
  const { size, max } = limit;
  if (text.trim() === '') return [];
  if (size(text) <= max) return [text];
  const parts: string[] = [];
  if (max < LEAST_MAX) {
    for (const piece of prosePieces(text, [], max, limit)) addPart(parts, piece);
    return parts;
  }

  let open: Unit[] = [];
  let used = 0;
  const emit = (count: number): void => {
    addPart(parts, toPart(open.slice(0, count)));
    open = open.slice(count);
    used = open.reduce((sum, unit) => sum + unit.size + unit.gap, 0);
  };
  const add = (unit: Unit): void => {
    while (open.length > 0 && used + unit.size > max) emit(bestCut([...open, unit], max));
    open.push(unit);
    used += unit.size + unit.gap;
  };

  let before: Block | undefined;
  for (const block of toBlocks(text)) {
    closeFence(block);
    const inherited = block.containers.slice(0, block.opened);
    const unit: Unit = {
      block,
      piece: null,
      inherited,
      size: size(block.lines.join('')),
      gap: size(block.gap),
      rank: rankOf(block, before),
    };
    before = block;
    if (unit.size <= max) {
      add(unit);
      continue;
    }
    if (max - used < max * LEAST_FULL) emit(open.length);
    let isFirst = true;
    for (const piece of piecesOf(block, max - used, limit)) {
      if (isFirst) add({ ...unit, piece, size: size(piece), gap: size(block.gap) });
      else {
        emit(open.length);
        add({ ...unit, piece, inherited: block.containers, size: size(piece) });
      }
      isFirst = false;
    }
  }
  emit(open.length);
  return parts;
}

/** An open fence ends with its item, quote or text; in a part it may stand without them, so its end is written. */
function closeFence(block: Block): void {
  if (block.kind !== 'fence' || block.closed) return;
  const last = block.lines.pop() ?? '';
  block.lines.push(/[\r\n]$/.test(last) ? last : `${last}\n`, `${toPrefix(block.containers)}${block.marks}\n`);
  block.closed = true;
}

const itemsIn = (containers: readonly Container[]): number => containers.filter(({ kind }) => kind === 'item').length;

function rankOf(block: Block, before: Block | undefined): number {
  if (before?.kind === 'heading') return BEHIND_HEADING;
  if (block.kind === 'heading' && block.containers.length === 0) return 0;
  const isNextItem = block.containers[block.opened]?.kind === 'item' && before?.containers[block.opened]?.kind === 'item';
  return 1 + 2 * itemsIn(block.containers.slice(0, block.opened)) + (isNextItem ? 1 : 0);
}

/** Before which of the units to end the part; at least 1. The last of them did not fit any more. */
function bestCut(units: readonly Unit[], max: number): number {
  let filled = 0;
  const cuts = units.map(({ rank, size, gap }, at) => {
    const cut = { at, rank, isFull: filled >= max * LEAST_FULL };
    filled += size + gap;
    return cut;
  });
  const full = cuts.filter(({ at, isFull }) => at > 0 && isFull);
  const best = Math.min(...full.map(({ rank }) => rank));
  const cut =
    best < BEHIND_HEADING ? full.findLast(({ rank }) => rank === best) : cuts.findLast(({ at, rank }) => at > 0 && rank < BEHIND_HEADING);
  return cut?.at ?? units.length - 1;
}

function toPart(units: readonly Unit[]): string {
  const carried = units[0]?.inherited ?? [];
  const texts = units.map(({ block, piece }, at) => {
    const text = piece ?? block.lines.join('');
    const shared = sharedContainers(carried, block.containers);
    const shown = itemsIn(shared) === 0 ? text : text.replace(/[^\r\n]+/g, (line) => withoutItems(line, shared));
    return shown + toGap(block, shared, units[at + 1]?.block);
  });
  return texts.join('');
}

/** A paragraph that stands in its item no more would swallow the item behind it, so it gets a blank line; moved to the left it is shorter by more. */
function toGap({ kind, gap, containers }: Block, shared: readonly Container[], next: Block | undefined): string {
  const leftItsItem = kind !== 'fence' && itemsIn(shared) > 0 && itemsIn(shared) === itemsIn(containers);
  return leftItsItem && gap === '' && next?.containers[next.opened]?.kind === 'item' ? '\n' : gap;
}

function sharedContainers(some: readonly Container[], others: readonly Container[]): readonly Container[] {
  const end = some.findIndex((container, at) => container !== others[at]);
  return end === -1 ? some : some.slice(0, end);
}

function piecesOf(block: Block, firstRoom: number, limit: SizeLimit): Iterable<string> {
  const framed = framedPieces(block, firstRoom, limit.max, limit.size);
  return framed ?? prosePieces(block.lines.join(''), block.containers, firstRoom, limit);
}

/** Prose in pieces that each stand in the same quotes as the whole. */
function* prosePieces(text: string, containers: readonly Container[], firstRoom: number, { size, max }: SizeLimit): Generator<string> {
  const prefix = size(toPrefix(containers)) > max / 4 ? '' : toPrefix(containers);
  const quotes = containers.length - itemsIn(containers);
  const isPlain = max < LEAST_MAX;
  let end = cutProse(text, 0, firstRoom, size);
  yield text.slice(0, end);
  while (end < text.length) {
    const from = skipBlank(text, end, quotes);
    if (from >= text.length) return;
    const room = isPlain ? max : max - size(prefix) - size('\\');
    end = cutProse(text, from, room, size);
    const piece = text.slice(from, end);
    yield isPlain ? piece : prefix + toSafeStart(piece);
  }
}

/** Behind blank space, and behind the marks of the quotes where that led into a new line. */
function skipBlank(text: string, from: number, quotes: number): number {
  const blank = /\s*/y;
  const skip = (at: number): number => {
    blank.lastIndex = at;
    return at + (blank.exec(text)?.[0].length ?? 0);
  };
  let at = skip(from);
  if (!/[\r\n][^\S\r\n]*$/.test(text.slice(Math.max(0, at - 100), at))) return at;
  for (let left = quotes; left > 0 && text[at] === '>'; left -= 1) at = skip(at + 1);
  return at;
}

function addPart(parts: string[], text: string): void {
  const part = text.replace(/^(?:[^\S\r\n]*(?:\r\n|\r|\n))+/, '').trimEnd();
  if (part !== '') parts.push(part);
}
