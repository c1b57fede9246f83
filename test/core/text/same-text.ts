import { fromMarkdown } from 'mdast-util-from-markdown';

const bare = (text: string): string => text.replace(/\s/g, '');

/** What a part may be without what was repeated in it: a fence's end, and a fence's beginning, a table's head, a quote's mark or a backslash. */
function candidates(part: string): string[] {
  const lines = part.split(/\r\n|\n/);
  const ends = [lines];
  if (/^[>\s]*(?:`{3,}|~{3,})$/.test(lines.at(-1) ?? '')) ends.push(lines.slice(0, -1));
  const found = ends.flatMap((kept) => {
    const starts = [kept.join(' ')];
    if (/^[>\s]*(?:`{3,}|~{3,})/.test(kept[0] ?? '')) starts.push(kept.slice(1).join(' '));
    if (/^[>\s]*\|[-:|\s]+\|$/.test(kept[1] ?? '')) starts.push(kept.slice(2).join(' '));
    return starts;
  });
  return found
    .flatMap((text) => [text, ...Array.from({ length: 3 }, (_, at) => text.replace(new RegExp(`^(?:\\s*>){${at + 1}}`), ''))])
    .flatMap((text) => [text, text.replace(/^([>\s]*\d*)\\/, '$1')])
    .map(bare);
}

/** Whether the parts, one after the other, say all that the text says and no more. */
export function isSameText(text: string, parts: readonly string[]): boolean {
  const whole = bare(text);
  let places = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const at of places) for (const said of candidates(part)) if (whole.startsWith(said, at)) next.add(at + said.length);
    places = next;
  }
  return places.has(whole.length) || (parts.length === 0 && whole === '');
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The code in a part's fences, as a Markdown parser reads it. */
export function codeIn(part: string): string[] {
  const codes: string[] = [];
  const walk = (node: Node): void => {
    if (node.type === 'code') codes.push(node.value ?? '');
    for (const child of node.children ?? []) walk(child);
  };
  walk(fromMarkdown(part));
  return codes;
}
