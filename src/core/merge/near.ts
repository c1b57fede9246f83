/** What a reader does not see is no difference. */
const UNSEEN = /\p{Cf}+/gu;
/** Punctuation and symbols, but not a sign of money or share, a minus, a decimal point, or the end of a name like C++: those change what is meant. */
const MARKS = /((?<![\p{L}\p{N}])[-−](?=\d)|(?<=\d)[.,](?=\d)|(?<=[\p{L}\p{N}])[+#]+(?![\p{L}\p{N}])|[\p{Sc}%°])|[\p{P}\p{S}]/gu;

/** Text for comparing: case, accents' form, punctuation, spaces and how a link begins make no difference. Empty when nothing is left. */
export function toKey(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(UNSEEN, '')
      // Up, then down: some letters have two small forms.
      .toUpperCase()
      .toLowerCase()
      .replace(/https?:\/\/(?:www\.)?/g, ' ')
      .replace(MARKS, (_, kept: string | undefined) => (kept === undefined ? ' ' : kept.replace('−', '-')))
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** From here on two texts say nearly the same. */
export const NEAR = 0.85;
/** From here on they may: who needs to know asks a model. */
export const DOUBTFUL = 0.6;

/** "Invoice 17" and "Invoice 18" are nearly equal as text and not the same thing: only keys with the same numbers, in order, can be. */
export const numbersIn = (key: string): string => (key.match(/-?\p{N}+(?:[.,]\p{N}+)*/gu) ?? []).join(' ');

/** How alike two keys are, 0 to 1: the share of their trigrams that they have in common (Jaccard). Empty ones are like nothing, not even each other. */
export function toLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  return a === b ? 1 : toOverlap(toTrigrams(a), toTrigrams(b));
}

/** The same of trigrams that were made before. */
export function toOverlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let common = 0;
  for (const trigram of small) if (large.has(trigram)) common += 1;
  return common / (one.size + other.size - common);
}

export function toTrigrams(key: string): Set<string> {
  const padded = `  ${key} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
