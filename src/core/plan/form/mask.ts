import { findFences } from './fence.ts';

/** Stands for a character no rule may look at; neither a letter nor white space. */
const MASKED = '\uFFFC';

const CLOSERS: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '「': '」', '『': '』', '‘': '’', '`': '`' };
/** Longest quotation: a quote that closes farther off is a stray mark. In UTF-16 code units. */
const MAX_QUOTE_CHARS = 2_000;
/** Longest run of white space that rules see, so that none of their patterns has to try a long one from each of its places. */
const MAX_BLANKS = 8;

const URL = /(?:https?:\/\/|www\.)(?:(?!,https?:)[^\s\uFFFC])*[^\s\uFFFC,.;:!?)\]}'"]/giu;
const GROUPED_NUMBER = /(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g;
const PARENTHESES = /\((?!\d{1,4}\))[^()\n]{0,300}\)/g;

const hide = (found: string): string => MASKED.repeat(found.length);

/** `'` is an apostrophe far more often than a quote: it opens only after a gap and closes only before one. */
function singleQuoteEnd(text: string, start: number): number {
  if (start > 0 && !/[\s,;:([]/.test(text.charAt(start - 1))) return -1;
  if (/[\s']/.test(text.charAt(start + 1)) || start + 1 >= text.length) return -1;
  for (let end = start + 2; end < Math.min(text.length, start + 300); end++) {
    if (text.charAt(end) === '\n') return -1;
    if (text.charAt(end) === "'" && /[\s,;:.!?)\]]|^$/.test(text.charAt(end + 1)) && !/\s/.test(text.charAt(end - 1))) return end;
  }
  return -1;
}

function maskFences(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of findFences(text)) {
    pieces.push(text.slice(from, start), hide(text.slice(start, end)));
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

function maskQuotes(text: string): string {
  const pieces: string[] = [];
  const nextCloser = new Map<string, number>();
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const mark = text.charAt(i);
    let end = -1;
    if (mark === "'") end = singleQuoteEnd(text, i);
    else if (Object.hasOwn(CLOSERS, mark)) {
      const closer = CLOSERS[mark] ?? '';
      // Looked up again only when passed, so that many openers with no closer cost one search.
      let next = nextCloser.get(mark) ?? -1;
      if (next !== Number.POSITIVE_INFINITY && next <= i) {
        const found = text.indexOf(closer, i + 1);
        next = found === -1 ? Number.POSITIVE_INFINITY : found;
        nextCloser.set(mark, next);
      }
      if (next - i <= MAX_QUOTE_CHARS && !text.slice(i, next).includes('\n\n')) end = next;
    }
    if (end === -1) continue;
    pieces.push(text.slice(kept, i), hide(text.slice(i, end + 1)));
    kept = end + 1;
    i = end;
  }
  return pieces.join('') + text.slice(kept);
}

/**
 * The text with everything hidden in which a comma, a colon or a verb means nothing: code blocks, quotations, addresses, numbers, parentheses. As long
 * as the text itself, so that what is found in the one is cut from the other.
 */
export function mask(text: string): string {
  return maskQuotes(maskFences(text))
    .replace(URL, hide)
    .replace(GROUPED_NUMBER, hide)
    .replace(PARENTHESES, hide)
    .replace(/\s+/g, (blanks) =>
      blanks.length <= MAX_BLANKS ? blanks : blanks.slice(0, 4) + hide(blanks.slice(4, -4)) + blanks.slice(-4),
    );
}

const QUOTED = /^(?:"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|‘[^‘]*’|`[^`]*`|'[\s\S]*')$/u;

/** What stands between the marks of a text that is one quotation; any other text as it is. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 2 && QUOTED.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}
