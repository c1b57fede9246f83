/** A list laid out in lines with bullets or numbers. */
export interface Block {
  /** Where it stands in the text: [start, end). */
  readonly start: number;
  readonly end: number;
  /** At least two. */
  readonly items: readonly string[];
}

interface Line {
  readonly start: number;
  readonly text: string;
  /** Null for a line with no bullet or number. */
  readonly mark: { readonly kind: string; readonly indent: number; readonly number: number; readonly content: string } | null;
}

const MARK = /^([ \t]{0,40})(?:([-*•‣◦▪–—])[ \t]|(\(?)(\d{1,4})([.)])(?:[ \t]|(?=\p{L})))/u;
const LED_IN = /[:：][ \t]+(?=(?:[-*•‣◦▪]|\(?\d{1,4}[.)])[ \t])/u;

function toLine(start: number, text: string): Line {
  const match = MARK.exec(text);
  const content = match === null ? '' : text.slice(match[0].length).trim();
  if (match === null || content === '') return { start, text, mark: null };
  const kind = match[2] ?? `${match[3]}1${match[5]}`;
  return { start, text, mark: { kind, indent: match[1]?.length ?? 0, number: Number(match[4] ?? 0), content } };
}

/** A list may begin on the line of its colon ("for each of these: - a"), so such a line counts as two. */
function toLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const raw of text.split('\n')) {
    const led = MARK.test(raw) ? null : LED_IN.exec(raw);
    const cut = led === null ? 0 : led.index + led[0].length;
    if (cut > 0) lines.push(toLine(start, raw.slice(0, cut)));
    lines.push(toLine(start + cut, raw.slice(cut)));
    start += raw.length + 1;
  }
  return lines;
}

/** For each line the index of the first line from there on for which `is` holds; lines.length when there is none. */
function indexAhead(lines: readonly Line[], is: (line: Line) => boolean): number[] {
  const ahead: number[] = new Array(lines.length + 1).fill(lines.length);
  for (let i = lines.length - 1; i >= 0; i--) ahead[i] = is(lines[i] as Line) ? i : (ahead[i + 1] as number);
  return ahead;
}

/** The first list of at least two bullets or numbers; lines below an item that belong to it stay with it. */
export function findBlock(text: string): Block | null {
  const lines = toLines(text);
  const first = lines.findIndex((line) => line.mark !== null);
  const top = lines[first]?.mark;
  if (!top) return null;
  const isItem = (line: Line): boolean => line.mark !== null && line.mark.kind === top.kind && line.mark.indent <= top.indent + 1;
  const nextItem = indexAhead(lines, isItem);
  const nextBlank = indexAhead(lines, (line) => line.text.trim() === '');
  const items: string[][] = [];
  let last = first;
  let blank = false;
  for (let i = first; i < lines.length; i++) {
    const line = lines[i] as Line;
    if (line.mark !== null && isItem(line)) items.push([line.mark.content]);
    else if (line.text.trim() === '') {
      blank = true;
      continue;
    } else {
      const next = nextItem[i] as number;
      const goesOn =
        next < lines.length && (blank ? lines[next]?.mark?.number === items.length + top.number : next < (nextBlank[i] as number));
      const indented = /^[ \t]{2}/.test(line.text) || (line.mark !== null && !blank);
      if (!indented && !(goesOn && (!blank || top.number > 0))) break;
      items.at(-1)?.push(...(blank ? ['', line.text] : [line.text]));
    }
    blank = false;
    last = i;
  }
  const end = lines[last] as Line;
  if (items.length < 2) return null;
  return { start: lines[first]?.start ?? 0, end: end.start + end.text.length, items: items.map((item) => item.join('\n').trim()) };
}
