const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Words in any script, those without spaces between words too. */
export function countWords(text: string): number {
  let words = 0;
  for (const { isWordLike } of WORDS.segment(text)) if (isWordLike) words += 1;
  return words;
}

/** Sentences with at least one letter or digit in them. */
export function countSentences(text: string): number {
  let sentences = 0;
  for (const { segment } of SENTENCES.segment(text)) if (/[\p{L}\p{N}]/u.test(segment)) sentences += 1;
  return sentences;
}
