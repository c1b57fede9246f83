/**
 * Whether a word stands in a text, by itself, in any language. Two looks at it, each wrong on the side that does no harm:
 *   `hasTerm`: generous with endings and compounds, for "it is missing"
 *   `hasWord`: whole words and endings that only inflect, for "it should not stand there"
 */

/** A text made ready to be looked at for many words. */
export interface Prose {
  /** As `toFolded` has it. */
  readonly text: string;
}

/** Case, width, how accents are made, what nobody sees, where lines break and which hyphen it is make no difference. Turkish `İ` is an i, `ß` is ss. */
const toFolded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}+/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .replace(/ς/g, 'σ')
    .replace(/[’ʼ＇]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[‐‑]/g, '-');

/** Addresses, names of files and code are nobody's choice of words. */
const NO_PROSE = /```[\s\S]*?(?:```|$)|`[^`\n]{1,500}`|\]\([^)\]\s]{1,2000}\)|(?:https?:\/\/|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}/gi;

/** A source's or a lane's text for `hasWord`; with `whole` for `hasTerm`, to which an address that has the term is as good as any. */
export const toProse = (text: string, part: 'prose' | 'whole'): Prose => ({
  text: toFolded(part === 'whole' ? text : text.replace(NO_PROSE, ' ')),
});

/** Places in a text that are looked at for one word. */
const MAX_PLACES = 400;
/** Around a place in a script without spaces, in UTF-16 code units: enough to tell the words there. */
const WINDOW = 40;

const LETTER_BEFORE = /[\p{L}\p{N}\p{M}]$/u;
const LETTER_AFTER = /^[\p{L}\p{N}\p{M}]/u;
/** Scripts that write words without spaces between them, and the marks that lengthen and repeat in them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]/u;
const KATAKANA = /[\p{Script=Katakana}ー]/u;

interface Place {
  readonly at: number;
  readonly end: number;
  /** The character beside it, '' where that is no letter, digit or mark. */
  readonly before: string;
  readonly after: string;
}

function* placesOf(text: string, word: string): Generator<Place> {
  let seen = 0;
  for (let at = text.indexOf(word); at !== -1 && word !== '' && seen < MAX_PLACES; at = text.indexOf(word, at + 1), seen += 1) {
    const end = at + word.length;
    const before = LETTER_BEFORE.exec(text.slice(Math.max(0, at - 2), at).toWellFormed())?.[0] ?? '';
    const after = LETTER_AFTER.exec(text.slice(end, end + 2))?.[0] ?? '';
    yield { at, end, before, after };
  }
}

/** Whether a term stands in a text, with any ending, and in scripts without spaces within other words. */
export function hasTerm({ text }: Prose, term: string): boolean {
  const wanted = toFolded(term).trim();
  return placesOf(text, wanted).some(({ end, before, after }) => {
    // Where the script changes, a word begins or ends: "Fanoutは", "בFanout", "Fanout은".
    if (isWithin(before, wanted.slice(0, 1)) && !isUnspaced(before)) return false;
    return !isWithin(after, wanted.slice(-1)) || isUnspaced(after) || toAnyEnding(wanted).test(text.slice(end, end + 24));
  });
}

/** Short words are the beginning of too many others: "app" of "Apparat". */
function toAnyEnding(word: string): RegExp {
  if (word.length < 4) return SAFE_ENDING;
  return word.length < 6 ? SHORT_ENDING : LONG_ENDING;
}

const SHORT_ENDING = /^[\p{L}\p{M}]{1,4}(?![\p{L}\p{N}\p{M}])/u;
const LONG_ENDING = /^(?:[\p{L}\p{M}]{1,6})(?![\p{L}\p{N}\p{M}])/u;

/** Whether a word stands in a text as itself: whole, or with an ending that is nothing but its plural or its case. */
export function hasWord({ text }: Prose, word: string): boolean {
  const wanted = toFolded(word).trim();
  return placesOf(text, wanted).some((place) => {
    const { at, end, before, after } = place;
    if (isUnspaced(wanted)) return isSegment(text, place);
    if (isJoined(text, at, end)) return false;
    if (isWithin(before, wanted.slice(0, 1))) return false;
    const rest = text.slice(end, end + 24);
    // "don" is not in "don't".
    if (/n$/.test(wanted) && /^'t(?![\p{L}\p{N}])/u.test(rest)) return false;
    return !isWithin(after, wanted.slice(-1)) || (wanted.length >= LEAST_INFLECTED || isHangul(wanted) ? SAFE_ENDING.test(rest) : false);
  });
}

/** Shorter words with an ending are often another word: "new" and "news". */
const LEAST_INFLECTED = 4;

/**
 * Endings that leave a word the word it is, whatever the language: plural and genitive of English, French, Spanish, German and Dutch; Turkish plural and case; Finnish case; Korean particles. An ending that makes another
 * word in one of the languages (a single vowel, "-er", "-in", "-ion", "-at") is not among them.
 */
const SAFE_ENDING = new RegExp(
  `^(?:e?s|e?n|e?ns|${[
    'l[ae]r(?:[ıi]n?|[dt][ae]n?|[ae]|[ıi]n[ıi]n?|[ıi]m[ıi]z)?',
    '[dt][ae]n?|n[ıiuü]n|y[ıiuü]|y[ae]',
    'i?(?:(?:ss|st|ll|lt)[aä]|lle|ksi)(?:kin|k[aä][aä]n|k[oö])?|i?n[aä]',
    '(?:은|는|이|가|을|를|에|의|로|으로|와|과|도|만|들|들은|들이|들을|들의|에서|에게|까지|부터|보다|처럼|라고|이라고)',
  ].join('|')})(?![\\p{L}\\p{N}\\p{M}])`,
  'u',
);

const isUnspaced = (text: string): boolean => UNSPACED.test(text);
const isHangul = (text: string): boolean => /\p{Script=Hangul}/u.test(text);

/** Whether a letter beside a word goes on with it: any but one of another script. */
function isWithin(beside: string, edge: string): boolean {
  if (beside === '') return false;
  return SCRIPTS.every((script) => script.test(beside) === script.test(edge)) || /[\p{N}\p{M}]/u.test(beside);
}
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Cyrillic}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u,
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u,
];

/** Part of a name as machines have them: `app.ts`, `my_app`, `app/main`. */
const isJoined = (text: string, at: number, end: number): boolean =>
  /[\p{L}\p{N}][._/\\@]$|_$/u.test(text.slice(Math.max(0, at - 2), at)) || /^(?:[.\\/@][\p{L}\p{N}]|_)/u.test(text.slice(end, end + 2));

/** What makes of a word somebody or something else: 程序 a program, 程序员 who writes them. */
const BOUND = /^[员員者师師家性化学學]/u;

/** Made when a text first needs it. */
let words: Intl.Segmenter | null = null;

/** Whether a place in text without spaces begins and ends where words do: "程序" is not in "程序员". */
function isSegment(text: string, { at, end, before, after }: Place): boolean {
  const [first = '', last = ''] = [text.slice(at, at + 1), text.slice(end - 1, end)];
  // A word in katakana goes on as long as these do.
  if ((KATAKANA.test(first) && KATAKANA.test(before)) || (KATAKANA.test(last) && KATAKANA.test(after))) return false;
  if (BOUND.test(after)) return false;
  if (before === '' && after === '') return true;
  words ??= new Intl.Segmenter('en', { granularity: 'word' });
  const from = Math.max(0, at - WINDOW);
  const window = text.slice(from, end + WINDOW);
  const edges = new Set([...words.segment(window)].flatMap(({ index, segment }) => [from + index, from + index + segment.length]));
  return edges.has(at) && edges.has(end);
}
