import { splitMarkdown } from '#core/text/split-markdown.ts';
import { toMarkdown } from './escape.ts';
import { utf8Bytes } from './message-size.ts';

/** More than this is never shown in messages: what lies behind it need not be read. In UTF-16 units, each of which takes a byte at least. */
const MOST_CHARS = 60_000;

/** Untrusted Markdown as texts of `markdown` blocks, each of at most `maxBytes`; at most `most` of them. `whole`: that is all of it. [] for blank text. */
export function toMarkdownParts(
  text: string,
  maxBytes: number,
  most: number,
): { readonly parts: readonly string[]; readonly whole: boolean } {
  const parts = splitMarkdown(toMarkdown(text.slice(0, MOST_CHARS)), { size: utf8Bytes, max: maxBytes });
  return { parts: parts.slice(0, most), whole: parts.length <= most && text.length <= MOST_CHARS };
}
