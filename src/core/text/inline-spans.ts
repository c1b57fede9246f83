/** What Markdown holds together inside a paragraph. Offsets are UTF-16 units, `to` is behind it. */
export type Span = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'code' | 'emphasis' | 'autolink' }
  /** `text` and `target` as they are written, escapes included. An image begins at its `!`. */
  | { readonly kind: 'link'; readonly text: string; readonly target: string }
);

/** Where a link's target and title may end is looked for within these many units, so that hostile text costs no more than time in its length. */
const MOST_TITLE = 300;

const TARGET = new RegExp(
  `\\(\\s{0,9}(<[^<>\\n]{0,2048}>|[^\\s()<](?:\\\\.|[^\\s()\\\\]){0,2048}(?:\\((?:\\\\.|[^\\s()\\\\]){0,512}\\)[^\\s()]{0,512}){0,8}|)(?:\\s{1,9}(?:"[^"]{0,${MOST_TITLE}}"|'[^']{0,${MOST_TITLE}}'|\\([^()]{0,${MOST_TITLE}}\\)))?\\s{0,9}\\)`,
  'y',
);
const WORD = /[\p{L}\p{N}]/u;
const AUTOLINK = /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2048}>|<[\w.+-]{1,64}@[\w.-]{1,255}>/iy;

/**
 * Inline code, links, `<links>` and emphasis, by where they end; inner ones before the outer. Near to CommonMark where it matters: code wins over everything, a link holds no other link, a backslash takes a mark its meaning. Time grows with
 * the length of the text.
 */
export function findSpans(text: string): Span[] {
  const spans: Span[] = [];
  const codeEnds = findCodeEnds(text);
  let brackets: number[] = [];
  const emphasis = new Map<string, number>();
  let at = 0;
  for (const { index, 0: mark } of text.matchAll(/\\[\s\S]|`+|\*+|_+|~~+|\[|\]|</g)) {
    if (index < at) continue; // inside of what was read already
    at = index + mark.length;
    if (mark.startsWith('`')) {
      const end = codeEnds.get(index);
      if (end === undefined) continue;
      spans.push({ kind: 'code', from: index, to: end });
      at = end;
    } else if (mark === '<') {
      AUTOLINK.lastIndex = index;
      const link = AUTOLINK.exec(text);
      if (link === null) continue;
      at = index + link[0].length;
      spans.push({ kind: 'autolink', from: index, to: at });
    } else if (mark === '[') {
      brackets.push(index);
    } else if (mark === ']') {
      const open = brackets.pop();
      TARGET.lastIndex = at;
      const target = open === undefined ? null : TARGET.exec(text);
      if (open === undefined || target === null) continue;
      const isImage = text[open - 1] === '!' && text[open - 2] !== '\\';
      if (!isImage) brackets = [];
      at += target[0].length;
      const from = isImage ? open - 1 : open;
      spans.push({ kind: 'link', from, to: at, text: text.slice(open + 1, index), target: (target[1] ?? '').replace(/^<|>$/g, '') });
    } else if (!mark.startsWith('\\')) {
      const open = emphasis.get(mark);
      const before = text[index - 1] ?? ' ';
      const behind = text[at] ?? ' ';
      // Underscores inside a word are part of a name.
      const isName = mark.startsWith('_');
      if (open !== undefined && /\S/.test(before) && !(isName && WORD.test(behind))) {
        spans.push({ kind: 'emphasis', from: open, to: at });
        emphasis.delete(mark);
      } else if (/\S/.test(behind) && !(isName && WORD.test(before))) emphasis.set(mark, index);
    }
  }
  return spans;
}

/** For each run of backticks that begins inline code, where the code ends. */
function findCodeEnds(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const nextOfLength = new Map<number, number>();
  for (const { index, 0: run } of [...text.matchAll(/`+/g)].reverse()) {
    const next = nextOfLength.get(run.length);
    if (next !== undefined) ends.set(index, next + run.length);
    nextOfLength.set(run.length, index);
  }
  return ends;
}
