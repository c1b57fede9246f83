/** Text for comparing: case, accents' form, punctuation and spaces make no difference. Empty when nothing is left. */
export function toKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** From here on two texts say nearly the same. */
export const NEAR = 0.85;

/** How alike two keys are, 0 to 1: the share of their trigrams that they have in common (Jaccard). Empty ones are like nothing, not even each other. */
export function toLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const [one, other] = [toTrigrams(a), toTrigrams(b)];
  let common = 0;
  for (const trigram of one) if (other.has(trigram)) common += 1;
  return common / (one.size + other.size - common);
}

function toTrigrams(key: string): Set<string> {
  const padded = `  ${key} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
