/** The part of a Markdown syntax tree that is looked at. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
}

/** No words of the author's: pictures, markup, code blocks, the addresses of links. */
const WORDLESS = new Set(['image', 'imageReference', 'html', 'code', 'definition', 'thematicBreak']);

const BLOCKS = new Set(['root', 'blockquote', 'list', 'listItem']);

/** Deeper nesting is an attack on the stack, not writing. */
export const MAX_DEPTH = 100;

/** The words of a node without its markup, line breaks kept. */
export function plainText(node: MarkdownNode, depth = 0): string {
  if (WORDLESS.has(node.type) || depth > MAX_DEPTH) return '';
  if (node.type === 'break') return '\n';
  if (node.children === undefined) return node.value ?? '';
  return node.children.map((child) => plainText(child, depth + 1)).join(BLOCKS.has(node.type) ? '\n' : '');
}
