import { findSpans } from './inline-spans.ts';

/** How big a text is, in the platform's own unit. Two texts joined are never bigger than the two together, as holds for UTF-8 bytes and UTF-16 units. */
export type Measure = (text: string) => number;

/** A cut at a sentence leaves no part emptier than this. */
const LEAST_FULL = 1 / 3;

/** A line that began so would be a block of its own and not go on with the paragraph. */
const BLOCK_START =
  /^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3}|~{3}|[-=]+[ \t]*(?:[\r\n]|$)|(?:[-*_][ \t]*){3,}(?:[\r\n]|$)|\d{1,9}[.)](?=\s|$))/;

const SENTENCE_END = /[.!?…]["'”’»)\]*_]{0,4}\s+|[。！？]["'”’」』）]{0,4}\s*|\s*[\r\n]\s*/g;
const WORD_END = /\s+/g;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Put before marks at the start of a piece of code that would close its fence. */
export const SAFE_START = '\u200b';

/** The text with a backslash where it would begin a block that it did not begin in its paragraph: at most one character more. */
export function toSafeStart(text: string): string {
  if (!BLOCK_START.test(text.slice(0, 200))) return text;
  const digits = /^\d*/.exec(text)?.[0] ?? '';
  return `${digits}\\${text.slice(digits.length)}`;
}

/** The furthest offset whose text from `from` on has room; never inside of a code point. Throws a RangeError when not even one has room. */
function fitTo(text: string, from: number, room: number, size: Measure): number {
  const whole = (to: number): number => (isInsidePair(text, to) ? to - 1 : to);
  const fits = (to: number): boolean => size(text.slice(from, whole(to))) <= room;
  let good = from;
  let bad = Math.min(text.length, from + Math.max(1, Math.ceil(room)));
  // Outwards in doubled steps first, so that nothing far behind the room is ever measured.
  while (fits(bad)) {
    if (bad === text.length) return bad;
    good = bad;
    bad = Math.min(text.length, bad + (bad - from));
  }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (fits(middle)) good = middle;
    else bad = middle;
  }
  const end = whole(good);
  if (end <= from) throw new RangeError(`${room} is less room than one character takes`);
  return end;
}

const isInsidePair = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');

/**
 * Where to cut prose so that what comes before, from `from` on, has room: behind a sentence or line, else behind a word, else between two characters; not inside a link, code or emphasis, and not before
 * what would read as a block, while there is another place. Looks no further than a few times the room.
 */
export function cutProse(text: string, from: number, room: number, size: Measure): number {
  const end = fitTo(text, from, room, size);
  if (end >= text.length) return end;
  const window = text.slice(from, end);
  const spans = findSpans(text.slice(from, end + window.length)).filter((span) => span.to - span.from < window.length);
  const isHeld = heldBy(spans);
  const least = window.length * LEAST_FULL;
  const isGood = (at: number): boolean => !isHeld(at) && !BLOCK_START.test(text.slice(from + at, from + at + 200));

  const cuts = [
    lastCut(window, SENTENCE_END, least, isGood),
    lastCut(window, WORD_END, 0, isGood) ?? startOfHeld(spans, window.length, isGood),
    lastCut(window, WORD_END, 0, (at) => !BLOCK_START.test(text.slice(from + at, from + at + 200))),
  ];
  const cut = cuts.find((at) => at !== null) ?? null;
  return from + (cut ?? lastCharacter(text.slice(from, end + 64), window.length));
}

/** Behind the last match that is at least that far and good. */
function lastCut(window: string, pattern: RegExp, least: number, isGood: (at: number) => boolean): number | null {
  const ends = [...window.matchAll(pattern)].map(({ index, 0: match }) => index + match.length);
  return ends.findLast((at) => at > 0 && at >= least && isGood(at)) ?? null;
}

/** Before the link or code that does not fit any more. */
function startOfHeld(spans: readonly { from: number; to: number }[], at: number, isGood: (at: number) => boolean): number | null {
  const starts = spans.filter((span) => span.from > 0 && span.from < at && span.to > at).map((span) => span.from);
  return starts.length === 0 ? null : ([Math.min(...starts)].find(isGood) ?? null);
}

/** Whether an offset is inside one of the spans; asked many times, so they are merged and searched by halves. */
function heldBy(spans: readonly { from: number; to: number }[]): (at: number) => boolean {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return (at) => {
    let low = 0;
    let high = merged.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((merged[middle]?.from ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return at < (merged[low - 1]?.to ?? 0);
  };
}

/** Where to cut text of which every space counts: behind the last whole character, as a person sees it, that has room. One that is longer is cut between code points. */
export function cutCharacters(text: string, from: number, room: number, size: Measure): number {
  const end = fitTo(text, from, room, size);
  return end >= text.length ? end : from + lastCharacter(text.slice(from, end + 64), end - from);
}

function lastCharacter(text: string, within: number): number {
  const start = graphemes.segment(text).containing(within)?.index ?? within;
  return start > 0 ? start : within;
}
