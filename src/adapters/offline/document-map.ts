import { setImmediate as nextTurn } from 'node:timers/promises';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { countWords } from './count-words.ts';
import { firstSentence } from './first-sentence.ts';
import { markdownPieces } from './markdown-pieces.ts';
import { MAX_DEPTH, type MarkdownNode, plainText } from './plain-text.ts';
import { TABLE_RULE } from './table-rule.ts';

export interface Section {
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly level: number;
  /** '' for level 0. */
  readonly heading: string;
  /** The first sentence of each of its paragraphs and list items, in order; of what stands under a deeper heading none. */
  readonly sentences: readonly string[];
}

/** How a document is built, as far as its own headings and paragraphs tell. */
export interface DocumentMap {
  /** Outside code blocks. */
  readonly words: number;
  readonly sections: readonly Section[];
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'prose'; readonly sentence: string };

/** A table reads as a paragraph to plain Markdown: its rule of dashes tells, and all from the line above that on is table. */
function withoutTable(text: string): string {
  const lines = text.split('\n');
  const rule = lines.findIndex((line) => TABLE_RULE.test(line));
  return rule === -1 ? text : lines.slice(0, Math.max(0, rule - 1)).join('\n');
}

/** Signs that only a renderer understands: a tick box, the kind of a call-out, a link to a reference that stands in another piece. */
const withoutSigns = (text: string): string =>
  text
    .trim()
    .replace(/^\[(?:[ xX]|![A-Za-z]+)\]\s*/, '')
    .replace(/\[([^[\]]{1,200})\]\[[^[\]]{0,80}\]/g, '$1');

function* blocksOf(node: MarkdownNode & { readonly depth?: number }, nesting = 0): Generator<Block> {
  if (node.type === 'heading') {
    yield { kind: 'heading', level: node.depth ?? 1, text: plainText(node).replace(/\s+/g, ' ').trim() };
  } else if (node.type === 'paragraph') {
    const sentence = firstSentence(withoutSigns(withoutTable(plainText(node))));
    if (sentence !== '') yield { kind: 'prose', sentence };
  } else if (node.type === 'list') {
    for (const item of node.children ?? []) yield* firstProse(item, nesting + 1);
  } else if (node.type === 'blockquote') {
    yield* firstProse(node, nesting + 1);
  }
}

/** What an item or a quotation opens with; a heading inside is none of the document's own. */
function* firstProse(node: MarkdownNode, nesting: number): Generator<Block> {
  if (nesting > MAX_DEPTH) return;
  for (const child of node.children ?? []) {
    for (const block of blocksOf(child, nesting)) {
      if (block.kind === 'heading') continue;
      yield block;
      return;
    }
  }
}

/** Reads a document piece by piece, letting others have a turn between two. Rejects with `signal.reason` once aborted. */
export async function mapDocument(text: string, signal: AbortSignal): Promise<DocumentMap> {
  const sections: { level: number; heading: string; sentences: string[] }[] = [];
  let words = 0;
  let section = { level: 0, heading: '', sentences: [] as string[] };
  for (const piece of markdownPieces(text)) {
    const root = fromMarkdown(piece);
    words += countWords(plainText(root));
    for (const block of root.children.flatMap((child) => [...blocksOf(child)])) {
      if (block.kind === 'prose') {
        section.sentences.push(block.sentence);
        continue;
      }
      sections.push(section);
      section = { level: block.level, heading: block.text, sentences: [] };
    }
    await nextTurn();
    signal.throwIfAborted();
  }
  return { words, sections: [...sections, section].filter(({ heading, sentences }) => heading !== '' || sentences.length > 0) };
}
