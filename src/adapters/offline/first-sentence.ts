/** Longer ones are cut at a word, with an ellipsis. In UTF-16 code units, the ellipsis with it. */
export const MAX_SENTENCE_CHARS = 240;

/** No sentence is looked for beyond this. */
const LOOK_CHARS = 2_000;

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A full stop that ends no sentence: a title, an abbreviation, single letters ("e.g.", "J. R. R."), an ordinal. */
const OPEN_END =
  /(?:^|[\s("'“‘[])(?:Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr|Gen|Rep|Sen|vs|cf|ca|approx|resp|Fig|Figs|Eq|Sec|Ch|No|Nos|Nr|Vol|vol|pp|ed|eds|al|bzw|Abb|Kap|Mme|(?:\p{L}\.\s?)*\p{L}|\d{1,2})\.\s*$/u;

/** At most `maxChars` long, cut between words where there are any and never inside a character. */
export function clip(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  const space = cut.lastIndexOf(' ');
  const end = space > maxChars / 2 ? space : cut.length;
  return `${cut
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/** The first sentence of a paragraph, on one line; '' of a blank one. */
export function firstSentence(paragraph: string): string {
  const line = paragraph.slice(0, LOOK_CHARS).replace(/\s+/g, ' ').trim();
  let sentence = '';
  for (const { segment } of SENTENCES.segment(line)) {
    sentence += segment;
    if (!OPEN_END.test(sentence)) break;
  }
  return clip(sentence.trim(), MAX_SENTENCE_CHARS);
}
