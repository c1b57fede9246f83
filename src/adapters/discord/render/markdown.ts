import { showLinkTargets } from '#core/text/link-targets.ts';
import { type Block, toBlocks } from '#core/text/markdown-blocks.ts';
import { toPrefix } from '#core/text/markdown-containers.ts';
import { stripControls } from '#core/text/neutral.ts';
import { withPlainTables } from '#core/text/plain-table.ts';
import { splitMarkdown } from '#core/text/split-markdown.ts';
import { breakSequences } from './escape.ts';
import { textSize } from './message-size.ts';

/**
 * Markdown as Discord reads it. Where it and CommonMark part ways a text could show other than it was checked, so:
 *   ~~~ and ````        become ```, which is the only fence, ends at any ``` and is none when empty
 *   ``` inside a line   becomes ``
 *   code                may be read as text: indented lines are, and so is what stands between backticks that it pairs otherwise
 *   [a [b [c] d](…)     is one link from its first bracket on, over lines too, whatever has a backslash: no link may lie about that text either
 *   -# and >>>          are small print, which is Fanout's, and a quote without end
 */

/** Columns of a code block that no desktop window wraps. */
const TABLE_COLUMNS = 80;
/** More than this is never shown in messages: what lies behind it need not be read. In UTF-16 units. */
const MOST_CHARS = 20_000;
/** No text of a link is longer than a message. */
const LABEL_CHARS = 4_000;

/** The end of a link's text, and how its target begins: up to the end of the host. */
const LINK_END = /\](?=\(\s*(?:<\s*)?(https?:[\\/]*[^\s<>()/?#\\]{0,300}))/gi;

/** Untrusted Markdown for Discord: it calls nobody and its links go where they seem to. Made before it is cut: a piece of it is as harmless. */
export const toMarkdown = (untrusted: string): string =>
  breakSequences(withHonestLinks(withPlainTables(showLinkTargets(withOwnMarks(stripControls(untrusted))), TABLE_COLUMNS)));

/** The same in texts of at most `maxSize`; at most `most` of them. `whole`: that is all of it. [] for blank text. */
export function toMarkdownParts(
  untrusted: string,
  maxSize: number,
  most: number,
): { readonly parts: readonly string[]; readonly whole: boolean } {
  const parts = splitMarkdown(toMarkdown(untrusted.slice(0, MOST_CHARS)), { size: textSize, max: maxSize });
  return { parts: parts.slice(0, most), whole: parts.length <= most && untrusted.length <= MOST_CHARS };
}

function withOwnMarks(markdown: string): string {
  let shown = /^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(markdown)?.[0] ?? '';
  for (const block of toBlocks(markdown)) shown += (block.kind === 'fence' ? toFence(block) : toOwnMarks(block.lines.join(''))) + block.gap;
  return shown;
}

function toFence({ lines, containers, contentAt, closed, info }: Extract<Block, { kind: 'fence' }>): string {
  const [head = ''] = lines;
  const prefix = toPrefix(containers);
  const end = /[\r\n]+$/.exec(closed ? (lines.at(-1) ?? '') : '')?.[0] ?? '';
  const body = lines
    .slice(1, closed ? -1 : undefined)
    .join('')
    .replace(/`(?=``)/g, '`\u200b')
    .replace(/[^\r\n]$/, '$&\n');
  const language = /^[\w+.#-]{1,20}(?=\s|$)/.exec(info.trim())?.[0] ?? '';
  const inner = /[^\s>]/.test(body) ? body : `${body}${prefix}\u200b\n`;
  return `${head.slice(0, contentAt)}\`\`\`${language}\n${inner}${prefix}\`\`\`${closed ? end : '\n'}`;
}

const toOwnMarks = (lines: string): string =>
  lines
    .replace(/`{3,}/g, '``')
    .replace(/^((?:[ \t>]|[-*+] |\d{1,9}[.)] )*)-(?=#)/gm, '$1\\-')
    .replace(/^([ \t]*)>>>(?=[ \t])/gm, '$1>');

/** Links whose text names another host are none. */
function withHonestLinks(markdown: string): string {
  return markdown.replace(LINK_END, (mark, target: string, at: number) => {
    const label = labelBefore(markdown.slice(Math.max(0, at - LABEL_CHARS), at));
    if (label === null) return mark;
    const link = `[${label.replace(/[[\]\\<>()`\s]+/g, ' ')}](${target})`;
    return showLinkTargets(link) === link ? mark : `${mark}\u200b`;
  });
}

/** What Discord takes for the text of a link that ends behind this, at its longest: brackets in it that each close, then any that close nothing. Null where none began. */
function labelBefore(text: string): string | null {
  const brackets = [...text.matchAll(/[[\]]/g)];
  const last = brackets.findLastIndex(([bracket]) => bracket === '[');
  let start = last;
  const closes = last < brackets.length - 1;
  for (let at = last - 1; closes && at >= 0; at -= 1) {
    const opens = brackets[at]?.[0] === '[';
    if (opens && brackets[at + 1]?.[0] === '[') start = at;
    if (!opens && brackets[at - 1]?.[0] !== '[') break;
  }
  const open = brackets[start];
  return open === undefined ? null : text.slice(open.index + 1);
}
