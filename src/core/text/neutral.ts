/** Invisible characters and marks that turn the direction of text. The two joiners stay: scripts and emoji are spelt with them. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]/gu;
const EDGES = /^[\s\u200c\u200d]+|[\s\u200c\u200d]+$/g;

/** Marks piled on one character beyond these paint over the lines around it. */
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;

/** Made when first needed: it takes 20 ms. */
let graphemes: Intl.Segmenter | null = null;

/** So much behind the limit is looked at, to cut between two characters as people see them. */
const CONTEXT = 64;

/**
 * Untrusted text as one line of at most `maxChars` UTF-16 units, `…` included where it was cut: no control, invisible or direction marks, no runs of spaces. It may still hold Markdown, mentions and links,
 * which are the platform's to escape; escaping makes it longer.
 */
export function toNeutralLine(text: string, maxChars: number): string {
  // Of a long text no more is cleaned than is shown; twice as much where little of it was to be seen.
  for (let part = Math.max(2_048, maxChars * 4); part < text.length; part *= 2) {
    const line = toOneLine(text.slice(0, part));
    if (line.length > maxChars + 2 * CONTEXT) return cutLine(line, maxChars);
  }
  return cutLine(toOneLine(text), maxChars);
}

const toOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(PILED_MARKS, '$1')
    .replace(/ {2,}/g, ' ')
    .replace(EDGES, '');

function cutLine(line: string, maxChars: number): string {
  if (line.length <= maxChars) return line;
  if (maxChars < 1) return '';
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const end = graphemes.segment(line.slice(0, maxChars + CONTEXT)).containing(maxChars - 1)?.index ?? 0;
  return `${line.slice(0, end).replace(EDGES, '')}…`;
}

/** Untrusted text of many lines without control characters and without what turns the direction of the text after it. Line breaks, each as `\n`, and tabs stay. */
export function stripControls(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Puts a zero-width space into `@channel`, `@here` and `@everyone`, in any case and anywhere in a word, so that they call nobody. Twice is harmless. */
export function breakMassMentions(text: string): string {
  return text.replace(/@(?=channel|here|everyone)/gi, '@\u200b');
}
