const SAME: readonly string[] = ['series', 'species', 'news', 'status', 'sms', 'gps', 'dns', 'aws', 'seo'];
const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  criteria: 'criterion',
};

/** Whether an English noun, or the last word of a phrase, looks like a plural. */
export function isPlural(noun: string): boolean {
  const last = noun.trim().toLowerCase().split(/\s+/).at(-1) ?? '';
  return Object.hasOwn(IRREGULAR, last) || (/[^s]s$/.test(last) && last.length > 3 && !/(?:us|is|ss)$/.test(last) && !SAME.includes(last));
}

/** One of many, by the usual rules: "companies" is company, "subject lines" is subject line. What looks like no plural stays. */
export function singular(noun: string): string {
  const phrase = noun.trim();
  if (!isPlural(phrase)) return phrase;
  const last = phrase.split(/\s+/).at(-1) ?? '';
  const one = IRREGULAR[last.toLowerCase()];
  const head = phrase.slice(0, phrase.length - last.length);
  if (one !== undefined) return head + one;
  if (/(?:[^aeiou])ies$/i.test(last)) return `${head}${last.slice(0, -3)}y`;
  if (/(?:sh|ch|x|ss|z)es$/i.test(last)) return head + last.slice(0, -2);
  return head + last.slice(0, -1);
}

export const capitalize = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
