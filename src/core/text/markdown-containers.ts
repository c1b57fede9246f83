/** A quote or a list item around a block. */
export interface Container {
  readonly kind: 'quote' | 'item';
  /** Columns by which an item's text stands right of where the item begins; 0 for a quote. */
  readonly indent: number;
}

/** A place in a line: its offset in UTF-16 units, and its column, which differ where there are tabs. */
export interface Cursor {
  readonly at: number;
  readonly col: number;
}

/** Deeper ones are read as text: the time for a line stays bounded, and no chat shows more. */
const MOST_CONTAINERS = 24;

const ITEM = /(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/y;
const BLANK = /[ \t]*$/y;
const RULE = /(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})$/y;

/** Behind at most `most` columns of spaces and tabs. */
export function skipIndent(raw: string, from: Cursor, most: number): Cursor {
  let { at, col } = from;
  while (col - from.col < most) {
    if (raw[at] === ' ') col += 1;
    else if (raw[at] === '\t') col += 4 - (col % 4);
    else break;
    at += 1;
  }
  return { at, col };
}

/** Behind a `>` and the space that belongs to it; null when there is none. */
function skipQuote(raw: string, from: Cursor): Cursor | null {
  const indent = skipIndent(raw, from, 4);
  if (indent.col - from.col > 3 || raw[indent.at] !== '>') return null;
  return skipIndent(raw, { at: indent.at + 1, col: indent.col + 1 }, 1);
}

function isBlank(raw: string, from: number): boolean {
  BLANK.lastIndex = from;
  return BLANK.test(raw);
}

/** How many of the open containers go on in this line, and where its text begins behind them. A blank line goes on with items, not with quotes. */
export function matchContainers(raw: string, containers: readonly Container[]): { count: number; cursor: Cursor } {
  let cursor: Cursor = { at: 0, col: 0 };
  let count = 0;
  for (const container of containers) {
    let next: Cursor | null;
    if (container.kind === 'quote') next = skipQuote(raw, cursor);
    else {
      next = skipIndent(raw, cursor, container.indent);
      if (next.col - cursor.col < container.indent && !isBlank(raw, next.at)) next = null;
    }
    if (next === null) break;
    cursor = next;
    count += 1;
  }
  return { count, cursor };
}

/** The containers with those that begin in this line. A paragraph is only interrupted by an item with text, and by a numbered one only when it is the first. */
export function openContainers(
  raw: string,
  from: Cursor,
  open: readonly Container[],
  inParagraph: boolean,
): { containers: readonly Container[]; cursor: Cursor } {
  const containers = [...open];
  let cursor = from;
  while (containers.length < MOST_CONTAINERS) {
    const quote = skipQuote(raw, cursor);
    if (quote !== null) {
      containers.push({ kind: 'quote', indent: 0 });
      cursor = quote;
      continue;
    }
    const item = readItem(raw, cursor, inParagraph && containers.length === open.length);
    if (item === null) break;
    containers.push({ kind: 'item', indent: item.col - cursor.col });
    cursor = item;
  }
  return { containers, cursor };
}

/** Where the text of the item that begins here stands; null when none does. */
function readItem(raw: string, from: Cursor, inParagraph: boolean): Cursor | null {
  const indent = skipIndent(raw, from, 4);
  if (indent.col - from.col > 3) return null;
  ITEM.lastIndex = indent.at;
  RULE.lastIndex = indent.at;
  const marker = ITEM.exec(raw);
  if (marker === null || RULE.test(raw)) return null;
  const end = { at: indent.at + marker[0].length, col: indent.col + marker[0].length };
  const text = skipIndent(raw, end, 5);
  const isEmpty = text.at >= raw.length;
  if (inParagraph && (isEmpty || (marker[1] !== undefined && Number(marker[1]) !== 1))) return null;
  if (isEmpty) return { at: raw.length, col: end.col + 1 };
  // Five columns and more are code inside the item, whose text then begins after one.
  return text.col - end.col > 4 ? skipIndent(raw, end, 1) : text;
}

/** What stands before the text of a line that goes on with these containers. */
export const toPrefix = (containers: readonly Container[]): string =>
  containers.map(({ kind, indent }) => (kind === 'quote' ? '> ' : ' '.repeat(indent))).join('');

/** The line without the indentation of the items among these containers; the marks of quotes stay. Never longer than before. */
export function withoutItems(line: string, containers: readonly Container[]): string {
  let kept = '';
  let cursor: Cursor = { at: 0, col: 0 };
  for (const container of containers) {
    const next = container.kind === 'quote' ? skipQuote(line, cursor) : skipIndent(line, cursor, container.indent);
    if (next === null) break;
    if (container.kind === 'quote') kept += line.slice(cursor.at, next.at);
    cursor = next;
  }
  return kept + line.slice(cursor.at);
}
