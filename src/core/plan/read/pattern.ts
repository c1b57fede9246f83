/** The source of a pattern that matches any of the words, the longest first; a blank in one stands for any white space. */
export function oneOf(words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return `(?:${longestFirst.map((word) => RegExp.escape(word).replaceAll('\\x20', '\\s+')).join('|')})`;
}
