import { mask } from './mask.ts';
import { isPlain, type Order, readOrder } from './order.ts';

/** A plain order and the text that stands with it in a request. */
export interface Split {
  readonly words: string;
  readonly order: Order;
  /** What it is to be done to; null where no text stands there. */
  readonly body: string | null;
  /** Something speaks against it: a dash may be a second thought, and a question an answer is wanted to. */
  readonly doubt: boolean;
}

/** The order stands at the beginning of a request, or in its last line. In UTF-16 code units. */
const MAX_HEAD_CHARS = 1_500;
const MAX_LAST_LINE_CHARS = 300;
/** Places where an order may end: more than these are prose. */
const MAX_BREAKS = 12;
const BREAK = /[:：](?=\s|$)|：|\n|\s[-–—]\s/g;
/** A next line that is short and has more behind it may be a wish, and no text. */
const MAX_WISH_CHARS = 200;
const MAX_QUESTION_CHARS = 400;

/**
 * Finds the order of a request that is a plain one, and the text behind a colon, on the next lines, before it, or in
 * quotes. Null where no plain order is found.
 */
export function splitRequest(request: string): Split | null {
  return splitAtBreak(request) ?? splitLastLine(request) ?? splitWhole(request);
}

/** A translation without a language is not over yet: "translate into: French". */
const isWhole = (order: Order): boolean => isPlain(order) && (order.verb !== 'translate' || order.languages !== null);

function splitAtBreak(request: string): Split | null {
  const head = mask(request.slice(0, MAX_HEAD_CHARS));
  for (const found of [...head.matchAll(BREAK)].slice(0, MAX_BREAKS)) {
    const words = request.slice(0, found.index).trim();
    const end = found.index + found[0].length;
    const body = request.slice(end).trim();
    if (!/\p{L}/u.test(words)) continue;
    if (body === '') continue;
    const order = readOrder(words);
    if (!isWhole(order)) continue;
    const isLine = found[0] === '\n';
    const isDash = /[-–—]/.test(found[0]);
    // "into 2 languages: French and German: …" goes on behind a colon too; "into French: German" is a word to be
    // translated.
    if ((isLine || isDash || order.languages?.named.length === 0) && goesOn(order, body)) continue;
    if (isLine && isWish(request.slice(end))) continue;
    return { words, order, body, doubt: isDash || (order.verb !== 'translate' && isQuestion(body)) };
  }
  return null;
}

/** A short text that ends in a question may be one, and "Outline:" what it is about. */
const isQuestion = (body: string): boolean => body.length <= MAX_QUESTION_CHARS && /[?？؟]$/u.test(body);

/** Languages, one a line or before the next colon: the order goes on. */
function goesOn(order: Order, body: string): boolean {
  if (order.verb !== 'translate') return false;
  const [first = ''] = body.slice(0, MAX_WISH_CHARS).split(/\n|[:：]|\s[-–—]\s/);
  const next = readOrder(`translate into ${first.replace(/^[-*•\d.)\s]+/, '')}`);
  return first.length <= 60 && isPlain(next) && (next.languages?.named.length ?? 0) > 0;
}

/** A short line right below the order, and more behind it: a wish as likely as a text. */
function isWish(rest: string): boolean {
  const [line = '', ...others] = rest.replace(/^[ \t]+/, '').split('\n');
  return (
    line.trim() !== '' &&
    line.length <= MAX_WISH_CHARS &&
    !line.startsWith('>') &&
    others.join('').trim() !== '' &&
    !/^\s*[-*•\d]/.test(line)
  );
}

/** "<text>\n\nTranslate this into French". */
function splitLastLine(request: string): Split | null {
  const at = request.lastIndexOf('\n');
  const words = request.slice(at + 1).trim();
  const body = request.slice(0, Math.max(at, 0)).trim();
  if (at === -1 || body === '' || words === '' || words.length > MAX_LAST_LINE_CHARS) return null;
  const order = readOrder(words);
  const points = order.each || order.these || order.this || order.noun !== null || order.verb === 'translate' || order.verb === 'summarize';
  if (!isWhole(order) || !points || isPlain(readOrder(body.slice(0, MAX_HEAD_CHARS)))) return null;
  return { words, order, body, doubt: false };
}

function splitWhole(request: string): Split | null {
  if (request.length > MAX_HEAD_CHARS) return null;
  const order = readOrder(request);
  return isPlain(order) ? { words: request.trim(), order, body: order.quote, doubt: false } : null;
}
