/** A text as it is compared: each place of it says where in the original it stands. */
export interface Folded {
  /** Lower case, compatible forms, plain apostrophes and spaces, without marks that people leave out. */
  readonly text: string;
  /** For each place in `text`, and its end, the place in the original. In UTF-16 code units. */
  readonly at: readonly number[];
}

/**
 * Marks that the same word is written with and without: Arabic vowels and tatweel, the nukta, the dot that İ leaves
 * in lower case.
 */
const LEFT_OUT = /[\u064B-\u0652]|\u0640|\u093C|\u0307|[\u200B-\u200F\u2060\uFEFF]/gu;

const APOSTROPHES = /[’‘ʻʼ´`]/gu;

const foldOne = (char: string): string => (PLAIN.test(char) ? char.toLowerCase() : foldOther(char));

const PLAIN = /^[ -_a-~]$/;

function foldOther(char: string): string {
  const folded = char
    .normalize('NFKC')
    .toLowerCase()
    .replace(APOSTROPHES, "'")
    .replace(/[أإآٱ]/gu, 'ا')
    .replace(/\s/gu, ' ')
    .normalize('NFC')
    .replace(LEFT_OUT, '');
  // "⑴" is one thing: nothing can begin or end within it.
  return [...folded].length > 1 ? char : folded;
}

export function fold(original: string): Folded {
  const at: number[] = [];
  let text = '';
  let index = 0;
  for (const char of original) {
    const folded = char === '\n' ? '\n' : foldOne(char);
    for (let unit = 0; unit < folded.length; unit += 1) at.push(index);
    text += folded;
    index += char.length;
  }
  at.push(index);
  return { text, at };
}

/**
 * A word or name as it is compared; the whole text is composed first, so that marks of their own join their letters.
 */
export const foldWord = (word: string): string => fold(word.normalize('NFC')).text.replace(/ +/g, ' ').trim();
