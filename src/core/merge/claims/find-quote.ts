import { numbersIn, toKey } from '../near.ts';

/** So much of a quote must stand in its source, in one place. */
const LEAST = 0.9;
/** Longer pieces of a quote are looked for one by one. In characters of a key. */
const PIECE = 200;
/** With fewer changes than one in ten characters, one run of so many is whole. */
const SEED = 8;
/** Places in a source that are looked at for one piece. */
const MAX_PLACES = 8;
/** A quote of more pieces is no quote but a copy: it must be one word for word. */
const MAX_PIECES = 20;
/** Shorter ones must be whole words: "12" is not quoted from "2012". */
const SHORT = 6;

/** A source's text for looking up quotes: normalised once. */
export const toQuotable = (text: string): string => toKey(withoutTargets(text));

/**
 * Whether a quote stands in a source: word for word once both are normalised, or with few changes (a typo, a line break in a word), but with the same numbers. What is left out (`…`) may be anything.
 */
export function isQuoted(quote: string, quotable: string): boolean {
  const pieces = withoutTargets(quote)
    .split(/\[?(?:…|\.{3,})\]?/)
    .map(toKey)
    .filter((piece) => piece !== '')
    .flatMap(toPieces);
  const exactly = pieces.length > MAX_PIECES;
  return pieces.length > 0 && pieces.every((piece) => (exactly ? hasWhole(piece, quotable) : isThere(piece, quotable)));
}

/** Where links lead is no part of the words. */
const withoutTargets = (text: string): string => text.replace(/\]\([^)\]\s]{1,2000}\)/g, ']');

/** In whole words where it has any. */
function toPieces(key: string): string[] {
  const pieces: string[] = [];
  let rest = key;
  while (rest.length > PIECE) {
    const space = rest.lastIndexOf(' ', PIECE);
    const end = space > PIECE / 2 ? space : PIECE;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trim();
  }
  return [...pieces, rest];
}

function isThere(piece: string, quotable: string): boolean {
  if (piece.length < SHORT && /^[\p{Script=Latin}\p{N} ]+$/u.test(piece)) return ` ${quotable} `.includes(` ${piece} `);
  if (hasWhole(piece, quotable)) return true;
  const most = Math.floor(piece.length * (1 - LEAST));
  if (most === 0) return false;
  return placesOf(piece, quotable).some((from) => {
    const window = quotable.slice(Math.max(0, from - most), from + piece.length + most);
    return distanceWithin(piece, window) <= most && hasNumbers(piece, window);
  });
}

/** Word for word, and no number cut: "12 million" does not stand in "112 million", nor in "-12 million". */
function hasWhole(piece: string, quotable: string): boolean {
  const begins = /^\p{N}/u.test(piece);
  const ends = /\p{N}$/u.test(piece);
  for (let at = quotable.indexOf(piece); at !== -1; at = quotable.indexOf(piece, at + 1)) {
    const cut = (begins && /[\p{N}.,-]/u.test(quotable[at - 1] ?? '')) || (ends && /[\p{N}.,]/u.test(quotable[at + piece.length] ?? ''));
    if (!cut) return true;
  }
  return false;
}

/** A number with another digit is another fact. */
function hasNumbers(piece: string, window: string): boolean {
  const there = new Set(numbersIn(window).split(' '));
  return numbersIn(piece)
    .split(' ')
    .every((number) => number === '' || there.has(number));
}

/** Where the piece may begin: where one of its runs stands. */
function placesOf(piece: string, quotable: string): number[] {
  const places = new Set<number>();
  for (let at = 0; at + SEED <= piece.length; at += SEED) {
    const seed = piece.slice(at, at + SEED);
    for (let found = quotable.indexOf(seed); found !== -1 && places.size < MAX_PLACES; found = quotable.indexOf(seed, found + 1)) {
      places.add(Math.max(0, found - at));
    }
  }
  return [...places];
}

/** Fewest changes that make the piece a part of the window (Sellers): what stands before and after it in the window costs nothing. */
function distanceWithin(piece: string, window: string): number {
  let row = new Uint16Array(window.length + 1);
  for (let i = 1; i <= piece.length; i += 1) {
    const next = new Uint16Array(window.length + 1);
    next[0] = i;
    for (let j = 1; j <= window.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (piece[i - 1] === window[j - 1] ? 0 : 1);
      next[j] = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return Math.min(...row);
}
