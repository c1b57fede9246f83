import { STOP_WORDS } from './stop-words.ts';
import { type TextLine, textLines } from './text-lines.ts';

export interface KeyPhrase {
  /** As it was spelled first. */
  readonly text: string;
  readonly times: number;
}

const MAX_WORDS = 3;
/** Different phrases that are held in mind; rare ones are forgotten when there are more. */
const MAX_HELD = 200_000;
const MIN_TIMES = 2;
const MIN_CHARS = 3;

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'word' });
/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const IS_WORD = /^[\p{L}\p{M}][\p{L}\p{M}\p{N}’'_-]*$/u;
/** Addresses and links hold no words, markup neither. */
const NOISE = /(?:https?:\/\/|www\.)\S{1,2000}|\S{1,64}@\S{1,200}|<[^<>\n]{1,300}>|&[a-z]{2,8};/giu;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[’'_-][\p{L}\p{M}\p{N}]+)*|[^\p{L}\p{M}\p{N}\s]+/gu;

/** Words and what parts them, in order: no phrase reaches over a comma. */
function tokensOf(line: string): string[] {
  const clean = line.replace(NOISE, ' , ');
  if (!UNSPACED.test(clean)) return clean.match(TOKEN) ?? [];
  return [...SEGMENTER.segment(clean)].map(({ segment }) => segment).filter((segment) => segment.trim() !== '');
}

function speaks(word: string): boolean {
  if (STOP_WORDS.has(word) || !IS_WORD.test(word)) return false;
  return word.length >= MIN_CHARS || UNSPACED.test(word);
}

interface Held {
  readonly text: string;
  readonly words: readonly string[];
  times: number;
}

/** What a text says again and again, the most telling first: words and phrases of up to three words, none that only stands inside a longer one. */
export async function keyPhrases(text: string, most: number, signal: AbortSignal): Promise<KeyPhrase[]> {
  let held = new Map<string, Held>();

  function add(originals: readonly string[], words: readonly string[]): void {
    const key = words.join(' ');
    const known = held.get(key);
    if (known === undefined) held.set(key, { text: originals.join(UNSPACED.test(key) ? '' : ' '), words, times: 1 });
    else known.times += 1;
  }

  function take({ text: line }: TextLine): void {
    const tokens = tokensOf(line);
    const lower = tokens.map((token) => token.toLowerCase().replace(/[’']s$/, ''));
    const telling = lower.map(speaks);
    for (let at = 0; at < tokens.length; at += 1) {
      for (let count = 1; count <= MAX_WORDS && telling[at + count - 1] === true; count += 1) {
        add(tokens.slice(at, at + count), lower.slice(at, at + count));
      }
    }
    if (held.size > MAX_HELD) held = new Map([...held].filter(([, { times }]) => times > 1));
  }

  for await (const lines of textLines(text, signal)) for (const line of lines) take(line);
  return choose(held, most);
}

function choose(held: ReadonlyMap<string, Held>, most: number): KeyPhrase[] {
  const repeated = [...held.values()].filter(({ times }) => times >= MIN_TIMES);
  // A short text repeats nothing: then its words as they come.
  const known = repeated.length > 0 ? repeated : [...held.values()].filter(({ words }) => words.length === 1);
  const ranked = known.toSorted((a, b) => weigh(b) - weigh(a));
  const chosen: Held[] = [];
  const inside = new Map<string, number>();
  for (const phrase of ranked) {
    const key = phrase.words.join(' ');
    // Most of its times it is a part of one that is chosen already.
    if ((inside.get(key) ?? 0) >= phrase.times * 0.7) continue;
    chosen.push(phrase);
    for (const part of partsOf(phrase.words)) inside.set(part, (inside.get(part) ?? 0) + phrase.times);
    if (chosen.length === most) break;
  }
  return chosen.toSorted((a, b) => b.times - a.times).map(({ text, times }) => ({ text, times }));
}

/** A phrase is worth more than a word that stands as often: it says more. */
const weigh = ({ times, words }: Held): number => times * (1 + 0.8 * (words.length - 1));

function partsOf(words: readonly string[]): string[] {
  return words.flatMap((_, at) =>
    words
      .slice(at)
      .map((_word, count) => words.slice(at, at + count + 1).join(' '))
      .filter((part) => part !== words.join(' ')),
  );
}
