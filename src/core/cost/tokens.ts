/**
 * Tokens that a text is likely to be, without a tokeniser: Latin letters come at about four to a token, other scripts at about one. Within a third of the truth for prose;
 * see `toMostTokens` where it must not be too low.
 */
export function toLikelyTokens(text: string): number {
  const { ascii, other } = count(text);
  return Math.ceil(ascii / 4 + other * 0.8);
}

/** Tokens that a text will hardly exceed in any common tokeniser: for what is reserved. */
export function toMostTokens(text: string): number {
  const { ascii, other } = count(text);
  return Math.ceil(ascii / 2.5 + other * 1.5);
}

function count(text: string): { readonly ascii: number; readonly other: number } {
  let other = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) other += 1;
  return { ascii: text.length - other, other };
}
