/** Longest range that is written out; a longer one is no list. */
const MAX_RANGE = 10_000;
/** What numbers alone may be years: "1200-1400" is more likely a price. */
const FIRST_YEAR = 1_800;
const LAST_YEAR = 2_100;

const RANGE = /^(?:the\s+)?(?:(\p{L}[\p{L}\p{M}-]*)\s+)?(\d{1,5})\s*(?:-|–|—|〜|～|\s(?:to|bis|à|a|до)\s)\s*(\d{1,5})$/iu;

/** "chapters 1-5", "2019 to 2024" as its items, in order; null for a text that is no range and nothing else. */
export function parseRange(text: string): readonly string[] | null {
  const match = text.length > 60 ? null : RANGE.exec(text.trim());
  if (match === null) return null;
  const [, noun = '', from = '', to = ''] = match;
  const [first, last] = [Number(from), Number(to)];
  const years = noun === '' && first >= FIRST_YEAR && last <= LAST_YEAR;
  if ((noun === '' && !years) || last <= first || last - first >= MAX_RANGE) return null;
  const one = /^\p{Script=Latin}+s$/u.test(noun) && noun.length > 3 ? noun.slice(0, -1) : noun;
  return Array.from({ length: last - first + 1 }, (_, index) => `${one} ${first + index}`.trim());
}
