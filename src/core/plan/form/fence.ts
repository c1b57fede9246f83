/** A code block that holds a list, one item a line. */
export interface Fence {
  /** Where it stands in the text, with its marks: [start, end). */
  readonly start: number;
  readonly end: number;
  /** What stands between the marks. */
  readonly body: string;
}

/** Kinds of code block that hold text. Any other word after the marks names a programming language, and code is no list. */
const TEXT_KIND = /^(?:|text|txt|plain|plaintext|list|csv|md|markdown)$/i;

interface AnyFence extends Fence {
  readonly isText: boolean;
}

/** All code blocks of a text that end, in order. */
export function findFences(text: string): AnyFence[] {
  const found: AnyFence[] = [];
  if (!text.includes('```') && !text.includes('~~~')) return found;
  let open: { readonly start: number; readonly body: number; readonly mark: string; readonly kind: string } | null = null;
  let start = 0;
  for (const line of text.split('\n')) {
    const mark = line.length > 80 ? null : /^([ \t]{0,3})(`{3,}|~{3,})[ \t]*([^`\s]{0,20})[ \t]*$/.exec(line);
    const [, indent = '', signs = '', kind = ''] = mark ?? [];
    if (open === null && mark !== null) open = { start: start + indent.length, body: start + line.length + 1, mark: signs, kind };
    else if (open !== null && mark !== null && kind === '' && signs.startsWith(open.mark)) {
      const body = text.slice(open.body, Math.max(open.body, start - 1));
      found.push({ start: open.start, end: start + line.trimEnd().length, body, isText: TEXT_KIND.test(open.kind) });
      open = null;
    }
    start += line.length + 1;
  }
  return found;
}

/** The first code block of plain text; null where there is none, or it never ends. */
export const findFence = (text: string): Fence | null => findFences(text).find((fence) => fence.isText) ?? null;
