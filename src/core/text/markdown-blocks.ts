import { type Container, type Cursor, matchContainers, openContainers, skipIndent } from './markdown-containers.ts';
import { hasCells, isDelimiterRow, toCells } from './table-row.ts';

interface Place {
  /** Its lines as they are, each with its line ending. */
  readonly lines: string[];
  /** The quotes and list items it stands in, outermost first. */
  readonly containers: readonly Container[];
  /** How many of them were open before its first line; the others begin on it. */
  readonly opened: number;
  /** Where in its first line its own text begins, behind the marks of its containers. */
  contentAt: number;
  /** Blank lines behind it. */
  gap: string;
}

/** A paragraph is prose, and so is a rule or a line of a quote without text. */
export type Block = Place &
  (
    | { readonly kind: 'heading' | 'prose' | 'indented' | 'table' }
    /** Three or more equal `marks`; `info` is what follows them. Not closed when the text or its container ended first. */
    | { readonly kind: 'fence'; readonly marks: string; readonly info: string; closed: boolean }
  );

const FENCE = /^(`{3,}(?=[^`]*$)|~{3,})(.*)$/s;
const HEADING = /^#{1,6}(?:[ \t]|$)/;
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/**
 * Markdown as its blocks, in order; their lines and gaps together are the text, but for blank lines before the first. Reads what matters for cutting: quotes, lists, fences, headings and GFM tables, as
 * CommonMark does; HTML is prose. Time grows with the length of the text, whatever is in it.
 */
export function toBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let containers: readonly Container[] = [];
  /** The block that the next line may belong to. */
  let leaf: Block | null = null;
  /** Where the text of the line before begins, should it turn out to be a table's header. */
  let lastContentAt = 0;

  for (const [whole] of text.matchAll(/[^\r\n]*(?:\r\n?|\n|$)/g)) {
    if (whole === '') continue;
    const raw = whole.replace(/[\r\n]+$/, '');
    const matched = matchContainers(raw, containers);
    const all = matched.count === containers.length;

    if (leaf?.kind === 'fence') {
      if (all) {
        leaf.lines.push(whole);
        if (!closes(raw, matched.cursor, leaf.marks)) continue;
        leaf.closed = true;
        leaf = null;
        continue;
      }
      leaf = null;
    }

    if (raw.trim() === '') {
      containers = containers.slice(0, matched.count);
      leaf = null;
      const last = blocks.at(-1);
      if (last !== undefined) last.gap += whole;
      continue;
    }

    const inParagraph = leaf?.kind === 'prose' && all;
    const opened = openContainers(raw, matched.cursor, containers.slice(0, matched.count), inParagraph);
    const begins = opened.containers.length > matched.count;
    const indent = skipIndent(raw, opened.cursor, 4);
    const indented = indent.col - opened.cursor.col >= 4;
    const rest = indented ? '' : raw.slice(indent.at).trimEnd();
    const fence = FENCE.exec(rest);
    const isRule = RULE.test(rest);
    const isHeading = HEADING.test(rest);
    const startsBlock = begins || fence !== null || isHeading || isRule;

    // A line of a paragraph need not repeat the marks of its quote or item.
    if (leaf?.kind === 'prose' && !all && !startsBlock && raw.slice(opened.cursor.at).trim() !== '') {
      leaf.lines.push(whole);
      lastContentAt = indent.at;
      continue;
    }
    containers = opened.containers;
    const place: Place = { lines: [whole], containers, opened: matched.count, contentAt: indent.at, gap: '' };
    const belongs: boolean = leaf !== null && all && !begins;

    if (belongs && leaf?.kind === 'prose' && /^-+$/.test(rest)) {
      leaf.lines.push(whole); // the underline of a heading
      leaf = null;
    } else if (fence !== null) {
      leaf = { ...place, kind: 'fence', marks: fence[1] ?? '', info: fence[2] ?? '', closed: false };
      blocks.push(leaf);
    } else if (isHeading || isRule || rest === '') {
      if (!indented) {
        blocks.push({ ...place, kind: isHeading ? 'heading' : 'prose' });
        leaf = null;
      } else if (belongs && (leaf?.kind === 'prose' || leaf?.kind === 'indented' || leaf?.kind === 'table')) {
        leaf.lines.push(whole);
      } else {
        leaf = { ...place, kind: 'indented' };
        blocks.push(leaf);
      }
    } else if (belongs && leaf?.kind === 'prose' && isDelimiterRow(rest) && isHeader(leaf, lastContentAt, rest)) {
      leaf = toTable(leaf, blocks, whole, lastContentAt);
    } else if (belongs && (leaf?.kind === 'prose' || leaf?.kind === 'table')) {
      leaf.lines.push(whole);
    } else {
      leaf = { ...place, kind: 'prose' };
      blocks.push(leaf);
    }
    lastContentAt = indent.at;
  }
  return blocks;
}

function closes(raw: string, from: Cursor, marks: string): boolean {
  const indent = skipIndent(raw, from, 4);
  if (indent.col - from.col >= 4 || raw[indent.at] !== marks[0]) return false;
  const rest = raw.slice(indent.at).trimEnd();
  return rest.length >= marks.length && rest === marks.charAt(0).repeat(rest.length);
}

const isHeader = (paragraph: Block, contentAt: number, delimiter: string): boolean =>
  hasCells((paragraph.lines.at(-1) ?? '').slice(contentAt), toCells(delimiter).length);

/** The last line of the paragraph was the header; lines before it stay a paragraph. */
function toTable(paragraph: Block, blocks: Block[], delimiter: string, contentAt: number): Block {
  const header = paragraph.lines.pop() ?? '';
  const { containers } = paragraph;
  const isWhole = paragraph.lines.length === 0;
  if (isWhole) blocks.pop();
  const opened = isWhole ? paragraph.opened : containers.length;
  const table: Block = { kind: 'table', lines: [header, delimiter], containers, opened, contentAt, gap: '' };
  blocks.push(table);
  return table;
}
