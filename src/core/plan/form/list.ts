import { findBlock } from './block.ts';
import { findFence } from './fence.ts';
import { findMarkdownTable } from './markdown-table.ts';
import { mask, unquote } from './mask.ts';
import { parseRange } from './range.ts';
import { trimBy } from './trim.ts';

export interface List {
  /** How it is set. Commas are the weakest sign of a list: any prose has them. */
  readonly form: 'code' | 'table' | 'block' | 'numbers' | 'bullets' | 'semicolons' | 'lines' | 'commas';
  readonly items: readonly string[];
  /** True where it says that there are more like these ("etc."), which nobody can know. */
  readonly open: boolean;
  /** True where commas may as well belong to the items: "Portland, Maine", "Acme, Inc. and Beta, Inc.". */
  readonly argued: boolean;
}

const INLINE_NUMBER = /^\s*(\(?)1([.)])\s/;
const INLINE_BULLET = /^\s*([-*•])\s/;
/** "and" and "or" in a dozen languages. */
const JOINTS = 'and|or|&|as well as|und|oder|sowie|et|ou|(?-i:[yeoи])|или|ve|veya|और|या|및|그리고';
const LEADING_JOINT = new RegExp(`^(?:(?:${JOINTS})\\s+|و(?=\\p{L})|和|与|及)`, 'iu');
const JOINT = new RegExp(`\\s(?:${JOINTS})\\s`, 'giu');
/** "And" that hangs on a word, where it may as well be a part of it. */
const HANGING =
  /\sو(?=\p{L}{2})|(?<=\S)(?:以及|[和与與及])(?=\S)|(?<=[\p{Script=Han}\p{Script=Katakana}ー])と(?=[\p{Script=Han}\p{Script=Katakana}])|(?<=\p{Script=Hangul})[와과]\s/u;
/** What stands behind the comma of a name, and is no name of its own: "Acme, Inc.". */
const SUFFIXES = 'inc|ltd|llc|llp|plc|co|corp|gmbh|ag|s\\.?a|s\\.?r\\.?l|jr|sr|ph\\.?d|m\\.?d|esq';
const COMMA = new RegExp(`[,，、،](?!\\s{0,8}(?:${SUFFIXES})(?:\\.|(?![\\p{L}\\p{N}])))`, 'giu');
/** A full stop that ends a sentence, not one that belongs to the word ("Inc.", "U.S."). */
const SENTENCE_STOP = /(?<!\b(?:inc|ltd|co|corp|jr|sr|st|etc|\p{L}\.\p{L}|\p{L}))[.。]$/iu;

const clean = (item: string): string => unquote(trimBy(item.trim(), /[,;、]/));
const isItem = (item: string): boolean => /[\p{L}\p{N}\p{S}]/u.test(item);

/** Pieces of the text between what the pattern (global) finds in its masked form. */
function cutAt(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const match of mask(text).matchAll(pattern)) {
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}

function inlineNumbers(text: string): string[] {
  const first = INLINE_NUMBER.exec(text);
  if (first === null) return [];
  const masked = mask(text);
  const items: string[] = [];
  let from = first[0].length;
  for (let number = 2; ; number++) {
    const sign = ` ${first[1]}${number}${first[2]} `;
    const next = masked.indexOf(sign, from - 1);
    items.push(text.slice(from, next === -1 ? text.length : next));
    if (next === -1) return items;
    from = next + sign.length;
  }
}

function inlineBullets(text: string): string[] {
  const bullet = INLINE_BULLET.exec(text)?.[1];
  return bullet === undefined ? [] : cutAt(text.trimStart().slice(1), new RegExp(`\\s${RegExp.escape(bullet)}\\s`, 'g'));
}

function lines(text: string): string[] {
  const rows = text.split(/\n[ \t]*\n/).length > 2 || /\n[ \t]*\n[^\n]+\n[^\n]/.test(text) ? text.split(/\n[ \t]*\n/) : text.split('\n');
  const filled = rows.filter((row) => row.trim() !== '');
  // A comma list that was wrapped: its lines end in a comma and hold some.
  const wrapped = filled.slice(0, -1).some((row) => /,\s{0,8}$/.test(row)) && filled.some((row) => /,\s{0,8}\S/.test(row));
  return wrapped ? [] : filled;
}

/** "D.C.": what stands behind a name. */
const DOTTED = /^(?:\p{L}\.){2,9}$/u;
const isCapital = (piece: string): boolean => /^\s*\p{Lu}/u.test(piece);

interface Commas {
  readonly items: readonly string[];
  readonly argued: boolean;
}

/**
 * "A, B and C". Commas are plainly a list's where the one "and" stands before the last item, or where three and more have none. Two pieces without an "and" may be one thing ("Portland, Maine"), and so may each two of more, and an
 * "and" within an earlier piece parts things that have commas of their own ("Acme, Inc. and Beta, Inc."): then that parts them, and it can be argued.
 */
function commas(text: string): Commas {
  const pieces = cutAt(text, COMMA).filter((piece) => piece.trim() !== '');
  const last = pieces.at(-1) ?? '';
  if (pieces.length < 2) return { items: cutAt(last, JOINT), argued: false };
  if (HANGING.test(mask(last))) return { items: [...pieces.slice(0, -1), ...cutAt(last, new RegExp(HANGING, 'gu'))], argued: true };
  const joints = (piece: string): number => [...mask(piece).matchAll(JOINT)].length;
  const led = LEADING_JOINT.test(last.trim()) ? last.trim().replace(LEADING_JOINT, '') : null;
  if (led !== null && led !== '') return { items: [...pieces.slice(0, -1), led], argued: false };
  const inner = pieces.slice(0, -1).some((piece) => joints(piece) > 0);
  if (inner && joints(last) === 0 && pieces.length <= 3) return { items: cutAt(text, JOINT), argued: true };
  const split = !inner && joints(last) === 1;
  const items = split ? [...pieces.slice(0, -1), ...cutAt(last, JOINT)] : pieces;
  const paired = pieces.length % 2 === 0 && !split && /[,，]/.test(text) && (pieces.length === 2 || pieces.every(isCapital));
  return { items, argued: paired || inner || pieces.some((piece) => DOTTED.test(piece.trim())) };
}

const OPEN_END = /^(?:and\s+)?(?:etc|et\s+cetera|so\s+on|so\s+forth|and\s+so\s+(?:on|forth)|and\s+others|…|\.{3})[.\s]{0,3}$/i;
const OPEN_TAIL = /(?:\s+etc\.?|\s+and\s+so\s+(?:on|forth)|\s*(?:…|\.{3}))\s*$/i;

/** Without an "etc." at its end. */
function toList(form: List['form'], items: readonly string[], argued = false): List {
  const last = items.at(-1) ?? '';
  if (items.length < 2) return { form, items, open: false, argued: false };
  if (OPEN_END.test(last)) return { form, items: items.slice(0, -1), open: true, argued };
  const tail = last.length > 200 ? null : OPEN_TAIL.exec(last);
  return tail === null
    ? { form, items, open: false, argued }
    : { form, items: items.with(-1, last.slice(0, tail.index)), open: true, argued };
}

const tidy = (items: readonly string[]): string[] => items.map(clean).filter(isItem);
/** An "…" is no item, but it says that there are more. */
const tidyOpen = (items: readonly string[]): string[] => items.map(clean).filter((item) => isItem(item) || OPEN_END.test(item));
const ended = (items: readonly string[]): string[] => tidyOpen(items.with(-1, (items.at(-1) ?? '').trim().replace(SENTENCE_STOP, '')));

/** What is set in lines of its own and fills the text; null for anything else. */
function parseLaidOut(body: string): List | null {
  const fence = body.startsWith('`') || body.startsWith('~') ? findFence(body) : null;
  if (fence !== null && fence.start === 0 && fence.end === body.length) {
    const block = findBlock(fence.body);
    const whole = block !== null && fence.body.slice(0, block.start).trim() === '' && fence.body.slice(block.end).trim() === '';
    return toList('code', whole ? tidy(block.items) : tidyOpen(fence.body.split('\n')));
  }
  const table = findMarkdownTable(body);
  if (table !== null && table.start === 0 && table.end >= body.length)
    return toList('table', tidy(table.rows.map((row) => row[0] || row.find((cell) => cell !== '') || '')));
  const block = findBlock(body);
  return block !== null && block.start === 0 && block.end === body.length ? toList('block', tidyOpen(block.items)) : null;
}

/** "[Bob, Ann]" */
const withoutBrackets = (text: string): string => /^\[([^[\]]*)\]$/.exec(text)?.[1] ?? text;

/** The items of a text that is a list and nothing else, in whichever form it is set; one item, or none, where it is no list. */
export function parseList(text: string): List {
  const body = withoutBrackets(text.trim());
  const laidOut = parseLaidOut(body);
  if (laidOut !== null) return laidOut;
  // Lines of code are no list.
  if (/^[ \t]*(?:```|~~~)/m.test(body)) return { form: 'code', items: [body], open: false, argued: false };
  const numbers = inlineNumbers(body);
  if (numbers.length > 1) return toList('numbers', tidy(numbers));
  const bullets = inlineBullets(body);
  if (bullets.length > 1) return toList('bullets', tidy(bullets));
  const semicolons = cutAt(body, /[;；]/g);
  if (tidy(semicolons).length > 1) return toList('semicolons', ended(semicolons.map((item) => item.trim().replace(LEADING_JOINT, ''))));
  const rows = lines(body);
  if (tidy(rows).length > 1) return toList('lines', tidyOpen(rows));
  const { items: pieces, argued } = commas(body);
  const { items, ...list } = toList('commas', ended(pieces), argued);
  return { ...list, items: items.flatMap((item) => parseRange(item) ?? [item]) };
}
